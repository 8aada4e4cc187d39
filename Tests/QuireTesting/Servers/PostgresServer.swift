import QuireDatabases
import Synchronization

/// A PostgreSQL server of the tests' own, with the certificate of `Certificates.loopback`.
package final class PostgresServer: Sendable {
    private static let started = Result { try PostgresServer() }
    private static let databases = Mutex(0)

    /// The one that all tests of a process share; it is started when it is first asked for, and ends with the process.
    package static var shared: PostgresServer { get throws { try started.get() } }

    private let process: PostgresProcess

    package var port: Int { process.port }
    package var folder: String { process.folder }
    /// The host to name for its Unix socket.
    package var socketFolder: String { process.socketFolder }
    package var logFile: String { process.logFile }

    /// Starts one and waits until it answers.
    package init() throws {
        process = try PostgresProcess(.init(certificate: Certificates.loopback, key: Certificates.key))
    }

    /// Ends it at once, with all its sessions.
    package func stop() { process.stop() }

    /// A new database, in which SQL has been run.
    package func database(_ sql: String = "") throws -> Database {
        let number = Self.databases.withLock { number in
            number += 1
            return number
        }
        let name = "books_\(number)"
        try process.execute("CREATE DATABASE \(name)")
        let database = Database(server: self, name: name)
        if !sql.isEmpty { try database.execute(sql) }
        return database
    }

    /// One of its databases.
    package struct Database: Sendable {
        package let server: PostgresServer
        package let name: String

        /// Runs statements, as the role `postgres`.
        ///
        /// - Returns: rows as lines, with `|` between the values.
        @discardableResult
        package func execute(_ sql: String) throws -> String { try server.process.execute(sql, in: name) }

        /// Where it is found on loopback, by the role `postgres` unless another is named.
        package func url(user: String = "postgres", settings: String = "sslmode=disable") -> String {
            server.process.url(name, user: user, settings: settings)
        }
    }
}
