import ArgumentParser

/// Makes reports from definitions in YAML.
struct Quire: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quire",
        abstract: "Makes Excel reports from definitions in YAML, enriched by remote services.",
        discussion: """
            A report is a file in the project folder (reports/ unless --project says otherwise). Try it:
              quire demo
            """,
        version: "0.1.0",
        subcommands: [
            DemoCommand.self, InitCommand.self, RunCommand.self, PreviewCommand.self, PlanCommand.self,
            ListCommand.self, ShowCommand.self, CheckCommand.self, TestCommand.self, RunsCommand.self,
            ResumeCommand.self, ServeCommand.self, NewCommand.self, SchemaCommand.self, PluginCommand.self,
            ScheduleCommand.self, UserCommand.self, TokenCommand.self, AuditCommand.self,
        ])
}
