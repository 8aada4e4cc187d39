import Glibc
import QuireModel
import QuireTesting
import Testing

/// Projects on a database behind an ODBC driver.
enum ODBCProject {
    static func dsn(_ database: PostgresServer.Database, user: String = "postgres", _ more: String = "") -> String {
        "Driver={PostgreSQL Unicode};Server=127.0.0.1;Port=\(database.server.port);Database=\(database.name);UID=\(user);\(more)"
    }
}

@Suite("Reports through ODBC") struct ODBCTests {
    private static let tables = """
        CREATE TABLE contract (sn varchar(20) PRIMARY KEY, customer text, amount numeric(20,2), signed_on date);
        INSERT INTO contract VALUES ('C1', '名 & Co', 1234.50, '2026-01-02'), ('C2', NULL, 5, '2026-01-31');
        CREATE TABLE share (sn varchar(20), ours numeric(4,2));
        INSERT INTO share VALUES ('C1', 0.25);
        """

    private static let contracts = """
        title: Contracts
        parameters:
          signed_from: { type: date, default: 2026-01-01 }
          names:       { type: [text], default: [C1, C2] }
        source:
          connection: erp
          query: |
            SELECT sn, customer, amount, signed_on
              FROM contract
             WHERE signed_on >= :signed_from AND sn IN (:names)
             ORDER BY sn
        columns: [sn, customer, amount, signed_on]
        """

    private static let password = "pa55/w0rd;of}b00ks"

    private let database: PostgresServer.Database

    init() throws { database = try PostgresServer.shared.database(Self.tables) }

    private func project(_ report: String = contracts, dsn: String? = nil) throws -> Project {
        var project = Project([
            "quire.yaml": "timezone: Asia/Shanghai\nconnections:\n  erp: { kind: odbc, dsn: \"${ERP_DSN}\" }\n",
            "contracts.yaml": report,
        ])
        project.environment["ERP_DSN"] = dsn ?? ODBCProject.dsn(database)
        try project.makeDatabase(Self.tables)
        return project
    }

    private static let file = "Driver=SQLite3;Database=data/crm.db"

    /// A report of one query.
    private func report(_ query: String) -> String {
        "title: Query\nsource:\n  connection: erp\n  query: |\n    \(query)\ncolumns: [a]\n"
    }

    @Test("An error in the query is shown at its place in the YAML", arguments: ["run", "preview", "plan"])
    func place(_ command: String) async throws {
        for (dsn, message) in [
            (nil, "relation \"contracts\" does not exist (42P01)"), (Self.file, "no such table: contracts (1) (HY000)"),
        ] {
            let project = try project(Self.contracts.replacing("FROM contract", with: "FROM contracts"), dsn: dsn)
            let outcome = try await project.quire(command, "contracts")
            #expect(outcome.exitCode == 2, "\(outcome.said)")
            #expect(
                outcome.standardError.contains(
                    "reports/contracts.yaml:9:12: error: the query is wrong: \(message) [query]"), "\(outcome.said)")
            #expect(try project.files == [])
        }
    }

    @Test("What can be known of a query without the database is known to 'check'")
    func checked() async throws {
        let project = try project(report("SELECT ? AS a, :b; SELECT 2"), dsn: "Driver=Nothing")
        let outcome = try await project.quire("check")
        #expect(outcome.exitCode == 1)
        #expect(outcome.said.contains("reports/contracts.yaml:5:12: error: '?' is no parameter"), "\(outcome.said)")
        #expect(outcome.said.contains("reports/contracts.yaml:5:20: error: the query uses ':b', which is no parameter"))
    }

    @Test("'check --online' prepares queries, and knows their fields")
    func online() async throws {
        for dsn in [nil, Self.file] {
            let right = try await project(dsn: dsn).quire("check", "--online")
            #expect(right.exitCode == 0, "\(right.said)")
            let column = try await project(
                Self.contracts.replacing("columns: [sn,", with: "columns: [sn, amout,"), dsn: dsn
            ).quire("check", "--online")
            #expect(column.exitCode == 1)
            #expect(
                column.said.contains("reports/contracts.yaml:12:15: error: there is no field 'amout'"), "\(column.said)"
            )
            #expect(column.said.contains("did you mean 'amount'?"))
            let query = try await project(
                Self.contracts.replacing("customer, amount,", with: "customer, amout,"), dsn: dsn
            )
            .quire("check", "--online")
            #expect(query.exitCode == 1)
            #expect(query.said.contains("reports/contracts.yaml:8:26: error: the query is wrong:"), "\(query.said)")
        }
        let driver = try await project(dsn: "Driver=PostgreSQL Unicod;Server=db").quire("check", "--online")
        #expect(driver.exitCode == 1)
        #expect(
            driver.said.contains("there is no ODBC driver 'PostgreSQL Unicod'"), "\(driver.said)")
        #expect(driver.said.contains("did you mean 'PostgreSQL Unicode'?"))
    }

    @Test("A report of a query has its columns and parameters, has no problems, and runs")
    func made() async throws {
        for dsn in [nil, Self.file] {
            let project = try project(dsn: dsn)
            let query = "SELECT sn, amount, signed_on FROM contract WHERE signed_on >= :signed_from AND sn IN (:names)"
            let new = try await project.quire("new", "report", "made", "--connection", "erp", "--query", query)
            #expect(new.exitCode == 0, "\(new.said)")
            let checked = try await project.quire("check", "--online", "--strict")
            #expect(checked.exitCode == 0, "\(checked.said)")
            let run = try await project.quire(
                "run", "made", "signed_from=2026-01-31", "names=C1,C2", "-o", "-", "--format", "csv")
            #expect(run.lines.prefix(2) == ["Sn,Amount,Signed on", "C2,5,2026-01-31"], "\(run.said)")
        }
    }

    @Test("Keys are looked up in the same database, by a query with many at once")
    func lookups() async throws {
        for dsn in [nil, Self.file] {
            let project = try project(
                Self.contracts.replacing(
                    "columns: [sn,",
                    with:
                        "enrich:\n  share: { lookup: share.of, input: { sn: sn } }\ncolumns: [sn, { title: Ours, value: share.ours },"
                ), dsn: dsn)
            project.folder.write(
                """
                kind: sql
                connection: erp
                lookups:
                  of:
                    input: { sn: text }
                    query: SELECT sn, ours FROM share WHERE sn IN (:sn)
                """, to: "reports/services/share.yaml")
            let outcome = try await project.quire("run", "contracts", "-o", "out.csv", "--columns", "sn,ours")
            #expect(outcome.exitCode == 0, "\(outcome.said)")
            #expect(try project.lines("out.csv") == ["Sn,Ours", "C1,0.25", "C2,"])
        }
    }

    @Test("A missing variable is an error once the connection is used")
    func missing() async throws {
        var project = try project()
        project.environment["ERP_DSN"] = nil
        let outcome = try await project.quire("run", "contracts")
        #expect(outcome.exitCode == 2)
        #expect(outcome.said.contains("ERP_DSN"), "\(outcome.said)")
        project.environment["ERP_DSN"] = "Driver=X;UID=u5er;PWD={\(Self.password)"
        let broken = try await project.quire("run", "contracts")
        #expect(broken.exitCode == 2)
        #expect(broken.said.contains("reports/quire.yaml:3:27: error: 'dsn' is no connection string"), "\(broken.said)")
        #expect(!broken.said.contains("pa55"))
    }

    @Test(
        "User and password are seen in nothing that is said, whether the session comes about or not",
        arguments: ["", "wrong", "nothing", "closed", "driver"])
    func secrets(_ state: String) async throws {
        let user = "u5er_by_odbc_\(database.name)"
        try database.execute(
            "CREATE ROLE \(user) LOGIN PASSWORD '\(Self.password)'; GRANT SELECT ON contract TO \(user)")
        let written = Self.password.replacing("}", with: "}}") + (state == "wrong" ? "x" : "")
        var dsn = ODBCProject.dsn(database, user: user, "PWD={\(written)}")
        switch state {
        case "nothing": dsn = dsn.replacing("Database=\(database.name)", with: "Database=nothing")
        case "closed": dsn = dsn.replacing("Port=\(database.server.port)", with: "Port=1")
        case "driver": dsn = dsn.replacing("PostgreSQL Unicode", with: "PostgreSQL Unicodd")
        default: break
        }
        let project = try project(dsn: dsn)
        for arguments in [
            ["run", "contracts", "-o", "out.csv", "-v"], ["run", "contracts", "-o", "out.csv", "--log-format", "json"],
            ["preview", "contracts"], ["plan", "contracts", "--json"], ["check", "--json"], ["check", "--online"],
            ["show", "contracts"], ["runs"],
        ] {
            let outcome = try await project.quire(arguments)
            let opens = ["run", "preview", "plan"].contains(arguments[0]) || arguments.contains("--online")
            #expect(outcome.exitCode == (opens && !state.isEmpty ? 1 : 0), "\(arguments): \(outcome.said)")
            for secret in [user, Self.password, written] {
                for form in Secret.forms(of: secret) where outcome.said.contains(form) {
                    Issue.record("\(arguments) shows '\(form)':\n\(outcome.said)")
                }
            }
        }
        #expect(try project.files == (state.isEmpty ? ["out.csv"] : []))
    }

    @Test("A query that shows what it was told does not show a secret parameter in its error")
    func secretParameter() async throws {
        let project = try project(
            report("SELECT CAST(:key AS int) AS a").replacing(
                "source:", with: "parameters: { key: { type: text, secret: true } }\nsource:"))
        let outcome = try await project.quire("run", "contracts", "key=s3cr3t-w0rd")
        #expect(outcome.exitCode != 0, "\(outcome.said)")
        #expect(outcome.said.contains("invalid input syntax for type integer"), "\(outcome.said)")
        #expect(!outcome.said.contains("s3cr3t-w0rd"))
    }

    @Test("Ctrl-C ends the query on the server", arguments: [SIGINT, SIGTERM])
    func cancelled(_ signal: Int32) async throws {
        let project = try project(report("SELECT pg_sleep(600)::text AS a"))
        let outcome = try await project.quire("run", "contracts", "-o", "out.xlsx") { running in
            await eventually { sessions() == 1 }
            running.send(signal)
            await eventually { sessions() == 0 }
        }
        #expect(outcome.exitCode == 128 + signal, "\(outcome.said)")
        #expect(sessions() == 0)
        #expect(try project.files == [])
    }

    @Test("Ctrl-C does not wait for a driver that ends no query")
    func left() async throws {
        let project = try project(
            report(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000000000) SELECT count(*) AS a FROM n"
            ), dsn: Self.file)
        let outcome = try await project.quire("run", "contracts", "-o", "out.xlsx") { running in
            await eventually { running.processorTime > 1 }
            running.send(SIGINT)
        }
        #expect(outcome.exitCode == 128 + SIGINT, "\(outcome.said)")
        #expect(try project.files == [])
    }

    @Test("A query that takes longer than 'statement_timeout' fails the run, and leaves no file")
    func overdue() async throws {
        var project = try project(report("SELECT pg_sleep(600)::text AS a"))
        project.folder.write(
            "connections:\n  erp: { kind: odbc, dsn: \"${ERP_DSN}\", statement_timeout: 1s }\n",
            to: "reports/quire.yaml")
        project.limit = .seconds(300)
        let outcome = try await project.quire("run", "contracts", "-o", "out.xlsx")
        #expect(outcome.exitCode == 1, "\(outcome.said)")
        #expect(outcome.said.contains("took longer than 1 s"), "\(outcome.said)")
        #expect(try project.files == [])
    }

    /// Queries of Quire under way in the database.
    private func sessions() -> Int {
        let query =
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'quire' AND state = 'active' AND datname = current_database()"
        return (try? database.execute(query)).flatMap { Int($0) } ?? -1
    }
}
