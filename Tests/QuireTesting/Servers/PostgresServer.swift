import Foundation
import Glibc
import Synchronization

/// A PostgreSQL server of the tests' own, in a folder that goes with it.
///
/// It listens on loopback, with the certificate of `Certificates.loopback`, and on a Unix socket. The role `postgres` needs
/// no password, all others do on loopback; the role `tls_only` is not let in without TLS.
package final class PostgresServer: Sendable {
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    private static let programs = "/usr/lib/postgresql/15/bin"
    private static let started = Result { try PostgresServer() }
    private static let databases = Mutex(0)

    /// The one that all tests of a process share; it is started when it is first asked for, and ends with the process.
    package static var shared: PostgresServer { get throws { try started.get() } }

    package let port: Int
    /// Short, as the path of a Unix socket must be.
    package let folder: String

    /// The host to name for its Unix socket.
    package var socketFolder: String { folder + "/socket" }
    package var logFile: String { folder + "/log" }

    /// Starts one and waits until it answers.
    package init() throws {
        port = try Self.freePort()
        folder = FileManager.default.temporaryDirectory.appending(path: "quire-pg-\(getpid())-\(port)").path
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "postgres_server.sh").path
        process.arguments = [
            script, Self.programs, folder, String(port), String(getpid()), Certificates.loopback, Certificates.key,
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        let deadline = ContinuousClock().now + .seconds(60)
        while (try? ToolOutput.of("/usr/bin/pg_isready", ["-q", "-h", folder + "/socket", "-p", String(port)])) == nil {
            guard process.isRunning, ContinuousClock().now < deadline else {
                let log = (try? String(contentsOfFile: folder + "/log", encoding: .utf8)) ?? "there is no log"
                throw Failure(description: "PostgreSQL did not start: \(log)")
            }
            usleep(50_000)
        }
    }

    /// Ends it at once, with all its sessions.
    package func stop() { _ = FileManager.default.createFile(atPath: folder + "/stop", contents: nil) }

    deinit { stop() }

    /// A port that nobody listens on.
    private static func freePort() throws -> Int {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, size) == 0 && getsockname(listener, address, &size) == 0
            }
        }
        guard isBound else { throw Failure(description: "there is no free port") }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    /// - Returns: rows as lines, with `|` between the values.
    @discardableResult
    fileprivate static func psql(_ host: String, _ port: Int, _ database: String, _ sql: String) throws -> String {
        let output = try ToolOutput.of(
            "/usr/bin/env",
            [
                "PGCLIENTENCODING=UTF8", "PGOPTIONS=-c client_min_messages=error", "psql", "-X", "-q", "-A", "-t",
                "-v", "ON_ERROR_STOP=1", "-h", host, "-p", String(port), "-U", "postgres", "-d", database, "-c", sql,
            ])
        return String(decoding: output, as: UTF8.self).trimmingCharacters(in: .newlines)
    }

    /// A new database, in which SQL has been run.
    package func database(_ sql: String = "") throws -> Database {
        let number = Self.databases.withLock { number in
            number += 1
            return number
        }
        let name = "books_\(number)"
        try Self.psql(socketFolder, port, "postgres", "CREATE DATABASE \(name)")
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
        package func execute(_ sql: String) throws -> String {
            try PostgresServer.psql(server.socketFolder, server.port, name, sql)
        }

        /// Where it is found on loopback, by the role `postgres` unless another is named.
        package func url(user: String = "postgres", settings: String = "sslmode=disable") -> String {
            "postgresql://\(user)@127.0.0.1:\(server.port)/\(name)?\(settings)"
        }
    }
}
