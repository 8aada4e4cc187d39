package import GRDB
import QuireModel

/// The tables of users, tokens, sessions, the audit log and who reports are for; moments are microseconds since 1970, in UTC.
enum AccessTables {
    static func add(to migrator: inout DatabaseMigrator) {
        migrator.registerMigration("access") { database in
            try database.execute(
                sql: """
                    CREATE TABLE user (
                        name TEXT PRIMARY KEY, password TEXT NOT NULL, roles TEXT NOT NULL, created_at INTEGER NOT NULL
                        ) WITHOUT ROWID;
                    CREATE TABLE token (
                        name TEXT PRIMARY KEY, digest BLOB NOT NULL UNIQUE, roles TEXT NOT NULL, reports TEXT,
                        expires_at INTEGER, created_at INTEGER NOT NULL, last_used_at INTEGER) WITHOUT ROWID;
                    CREATE TABLE session (
                        digest BLOB PRIMARY KEY, user TEXT NOT NULL REFERENCES user ON DELETE CASCADE,
                        form_token TEXT NOT NULL, expires_at INTEGER NOT NULL) WITHOUT ROWID;
                    CREATE INDEX session_by_user ON session (user);
                    CREATE TABLE login_attempt (
                        id INTEGER PRIMARY KEY, name BLOB NOT NULL, address TEXT NOT NULL, at INTEGER NOT NULL);
                    CREATE TABLE audit (
                        id INTEGER PRIMARY KEY, at INTEGER NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL,
                        detail TEXT NOT NULL, origin TEXT NOT NULL);
                    CREATE INDEX audit_by_time ON audit (at);
                    """)
        }
        migrator.registerMigration("report access") { database in
            try database.execute(
                sql: "CREATE TABLE report_access (report TEXT PRIMARY KEY, roles TEXT) WITHOUT ROWID")
        }
    }
}

extension StateDatabase {
    /// Reads; what the database refuses is told as a problem of the state folder.
    package func read<Result: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Result
    ) async throws -> Result {
        do { return try await queue.read(body) } catch let error as DatabaseError { throw problem(error) }
    }

    /// Writes all of it or nothing; what the database refuses is told as a problem of the state folder.
    package func write<Result: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Result
    ) async throws -> Result {
        do { return try await queue.write(body) } catch let error as DatabaseError { throw problem(error) }
    }

    private func problem(_ error: DatabaseError) -> DiagnosticError {
        StateFolder.problem(folder.path, StateDatabase.reason(error))
    }
}
