import Foundation
import Glibc

/// A PostgreSQL server of its own in a temporary folder, for the tests and the benchmark. It ends with the process that
/// started it, however that ends, and its folder with it.
///
/// It listens on loopback and on a Unix socket. The role `postgres` needs no password, all others do on loopback; the role
/// `tls_only` is not let in without TLS.
package final class PostgresProcess: Sendable {
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// Files in PEM with which it speaks TLS.
    package struct Certificate: Sendable {
        package var certificate: String
        package var key: String

        package init(certificate: String, key: String) {
            self.certificate = certificate
            self.key = key
        }
    }

    package let port: Int
    /// Short, as the path of a Unix socket must be.
    package let folder: String

    /// The host to name for its Unix socket.
    package var socketFolder: String { folder + "/socket" }
    package var logFile: String { folder + "/log" }

    /// Where the newest PostgreSQL of this machine has its programs, as Debian puts them; nil where there is none.
    package static var programs: String? {
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        let newestFirst = versions.compactMap { Int($0) }.sorted(by: >).map { "\(root)/\($0)/bin" }
        return newestFirst.first { FileManager.default.isExecutableFile(atPath: $0 + "/postgres") }
    }

    /// Starts one and waits until it answers.
    package init(_ certificate: Certificate? = nil) throws {
        guard let programs = Self.programs else { throw Failure(description: "PostgreSQL is not installed") }
        port = try Self.freePort()
        folder = FileManager.default.temporaryDirectory.appending(path: "quire-pg-\(getpid())-\(port)").path
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = [
            "-c", Self.script, "postgres", programs, folder, String(port), String(getpid()),
            certificate?.certificate ?? "", certificate?.key ?? "",
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        let deadline = ContinuousClock().now + .seconds(60)
        while !Self.isReady(socketFolder, port) {
            guard process.isRunning, ContinuousClock().now < deadline else {
                let log = (try? String(contentsOfFile: logFile, encoding: .utf8)) ?? "there is no log"
                throw Failure(description: "PostgreSQL did not start: \(log)")
            }
            usleep(50_000)
        }
    }

    /// Ends it at once, with all its sessions.
    package func stop() { _ = FileManager.default.createFile(atPath: folder + "/stop", contents: nil) }

    deinit { stop() }

    /// Runs statements in a database, as the role `postgres`.
    ///
    /// - Returns: rows as lines, with `|` between the values.
    @discardableResult
    package func execute(_ sql: String, in database: String = "postgres") throws -> String {
        let output = try Self.output(
            "psql",
            [
                "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", socketFolder, "-p", String(port), "-U",
                "postgres",
                "-d", database, "-c", sql,
            ])
        return String(decoding: output, as: UTF8.self).trimmingCharacters(in: .newlines)
    }

    /// Where a database of it is found on loopback.
    package func url(_ database: String = "postgres", user: String = "postgres", settings: String = "sslmode=disable")
        -> String
    { "postgresql://\(user)@127.0.0.1:\(port)/\(database)?\(settings)" }

    private static func isReady(_ host: String, _ port: Int) -> Bool {
        (try? output("pg_isready", ["-q", "-h", host, "-p", String(port)])) != nil
    }

    private static func output(_ program: String, _ arguments: [String]) throws -> Data {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/" + program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["PGCLIENTENCODING": "UTF8", "PGOPTIONS": "-c client_min_messages=error"]) { _, own in own }
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: "\(program) \(arguments) ended with \(process.terminationStatus)")
        }
        return data
    }

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
}

extension PostgresProcess {
    /// Runs the server in FOLDER until the process OWNER is gone or FOLDER/stop is there: `BIN FOLDER PORT OWNER
    /// CERTIFICATE KEY`, the last two empty where it speaks no TLS.
    private static let script = #"""
        bin=$1 folder=$2 port=$3 owner=$4

        # PostgreSQL refuses to run as root.
        as_server() {
            if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
        }

        mkdir -p "$folder/data" "$folder/socket"
        if [ -n "$5" ]; then
            cp "$5" "$folder/server.pem"
            cp "$6" "$folder/server.key"
            chmod 600 "$folder/server.key"
        fi
        if [ "$(id -u)" = 0 ]; then chown -R postgres "$folder"; fi
        cd "$folder" || exit 1

        as_server "$bin/initdb" -D "$folder/data" -U postgres -E UTF8 --locale=C.UTF-8 -A trust --no-sync \
            --no-instructions >"$folder/log" 2>&1 || exit 1
        cat >"$folder/data/pg_hba.conf" <<EOF
        local all all trust
        hostssl all tls_only 127.0.0.1/32 scram-sha-256
        host all postgres 127.0.0.1/32 trust
        hostnossl all tls_only 127.0.0.1/32 reject
        host all all 127.0.0.1/32 scram-sha-256
        EOF
        cat >>"$folder/data/postgresql.conf" <<EOF
        listen_addresses = '127.0.0.1'
        port = $port
        unix_socket_directories = '$folder/socket'
        fsync = off
        full_page_writes = off
        max_connections = 400
        EOF
        if [ -n "$5" ]; then
            cat >>"$folder/data/postgresql.conf" <<EOF
        ssl = on
        ssl_cert_file = '$folder/server.pem'
        ssl_key_file = '$folder/server.key'
        EOF
        fi
        as_server "$bin/postgres" -D "$folder/data" >>"$folder/log" 2>&1 &
        server=$!
        while [ ! -e "$folder/stop" ] && kill -0 "$owner" 2>/dev/null && kill -0 "$server" 2>/dev/null; do sleep 0.2; done
        as_server "$bin/pg_ctl" -D "$folder/data" -m immediate stop >>"$folder/log" 2>&1
        wait "$server"
        rm -rf "$folder"
        """#
}
