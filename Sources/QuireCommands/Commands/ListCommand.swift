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
            let reports = try loader.folder.reports.map { name in (name: name, heading: try loader.heading(of: name)) }
            let now = LocalDateTime.now
            if json {
                let items = reports.map { report in
                    let next = report.heading?.schedules.nextFire(after: now)
                    return JSON.members([
                        "name": .string(report.name), "title": report.heading.map { .string($0.title) } ?? .null,
                        "description": report.heading?.description.map(JSON.string) ?? .null,
                        "next_run": next.map { .string($0.zone.iso8601(ofUTC: $0.fire)) } ?? .null,
                    ])
                }
                return try Console.print(JSON.array(items).text)
            }
            if reports.isEmpty { console.say("no reports in \(loader.folder.shown)") }
            let rows = reports.map { report in
                let next = report.heading?.schedules.nextFire(after: now)
                return [
                    report.name, report.heading?.title ?? "has errors: see `quire check \(report.name)`",
                    next.map { "next run " + FireText.shown($0.fire, in: $0.zone) } ?? "",
                ]
            }
            if !rows.isEmpty { try Console.show(PlainTable.text(rows)) }
        }
    }
}
