import ArgumentParser
import QuireDefinition
import QuireModel

struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the project's reports.",
        discussion: """
            Example:
              quire list --json
            """)

    @Flag(help: "As JSON.")
    var json = false

    @OptionGroup var project: ProjectOptions
    @OptionGroup var log: LogOptions

    func run() async throws {
        try await log.console.running { console in
            var loader = try project.loader(&console)
            var reports: [(name: String, title: String?, description: String?)] = []
            for name in loader.folder.reports {
                let heading = try loader.heading(of: name)
                reports.append((name, heading?.title, heading?.description))
            }
            if json {
                let items = reports.map { report in
                    JSON.members([
                        "name": .string(report.name), "title": report.title.map(JSON.string) ?? .null,
                        "description": report.description.map(JSON.string) ?? .null, "next_run": .null,
                    ])
                }
                return try Console.print(JSON.array(items).text)
            }
            if reports.isEmpty { console.say("no reports in \(loader.folder.shown)") }
            let width = reports.map(\.name.count).max() ?? 0
            for report in reports {
                let padding = String(repeating: " ", count: width - report.name.count)
                try Console.show(
                    "\(report.name)\(padding)  \(report.title ?? "has errors: see `quire check \(report.name)`")")
            }
        }
    }
}
