import ArgumentParser
import QuireModel
import QuireSamples

struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Write the sample project as a start for your own.",
        discussion: """
            Example:
              quire init reports
            """)

    @Argument(help: "The folder to make.")
    var folder = "reports"

    @OptionGroup var log: LogOptions

    func run() async throws {
        try await log.console.running { console in
            try SampleProject.write(to: folder)
            console.say(
                """
                wrote \(folder): four reports with their tests, the services they ask, and a plugin in Python
                `quire demo --serve` starts stand-ins of the services; `quire list --project \(folder)` lists the reports
                """)
        }
    }
}
