import ArgumentParser

struct NewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Write a commented file to start from.", subcommands: [NewPluginCommand.self])
}
