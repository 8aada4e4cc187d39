import FoundationEssentials
import GRDB
package import QuireModel
package import QuireRun

/// A user's stay after signing in.
package struct Session: Sendable, Hashable {
    /// 12 hours.
    package static let lifetime = Duration.seconds(12 * 3600)

    package var user: String
    /// Goes with every form, and with writes through the API: no other site knows it.
    package var formToken: String
    /// In UTC.
    package var expiresAt: LocalDateTime
}

/// Who a request comes from, by what it brings.
package enum Visitor: Sendable, Hashable {
    case known(Principal, Session?)
    /// Brings nothing, or a session that has ended.
    case unknown
    /// Brings a token that there is not, or that has expired.
    case wrongToken
    /// There are neither users nor tokens, so that nobody can sign in.
    case noAccounts
}

/// Finds out who requests come from.
package struct Visitors: Sendable {
    /// A token's last use is noted as exactly as this.
    private static let useInterval: Int64 = 60_000_000

    private let state: StateDatabase
    private let now: @Sendable () -> LocalDateTime

    package init(_ state: StateDatabase, now: @escaping @Sendable () -> LocalDateTime = { .now }) {
        self.state = state
        self.now = now
    }

    /// - Parameters:
    ///   - token: what came as a bearer token; it counts alone, where there is one.
    ///   - cookie: the session's.
    package func visitor(token: String?, cookie: String?) async throws -> Visitor {
        let moment = now()
        let (visitor, isFirstUse) = try await state.read { database -> (Visitor, Bool) in
            if let token {
                guard let found = try Self.token(token, database), !found.isExpired(at: moment) else {
                    return (try Self.haveAccounts(database) ? .wrongToken : .noAccounts, false)
                }
                let principal = Principal(.token, name: found.name, roles: found.roles, reports: found.reports)
                let isFirst = found.lastUsedAt.map { moment.microseconds - $0.microseconds > Self.useInterval } ?? true
                return (.known(principal, nil), isFirst)
            }
            if let cookie, let (principal, session) = try Self.session(cookie, at: moment, database) {
                return (.known(principal, session), false)
            }
            return (try Self.haveAccounts(database) ? .unknown : .noAccounts, false)
        }
        if isFirstUse, case .known(let principal, _) = visitor {
            // Where the disk is full one can read all the same.
            try? await state.write { database in
                try database.execute(
                    sql: "UPDATE token SET last_used_at = ? WHERE name = ?",
                    arguments: [moment.microseconds, principal.name])
            }
        }
        return visitor
    }

    /// Whether there is a user or a token, be it one that has expired.
    package func haveAccounts() async throws -> Bool { try await state.read { try Self.haveAccounts($0) } }

    private static func haveAccounts(_ database: Database) throws -> Bool {
        try Bool.fetchOne(
            database, sql: "SELECT EXISTS (SELECT 1 FROM user) OR EXISTS (SELECT 1 FROM token)") ?? true
    }

    private static func token(_ text: String, _ database: Database) throws -> Token? {
        try Row.fetchOne(
            database, sql: "SELECT * FROM token WHERE digest = ?", arguments: [RandomSecret(text).digest]
        ).map(Token.init)
    }

    private static func session(
        _ cookie: String, at moment: LocalDateTime, _ database: Database
    ) throws -> (Principal, Session)? {
        try Row.fetchOne(
            database,
            sql: """
                SELECT user.name, user.roles, session.form_token, session.expires_at
                  FROM session JOIN user ON user.name = session.user WHERE digest = ? AND expires_at > ?
                """, arguments: [RandomSecret(cookie).digest, moment.microseconds]
        ).map { row in
            let session = Session(
                user: row["name"], formToken: row["form_token"],
                expiresAt: LocalDateTime(microseconds: row["expires_at"]))
            return (Principal(.user, name: session.user, roles: Roles(stored: row["roles"])), session)
        }
    }
}
