package import GRDB
package import QuireModel
package import QuireRun

/// Who did something, and from where.
package struct Author: Sendable, Hashable {
    /// `ann`, `token:ci`, `schedule:aging/daily`, or a user of the system.
    package var who: String
    /// An address, `command line`, or `scheduler`.
    package var origin: String

    package init(who: String, from origin: String) {
        self.who = who
        self.origin = origin
    }

    /// What the scheduler does by itself.
    ///
    /// - Parameter id: `report/schedule`; no user's name has a colon.
    package init(schedule id: String) { self.init(who: "schedule:\(id)", from: "scheduler") }
}

/// What is audited.
package enum AuditedAct: String, Sendable, Hashable, CaseIterable {
    case login, logout, run, preview, cancel, resume, download, pause, unpause, fire
    case failedLogin = "failed-login"
    case retryDelivery = "retry-delivery"
    case addUser = "add-user"
    case removeUser = "remove-user"
    case changePassword = "change-password"
    case changeRoles = "change-roles"
    case createToken = "create-token"
    case revokeToken = "revoke-token"
}

/// One line of the audit log.
package struct AuditEntry: Sendable, Hashable {
    /// In UTC.
    package var at: LocalDateTime
    package var who: String
    package var what: String
    /// What it was done to, such as a run, a report or a user.
    package var detail: String
    package var origin: String
}

/// What was done, by whom, when and from where.
package struct AuditLog: Sendable {
    private let state: StateDatabase
    private let now: @Sendable () -> LocalDateTime

    package init(_ state: StateDatabase, now: @escaping @Sendable () -> LocalDateTime = { .now }) {
        self.state = state
        self.now = now
    }

    package func record(_ act: AuditedAct, _ detail: String, by author: Author) async throws {
        let moment = now()
        try await state.write { try Self.record(act, detail, by: author, at: moment, $0) }
    }

    /// Notes it together with what else the transaction does.
    package static func record(
        _ act: AuditedAct, _ detail: String, by author: Author, at moment: LocalDateTime, _ database: Database
    ) throws {
        let shorten = Redactor([])
        try database.execute(
            sql: "INSERT INTO audit (at, who, what, detail, origin) VALUES (?, ?, ?, ?, ?)",
            arguments: [
                moment.microseconds, shorten.line(author.who, limit: 100), act.rawValue,
                shorten.line(detail, limit: 500), shorten.line(author.origin, limit: 100),
            ])
    }

    /// The latest of them, the newest last.
    ///
    /// - Parameter earliest: in UTC.
    package func entries(limit: Int, since earliest: LocalDateTime? = nil) async throws -> [AuditEntry] {
        try await state.read { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM audit WHERE at >= ? ORDER BY id DESC LIMIT ?",
                arguments: [earliest?.microseconds ?? .min, limit]
            ).reversed().map { row in
                AuditEntry(
                    at: LocalDateTime(microseconds: row["at"]), who: row["who"], what: row["what"],
                    detail: row["detail"], origin: row["origin"])
            }
        }
    }
}
