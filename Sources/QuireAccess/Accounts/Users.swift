import FoundationEssentials
import GRDB
package import QuireModel
package import QuireRun

/// Someone who signs in with a password.
package struct User: Sendable, Hashable {
    package var name: String
    package var roles: Roles
    /// In UTC.
    package var createdAt: LocalDateTime
}

/// The users there are. Every change goes into the audit log with what it changes.
package struct Users: Sendable {
    /// In characters; the longest is there so that nobody makes the server hash books.
    static let passwordLength = 8...1000

    private let state: StateDatabase
    private let hasher: PasswordHasher
    private let now: @Sendable () -> LocalDateTime

    package init(
        _ state: StateDatabase, hasher: PasswordHasher = PasswordHasher(),
        now: @escaping @Sendable () -> LocalDateTime = { .now }
    ) {
        self.state = state
        self.hasher = hasher
        self.now = now
    }

    /// In order of their names.
    package func list() async throws -> [User] {
        try await state.read { database in
            try Row.fetchAll(database, sql: "SELECT name, roles, created_at FROM user ORDER BY name").map { row in
                User(
                    name: row["name"], roles: Roles(stored: row["roles"]),
                    createdAt: LocalDateTime(microseconds: row["created_at"]))
            }
        }
    }

    /// - Throws: where the name is taken or none; to be asked before a password is.
    package func checkFree(_ name: String) async throws {
        let name = try AccountName.check(name, of: "user")
        if try await find(name) != nil { throw Self.taken(name) }
    }

    package func add(_ name: String, password: String, roles: Roles, by author: Author) async throws {
        let name = try AccountName.check(name, of: "user")
        let hash = try await hashed(password)
        let moment = now()
        try await state.write { database in
            try database.execute(
                sql: "INSERT OR IGNORE INTO user (name, password, roles, created_at) VALUES (?, ?, ?, ?)",
                arguments: [name, hash.text, roles.description, moment.microseconds])
            guard database.changesCount == 1 else { throw Self.taken(name) }
            try AuditLog.record(.addUser, "\(name) as \(roles)", by: author, at: moment, database)
        }
    }

    /// Ends the user's sessions as well.
    package func remove(_ name: String, by author: Author) async throws {
        try await change(name, .removeUser, name, by: author) { name, database in
            try database.execute(sql: "DELETE FROM user WHERE name = ?", arguments: [name])
        }
    }

    /// Ends the user's sessions as well.
    package func setPassword(_ password: String, of name: String, by author: Author) async throws {
        try await require(name)
        let hash = try await hashed(password).text
        try await change(name, .changePassword, name, by: author) { name, database in
            try database.execute(sql: "UPDATE user SET password = ? WHERE name = ?", arguments: [hash, name])
            try database.execute(sql: "DELETE FROM session WHERE user = ?", arguments: [name])
        }
    }

    /// Holds for the user's sessions at once.
    package func setRoles(_ roles: Roles, of name: String, by author: Author) async throws {
        try await change(name, .changeRoles, "\(name) to \(roles)", by: author) { name, database in
            try database.execute(
                sql: "UPDATE user SET roles = ? WHERE name = ?", arguments: [roles.description, name])
        }
    }

    /// - Throws: where there is no such user.
    package func require(_ name: String) async throws {
        let name = try AccountName.check(name, of: "user")
        if try await find(name) == nil { throw Self.unknown(name, among: try await list().map(\.name)) }
    }

    private func find(_ name: String) async throws -> String? {
        try await state.read { try String.fetchOne($0, sql: "SELECT name FROM user WHERE name = ?", arguments: [name]) }
    }

    private func change(
        _ name: String, _ act: AuditedAct, _ detail: String, by author: Author,
        _ body: @escaping @Sendable (String, Database) throws -> Void
    ) async throws {
        let name = try AccountName.check(name, of: "user")
        let moment = now()
        try await state.write { database in
            let known = try String.fetchAll(database, sql: "SELECT name FROM user")
            guard known.contains(name) else { throw Self.unknown(name, among: known) }
            try body(name, database)
            try AuditLog.record(act, detail, by: author, at: moment, database)
        }
    }

    private func hashed(_ password: String) async throws -> PasswordHash {
        guard Users.passwordLength.contains(password.count) else {
            throw DiagnosticError(.passwordLength(Users.passwordLength))
        }
        return try await hasher.hash(password)
    }

    private static func taken(_ name: String) -> DiagnosticError {
        DiagnosticError(
            .nameTaken(name, by: "user", hint: "`quire user password \(name)` gives it another password"))
    }

    private static func unknown(_ name: String, among known: [String]) -> DiagnosticError {
        DiagnosticError(.unknown("user", name, among: known, list: "quire user list"))
    }
}
