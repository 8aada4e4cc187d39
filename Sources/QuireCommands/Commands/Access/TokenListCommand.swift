import ArgumentParser
import QuireAccess
import QuireDefinition
import QuireModel

struct TokenListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the tokens, without what they are sent as.",
        discussion: """
            Example:
              quire token list
            """)

    @Flag(help: "As JSON.")
    var json = false

    @OptionGroup var project: ProjectOptions
    @OptionGroup var log: LogOptions

    func run() async throws {
        try await log.console.running { console in
            let loader = try project.loader(&console)
            let zone = loader.project.zone
            let found = try await Tokens(try project.state(of: loader.folder)).list()
            if json { return try Console.print(JSON.array(found.map { $0.listing(zone) }).text) }
            if found.isEmpty { return console.say("no tokens yet") }
            let now = LocalDateTime.now
            let rows = found.map { token in
                [
                    token.name, token.roles.description, token.reports?.description ?? "all",
                    token.expiresAt.map { zone.minute(ofUTC: $0) + (token.isExpired(at: now) ? " (expired)" : "") }
                        ?? "never",
                    token.lastUsedAt.map { zone.minute(ofUTC: $0) } ?? "never",
                ]
            }
            try Console.show(PlainTable.text([["name", "roles", "reports", "expires", "last used"]] + rows))
        }
    }
}

extension Token {
    fileprivate func listing(_ zone: Zone) -> JSON {
        func time(_ moment: LocalDateTime?) -> JSON { moment.map { .string(zone.iso8601(ofUTC: $0)) } ?? .null }
        return .members([
            "name": .string(name), "roles": .array(roles.names.map(JSON.string)),
            "report": reports.map { .string($0.description) } ?? .null, "expires_at": time(expiresAt),
            "created_at": time(createdAt), "last_used_at": time(lastUsedAt),
        ])
    }
}
