import Glibc
import QuireModel
import QuirePlugin
import QuireTesting
import Testing

@testable import QuireComponents

@Suite("What is said of a database that ODBC does not reach as it should") struct ODBCFaultTests {
    private enum Shared {
        static let fixture = Result {
            try ODBCFixture(
                .postgres,
                "CREATE ROLE odbc_reader LOGIN PASSWORD 'pa;55}w0rd'; CREATE TABLE private (a int); CREATE TABLE shown (a int);"
            )
        }
    }

    private static let drivers = "the drivers here are PostgreSQL ANSI, PostgreSQL Unicode, SQLite, SQLite3"

    @Test(
        "A driver or data source that is not there is named, with those that are",
        arguments: [
            (
                "Driver={PostgreSQL Unicod};Server=db;UID=reader;PWD=s3cr3t",
                "there is no ODBC driver 'PostgreSQL Unicod'\n  hint: did you mean 'PostgreSQL Unicode'? \(drivers)"
            ),
            ("Driver=Oracle;PWD=s3cr3t", "there is no ODBC driver 'Oracle'\n  hint: \(drivers)"),
            (
                "Driver=/nowhere/lib.so;Server=db;PWD=s3cr3t",
                "the database at db cannot be reached: Can't open lib '/nowhere/lib.so' : file not found (01000)\n  hint: check the connection's 'dsn'"
            ),
            (
                "Server=db;UID=reader;PWD=s3cr3t",
                "the connection's 'dsn' names neither a driver nor a data source\n  hint: begin it with 'Driver={…};' or 'DSN=…;'; \(drivers)"
            ),
        ])
    func unknownDriver(_ dsn: String, _ message: String) async throws {
        let source = try ODBCFixture(.sqlite).source("SELECT 1 AS a", dsn: dsn)
        #expect(await failure { try await RowText(source) } == message)
    }

    @Test("A data source that is not there is named")
    func unknownDataSource() async throws {
        let source = try ODBCFixture(.sqlite).source("SELECT 1 AS a", dsn: "quire_nowhere")
        let found = await failure { try await RowText(source) }
        #expect(found?.hasPrefix("there is no ODBC data source 'quire_nowhere'\n  hint: ") == true, "\(found ?? "")")
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var dsn: String
        /// Nil where it goes well. `PORT` and `NAME` stand for the server's and the database's.
        var message: String?
    }

    private static let server = "Driver=PostgreSQL Unicode;Server=127.0.0.1;Port=PORT;Database=NAME"
    static let cases = [
        Case(testDescription: "a password", dsn: "\(server);UID=odbc_reader;PWD={pa;55}}w0rd}", message: nil),
        Case(
            testDescription: "the ANSI driver",
            dsn: "Driver=PostgreSQL ANSI;Server=127.0.0.1;Port=PORT;Database=NAME;UID=postgres",
            message:
                "the driver 'PostgreSQL ANSI' does not take all letters\n  hint: use 'PostgreSQL Unicode', which comes with it"
        ),
        Case(
            testDescription: "a wrong password", dsn: "\(server);UID=odbc_reader;PWD=wr0ng",
            message:
                "the database 'NAME' at 127.0.0.1:PORT does not accept the user or the password: connection to server at \"127.0.0.1\", port PORT failed: FATAL: password authentication failed for user \"***\" (08001)\n  hint: check the connection's 'dsn'; a value with ';' or '}' in it stands in braces: PWD={a;b}"
        ),
        Case(
            testDescription: "no such database",
            dsn: "Driver=PostgreSQL Unicode;Server=127.0.0.1;Port=PORT;Database=nothing;UID=postgres",
            message:
                "the database 'nothing' at 127.0.0.1:PORT cannot be reached: connection to server at \"127.0.0.1\", port PORT failed: FATAL: database \"nothing\" does not exist (08001)\n  hint: check the connection's 'dsn'"
        ),
        Case(
            testDescription: "no such host",
            dsn: "Driver=PostgreSQL Unicode;Server=nowhere.invalid;Database=NAME;UID=postgres",
            message:
                "the database 'NAME' at nowhere.invalid cannot be reached: could not translate host name \"nowhere.invalid\" to address: Name or service not known (08001)\n  hint: check the connection's 'dsn'"
        ),
        Case(
            testDescription: "no such file", dsn: "Driver=SQLite3;Database=data/none.db",
            message:
                "the database 'data/none.db' cannot be reached: connect failed (HY000)\n  hint: check the connection's 'dsn'"
        ),
    ]

    @Test("A session comes about, or it is said why not, without the user and the password", arguments: cases)
    func opening(_ given: Case) async throws {
        let fixture = try Shared.fixture.get()
        let database = try #require(fixture.database)
        let fill = { (text: String) in
            text.replacing("PORT", with: "\(database.server.port)").replacing("NAME", with: database.name)
        }
        let found = await failure { try await RowText(fixture.source("SELECT 1 AS a", dsn: fill(given.dsn))) }
        if given.testDescription == "no such host" {
            #expect(found?.hasPrefix("the database '\(database.name)' at nowhere.invalid cannot be reached: ") == true)
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
        let source = try Shared.fixture.get().source(
            "SELECT 1 AS a", dsn: "Driver=PostgreSQL Unicode;Server=127.0.0.1;Port=\(port);Database=sales;UID=u",
            connectTimeout: .milliseconds(300))
        #expect(
            await failure { try await RowText(source) }
                == "the database 'sales' at 127.0.0.1:\(port) did not answer within 300 ms\n  hint: check server and port in the connection's 'dsn', and that no firewall is between; 'connect_timeout' is the limit"
        )
    }

    /// A query that would take hours.
    private static func endless(_ kind: ODBCFixture.Kind) -> String {
        switch kind {
        case .postgres: "SELECT pg_sleep(600)::text AS a"
        case .sqlite:
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400000000) SELECT count(*) AS a FROM n"
        }
    }

    @Test("A query that takes longer than 'statement_timeout' is ended", arguments: ODBCFixture.Kind.allCases)
    func timeout(_ kind: ODBCFixture.Kind) async throws {
        var fixture = try ODBCFixture(kind)
        fixture.statementTimeout = .milliseconds(300)
        let source = try fixture.source(Self.endless(kind))
        let found = await failure { try await RowText(source) }
        #expect(
            found
                == "the query on \(try fixture.settings().phrase) took longer than 300 ms\n  hint: make it faster, or raise 'statement_timeout' of the connection"
        )
        if kind == .postgres {
            #expect(await fixture.sessions(until: 0, "true") == 0)
            fixture.statementTimeout = .zero
            #expect(try await RowText(fixture.source("SELECT pg_sleep(0.4)::text AS a")).rows == [""])
        }
    }

    @Test("A cancelled task waits for no query", arguments: ODBCFixture.Kind.allCases)
    func cancelled(_ kind: ODBCFixture.Kind) async throws {
        let fixture = try ODBCFixture(kind)
        let source = try fixture.source(Self.endless(kind))
        let clock = ContinuousClock()
        let told = await withTaskGroup(of: String?.self) { group in
            group.addTask { await failure { try await RowText(source) } }
            if kind == .postgres { #expect(await fixture.sessions(until: 1) == 1) }
            let start = clock.now
            group.cancelAll()
            let told = await group.next() ?? nil
            #expect(clock.now - start < .seconds(300), "long before its own end")
            return told
        }
        #expect(told == "CancellationError()")
        if kind == .postgres {
            #expect(await fixture.sessions(until: 0, "true") == 0)
        }
    }

    @Test("What the user may not read is said, with what to do")
    func forbidden() async throws {
        let fixture = try Shared.fixture.get()
        let source = try fixture.source(
            "SELECT a FROM private", dsn: fixture.dsn(user: "odbc_reader", password: "{pa;55}}w0rd}"))
        let found = await failure { try await RowText(source) }
        #expect(
            found?.hasSuffix(
                "does not let this user read that: permission denied for table private (42501)\n  hint: have it granted: GRANT SELECT ON … TO …"
            ) == true, "\(found ?? "")")
    }

    @Test("A session that is ended among the rows ends the run, and no part of them looks whole")
    func ended() async throws {
        let fixture = try ODBCFixture(.postgres)
        let source = try fixture.source("SELECT i, repeat('x', 1000) AS text FROM generate_series(1, 200000) AS i")
        let found = await failure {
            try await source.withReader(parameters: [:]) { reader in
                _ = try await reader.next(10)
                try fixture.endSessions()
                while try await reader.next(1000) != nil {}
            }
        }
        #expect(found?.hasPrefix("the connection to the database ") == true, "\(found ?? "nothing")")
    }

    @Test("A time zone that the server does not know is named")
    func zone() async throws {
        var fixture = try ODBCFixture(.postgres)
        fixture.zoneName = "Europe/Atlantis"
        let found = await failure { try await RowText(fixture.source("SELECT 1 AS a")) }
        #expect(found?.contains("does not know the time zone 'Europe/Atlantis'") == true, "\(found ?? "")")
    }
}
