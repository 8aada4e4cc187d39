import ArgumentParser

struct ScheduleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule", abstract: "Say when reports run by themselves.",
        subcommands: [ScheduleNextCommand.self])
}
