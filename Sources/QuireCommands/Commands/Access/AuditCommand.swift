import ArgumentParser
import QuireAccess
import QuireDefinition
import QuireModel
import QuirePlugin

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Show who did what, when and from where; the newest last.",
        discussion: """
            Logins, runs, downloads, pauses, and changes of users and tokens.

            Example:
              quire audit --since 7d
            """)

    @Option(
        name: [.customShort("n"), .long], parsing: .unconditional,
        help: "How many lines at most, the latest of them; 20, or all with --since.")
    var limit: Int?

    @Option(help: "Only from this time on: 7d, 2026-01-31, 2026-01-31T12:30.")
    var since: String?

    @Flag(help: "As JSON.")
    var json = false

    @OptionGroup var project: ProjectOptions
    @OptionGroup var log: LogOptions

    func run() async throws {
        try await log.console.running { console in
            if let limit, limit < 1 {
                throw DiagnosticError(
                    Diagnostic(.error, "invalid-option", "--limit is at least 1, not \(limit)", at: nil))
            }
            let loader = try project.loader(&console)
            let zone = loader.project.zone
            let earliest = try since.map { try Self.moment($0, zone) }
            let entries = try await AuditLog(try project.state(of: loader.folder)).entries(
                limit: limit ?? (since == nil ? 20 : .max), since: earliest)
            if json { return try Console.print(JSON.array(entries.map { $0.listing(zone) }).text) }
            if entries.isEmpty { return console.say("nothing in the audit log yet") }
            let rows = entries.map { [zone.second(ofUTC: $0.at), $0.who, $0.what, $0.detail, $0.origin] }
            try Console.show(PlainTable.text([["when", "who", "what", "detail", "from"]] + rows))
        }
    }

    /// - Returns: in UTC.
    private static func moment(_ text: String, _ zone: Zone) throws(DiagnosticError) -> LocalDateTime {
        if let duration = Duration(definitionText: text) {
            return LocalDateTime(microseconds: LocalDateTime.now.microseconds - duration.components.seconds * 1_000_000)
        }
        guard let (wall, offset) = LocalDateTime.parse(text) else {
            throw DiagnosticError(
                Diagnostic(
                    .error, "invalid-option", "'--since \(text)' is no time", at: nil,
                    hint: "write it as 7d, 2026-01-31 or 2026-01-31T12:30"))
        }
        if let offset { return LocalDateTime(microseconds: wall.microseconds - Int64(offset) * 1_000_000) }
        // The zone's offset is known of moments in UTC: that of one nearby, then that of the one it leads to.
        var moment = wall
        for _ in 0..<2 {
            let offset = zone.wallTime(ofUTC: moment).microseconds - moment.microseconds
            moment = LocalDateTime(microseconds: wall.microseconds - offset)
        }
        return moment
    }
}

extension AuditEntry {
    fileprivate func listing(_ zone: Zone) -> JSON {
        .members([
            "at": .string(zone.iso8601(ofUTC: at)), "who": .string(who), "what": .string(what),
            "detail": .string(detail), "from": .string(origin),
        ])
    }
}
