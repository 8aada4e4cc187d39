import ArgumentParser

struct PluginCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugin", abstract: "Try out plugins.", subcommands: [PluginCheckCommand.self])
}
