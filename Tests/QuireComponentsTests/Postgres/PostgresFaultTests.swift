import Glibc
import QuireModel
import QuirePlugin
import QuireTesting
import Testing

@testable import QuireComponents

@Suite("What is said of a PostgreSQL server that does not answer as it should") struct PostgresFaultTests {
    private enum Shared {
        static let fixture = Result {
            try PostgresFixture(
                """
                CREATE ROLE reader LOGIN PASSWORD 'pa55/word@'; CREATE ROLE crowded LOGIN PASSWORD 'x' CONNECTION LIMIT 0;
                CREATE ROLE tls_only LOGIN PASSWORD 'x'; CREATE TABLE private (a int);
                """)
        }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// `PORT` and `NAME` stand for the server's and the database's.
        var url: String
        /// Nil where it goes well. `PLACE` stands for host and port.
        var message: String?
    }

    private static let server = "127.0.0.1:PORT"
    private static let tls = "sslmode=verify-full&sslrootcert=certs/root.pem"
    static let cases = [
        Case(testDescription: "a password", url: "postgresql://reader:pa55%2Fword%40@\(server)/NAME"),
        Case(
            testDescription: "the other scheme", url: "postgres://reader:pa55%2Fword%40@\(server)/NAME?sslmode=disable"),
        Case(testDescription: "TLS, verified", url: "postgresql://tls_only:x@\(server)/NAME?\(tls)"),
        Case(
            testDescription: "no such host", url: "postgresql://u@nowhere.invalid/NAME",
            message:
                "the database 'NAME' at nowhere.invalid cannot be reached: there is no such host\n  hint: check the host in the connection's 'url'"
        ),
        Case(
            testDescription: "a port nobody listens on", url: "postgresql://u@127.0.0.1:1/NAME",
            message:
                "the database 'NAME' at 127.0.0.1:1 cannot be reached: nobody listens there\n  hint: see whether the server is running, and check host and port in the connection's 'url'"
        ),
        Case(
            testDescription: "a wrong password", url: "postgresql://reader:wr0ng@\(server)/NAME",
            message:
                "the database 'NAME' at \(server) does not accept the user or the password\n  hint: check the connection's 'url'; characters such as '@', ':' and '/' in them are percent-encoded"
        ),
        Case(
            testDescription: "an unknown user", url: "postgresql://nobody:x@\(server)/NAME",
            message:
                "the database 'NAME' at \(server) does not accept the user or the password\n  hint: check the connection's 'url'; characters such as '@', ':' and '/' in them are percent-encoded"
        ),
        Case(
            testDescription: "no password", url: "postgresql://reader@\(server)/NAME",
            message:
                "the database 'NAME' at \(server) wants a password, and there is none\n  hint: write it into the connection's 'url'"
        ),
        Case(
            testDescription: "no such database", url: "postgresql://reader:pa55%2Fword%40@\(server)/nothing",
            message: "there is no database 'nothing' at \(server)\n  hint: check the connection's 'url'"),
        Case(
            testDescription: "no connection left", url: "postgresql://crowded:x@\(server)/NAME",
            message:
                "the database server at \(server) has no connection left: too many connections for role \"***\"\n  hint: try again later, raise the server's max_connections, or lower 'max_concurrency' of the services that use it"
        ),
        Case(
            testDescription: "not without TLS", url: "postgresql://tls_only:x@\(server)/NAME?sslmode=disable",
            message:
                "the database 'NAME' at \(server) does not let this user in: pg_hba.conf rejects connection for host \"127.0.0.1\", user \"***\", database \"NAME\", no encryption\n  hint: check the connection's 'url', also its sslmode; the server's pg_hba.conf says who may connect from where"
        ),
        Case(
            testDescription: "a certificate of another authority",
            url: "postgresql://tls_only:x@\(server)/NAME?sslmode=verify-full&sslrootcert=certs/other.pem",
            message:
                "the TLS connection to the database 'NAME' at \(server) failed: SSL error: certificate verify failed\n  hint: check sslmode and sslrootcert in the connection's 'url'; sslrootcert is relative to the project"
        ),
        Case(
            testDescription: "no file of certificates",
            url: "postgresql://tls_only:x@\(server)/NAME?sslmode=verify-full&sslrootcert=certs/none.pem"),
    ]

    @Test("A session comes about, or it is said why not, without the user and the password", arguments: cases)
    func opening(_ given: Case) async throws {
        let fixture = try Shared.fixture.get()
        fixture.folder.write(try String(contentsOfPath: Certificates.loopback), to: "certs/root.pem")
        fixture.folder.write(try String(contentsOfPath: Certificates.named), to: "certs/other.pem")
        let fill = { (text: String) in
            text.replacing("PORT", with: "\(fixture.database.server.port)").replacing(
                "NAME", with: fixture.database.name)
        }
        let found = await failure { try await RowText(fixture.source("SELECT 1 AS a", url: fill(given.url))) }
        if given.testDescription == "no file of certificates" {
            #expect(found?.contains("certs/none.pem") == true, "\(found ?? "")")
            #expect(found?.contains("sslrootcert is relative to the project") == true)
        } else {
            #expect(found == given.message.map(fill))
        }
    }

    @Test("A server that accepts and says nothing is given up after 'connect_timeout'")
    func silent() async throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = bind(listener, address, size)
                _ = getsockname(listener, address, &size)
            }
        }
        listen(listener, 5)
        let port = UInt16(bigEndian: address.sin_port)
        let settings = try Shared.fixture.get().settings(
            "postgresql://u@127.0.0.1:\(port)/sales", connectTimeout: .milliseconds(300))
        let found = await failure { try PostgresConnection(settings).close() }
        #expect(
            found
                == "the database 'sales' at 127.0.0.1:\(port) did not answer within 300 ms\n  hint: check host and port in the connection's 'url', and that no firewall is between; 'connect_timeout' is the limit"
        )
    }

    @Test("A query that takes longer than 'statement_timeout' is ended by the server")
    func timeout() async throws {
        var fixture = try PostgresFixture()
        fixture.statementTimeout = .milliseconds(300)
        let found = await failure { try await RowText(fixture.source("SELECT pg_sleep(60)::text AS a")) }
        #expect(
            found?.hasSuffix(
                "took longer than 300 ms\n  hint: make it faster, or raise 'statement_timeout' of the connection")
                == true, "\(found ?? "")")
        fixture.statementTimeout = .zero
        #expect(try await RowText(fixture.source("SELECT pg_sleep(0.4)::text AS a")).rows == [""])
    }

    @Test("What the user may not read is said, with what to do")
    func forbidden() async throws {
        let fixture = try Shared.fixture.get()
        let source = try fixture.source(
            "SELECT a FROM private", url: fixture.database.url(user: "reader:pa55%2Fword%40"))
        let found = await failure { try await RowText(source) }
        #expect(
            found?.hasSuffix(
                "does not let this user read that: permission denied for table private\n  hint: have it granted: GRANT SELECT ON … TO …"
            ) == true, "\(found ?? "")")
    }

    @Test("A session that is ended among the rows ends the run, and no part of them looks whole")
    func ended() async throws {
        let fixture = try PostgresFixture()
        let source = try fixture.source("SELECT i, repeat('x', 1000) AS text FROM generate_series(1, 200000) AS i")
        let found = await failure {
            try await source.withReader(parameters: [:]) { reader in
                _ = try await reader.next(10)
                try fixture.endSessions()
                while try await reader.next(1000) != nil {}
            }
        }
        #expect(found?.contains("ended the session") == true, "\(found ?? "nothing")")
    }

    @Test("A server that dies among the rows is lost")
    func died() async throws {
        let server = try PostgresServer()
        let fixture = try PostgresFixture(on: server)
        let source = try fixture.source("SELECT i, repeat('x', 1000) AS text FROM generate_series(1, 200000) AS i")
        let found = await failure {
            try await source.withReader(parameters: [:]) { reader in
                _ = try await reader.next(10)
                server.stop()
                while try await reader.next(1000) != nil {}
            }
        }
        #expect(
            found?.contains("the connection to the database '\(fixture.database.name)'") == true,
            "\(found ?? "nothing")")
    }

    @Test("A time zone that the server does not know is named")
    func zone() async throws {
        var fixture = try PostgresFixture()
        fixture.zoneName = "Europe/Atlantis"
        let found = await failure { try await RowText(fixture.source("SELECT 1 AS a")) }
        #expect(found?.contains("does not know the time zone 'Europe/Atlantis'") == true, "\(found ?? "")")
    }

    @Test(
        "A cancelled task ends the query on the server",
        arguments: ["SELECT pg_sleep(600)::text AS a", "SELECT count(*) AS n FROM generate_series(1, 100000000000)"])
    func cancelled(_ query: String) async throws {
        let fixture = try PostgresFixture()
        let source = try fixture.source(query)
        let clock = ContinuousClock()
        let told = await withTaskGroup(of: String?.self) { group in
            group.addTask { await failure { try await RowText(source) } }
            #expect((try? await fixture.sessions(until: 1)) == 1)
            let start = clock.now
            group.cancelAll()
            let told = await group.next() ?? nil
            #expect(clock.now - start < .seconds(300), "long before its own end")
            return told
        }
        #expect(told == "CancellationError()")
        #expect(try await fixture.sessions(until: 0) == 0)
    }

    @Test("A reader that is left early leaves nothing at work on the server")
    func left() async throws {
        let fixture = try PostgresFixture()
        // The second portion of rows never ends.
        let source = try fixture.source(
            "SELECT i, CASE WHEN i > 150 THEN pg_sleep(60)::text END AS a FROM generate_series(1, 1000) AS i")
        try await source.withReader(parameters: [:]) { reader in _ = try await reader.next(10) }
        #expect(try await fixture.sessions(until: 0) == 0)
    }
}

extension String {
    fileprivate init(contentsOfPath path: String) throws {
        self = String(decoding: try ToolOutput.of("/bin/cat", [path]), as: UTF8.self)
    }
}
