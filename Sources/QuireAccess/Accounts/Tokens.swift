import FoundationEssentials
import GRDB
package import QuireModel
package import QuireRun

/// What a program signs in with.
package struct Token: Sendable, Hashable {
    package var name: String
    package var roles: Roles
    /// The reports that it is for; nil for all.
    package var reports: ReportPattern?
    /// In UTC, as the others; nil where it never does.
    package var expiresAt: LocalDateTime?
    package var createdAt: LocalDateTime
    /// To the minute; nil where it never was.
    package var lastUsedAt: LocalDateTime?

    package func isExpired(at moment: LocalDateTime) -> Bool { expiresAt.map { $0 <= moment } ?? false }

    init(_ row: Row) {
        name = row["name"]
        roles = Roles(stored: row["roles"])
        reports = (row["reports"] as String?).map(ReportPattern.init(stored:))
        expiresAt = (row["expires_at"] as Int64?).map(LocalDateTime.init(microseconds:))
        createdAt = LocalDateTime(microseconds: row["created_at"])
        lastUsedAt = (row["last_used_at"] as Int64?).map(LocalDateTime.init(microseconds:))
    }
}

/// The tokens there are. Every change goes into the audit log with what it changes.
package struct Tokens: Sendable {
    private let state: StateDatabase
    private let now: @Sendable () -> LocalDateTime

    package init(_ state: StateDatabase, now: @escaping @Sendable () -> LocalDateTime = { .now }) {
        self.state = state
        self.now = now
    }

    /// In order of their names.
    package func list() async throws -> [Token] {
        try await state.read { try Row.fetchAll($0, sql: "SELECT * FROM token ORDER BY name").map(Token.init) }
    }

    /// - Parameter lifetime: nil for as long as nobody revokes it.
    /// - Returns: the token itself, which is kept nowhere.
    package func create(
        _ name: String, roles: Roles, reports: ReportPattern?, lifetime: Duration?, by author: Author
    ) async throws -> RandomSecret {
        let name = try AccountName.check(name, of: "token")
        let secret = RandomSecret.make(prefix: "quire_")
        let moment = now()
        let expires = lifetime.map { moment.microseconds + $0.components.seconds * 1_000_000 }
        let detail = "\(name) as \(roles)" + (reports.map { " for \($0)" } ?? "")
        try await state.write { database in
            try database.execute(
                sql: """
                    INSERT INTO token (name, digest, roles, reports, expires_at, created_at) VALUES (?, ?, ?, ?, ?, ?)
                    ON CONFLICT (name) DO NOTHING
                    """,
                arguments: [
                    name, secret.digest, roles.description, reports?.description, expires, moment.microseconds,
                ])
            guard database.changesCount == 1 else {
                throw DiagnosticError(
                    .nameTaken(name, by: "token", hint: "revoke it first: quire token revoke \(name)"))
            }
            try AuditLog.record(.createToken, detail, by: author, at: moment, database)
        }
        return secret
    }

    package func revoke(_ name: String, by author: Author) async throws {
        let name = try AccountName.check(name, of: "token")
        let moment = now()
        try await state.write { database in
            try database.execute(sql: "DELETE FROM token WHERE name = ?", arguments: [name])
            guard database.changesCount == 1 else {
                let known = try String.fetchAll(database, sql: "SELECT name FROM token")
                throw DiagnosticError(.unknown("token", name, among: known, list: "quire token list"))
            }
            try AuditLog.record(.revokeToken, name, by: author, at: moment, database)
        }
    }
}
