import ArgumentParser
import QuireCalendar
import QuireDefinition
import QuireModel

struct ScheduleNextCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "next", abstract: "Show the coming fires of schedules, in words, with their zone.",
        discussion: """
            Times are those of the cron: a schedule's jitter is not in them. A disabled schedule has none.

            Example:
              quire schedule next contracts -n 3 --from 2026-12-01
            """)

    @Argument(help: "A report's name: only its schedules.")
    var report: String?

    @Option(name: [.customShort("n"), .long], parsing: .unconditional, help: "How many fires of each schedule.")
    var number = 5

    @Option(
        help:
            "A time such as 2026-12-01T07:00, in the project's zone unless it has an offset: fires after it, not after now."
    )
    var from: String?

    @Flag(help: "As JSON.")
    var json = false

    @OptionGroup var project: ProjectOptions
    @OptionGroup var log: LogOptions

    func run() async throws {
        try await log.console.running { console in
            guard (1...Self.most).contains(number) else {
                throw Self.problem("--number is from 1 to \(Self.most), not \(number)")
            }
            var loader = try project.loader(&console)
            let start = try start(in: loader.project.zone)
            let schedules = try schedules(&loader, console)
            if json { return try Console.print(JSON.array(schedules.map { $0.json(from: start, number) }).text) }
            if schedules.isEmpty { return console.say("no schedules" + (report.map { " in \($0)" } ?? "")) }
            try Console.show(schedules.map { $0.text(from: start, number) }.joined(separator: "\n\n"))
        }
    }

    private static let most = 10_000

    private func start(in zone: Zone) throws -> LocalDateTime {
        guard let from else { return .now }
        guard let (wall, offset) = LocalDateTime.parse(from) else {
            throw Self.problem("--from is a time, not '\(from)'", hint: "write it as 2026-12-01T07:00 or 2026-12-01")
        }
        guard let offset else { return zone.moment(atWall: wall) }
        return LocalDateTime(microseconds: wall.microseconds - Int64(offset) * 1_000_000)
    }

    private func schedules(_ loader: inout ProjectLoader, _ console: Console) throws -> [CheckedSchedule] {
        if let report {
            let heading = try loader.heading(of: report)
            let errors = loader.diagnostics.filter { $0.severity == .error }
            guard errors.isEmpty, let heading else { throw DiagnosticError(errors.sortedByPlace()) }
            return heading.schedules
        }
        return try loader.folder.reports.flatMap { name -> [CheckedSchedule] in
            let heading = try loader.heading(of: name)
            if heading == nil { console.warn("the report '\(name)' has errors: see `quire check \(name)`") }
            return heading?.schedules ?? []
        }
    }

    private static func problem(_ message: String, hint: String? = nil) -> DiagnosticError {
        DiagnosticError(Diagnostic(.error, "invalid-option", message, at: nil, hint: hint))
    }
}

extension CheckedSchedule {
    fileprivate func json(from start: LocalDateTime, _ count: Int) -> JSON {
        .members([
            "report": .string(report), "schedule": .string(name), "cron": .string(times.cron.text),
            "timezone": .string(zone.identifier), "words": .string(times.cron.words()),
            "fires": .array(
                fires(after: start, atMost: count).map { fire in
                    .members([
                        "at": .string(zone.iso8601(ofUTC: fire)), "utc": .string(Zone.utc.iso8601(ofUTC: fire)),
                    ])
                }),
        ])
    }

    fileprivate func text(from start: LocalDateTime, _ count: Int) -> String {
        let fires = fires(after: start, atMost: count).map { "  " + FireText.shown($0, in: zone) }
        let lines = definition.isEnabled ? fires : ["  disabled"]
        return (["\(id): \(FireText.words(self))"] + lines).joined(separator: "\n")
    }
}
