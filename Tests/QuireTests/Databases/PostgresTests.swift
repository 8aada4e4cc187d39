import Glibc
import QuireModel
import QuireStandIn
import QuireTesting
import Testing

/// Reports whose rows and lookups come from a PostgreSQL server of the tests' own.
@Suite("Reports from PostgreSQL") struct PostgresTests {
    private static let tables = """
        CREATE TYPE region AS ENUM ('east', 'west');
        CREATE TABLE contract (
            sn varchar(20) PRIMARY KEY, customer text, region region, amount numeric(20,2), rate float8, signed_on date,
            seen timestamptz, open bool, lasts interval, valid_to date);
        INSERT INTO contract VALUES
            ('C1', '名 & Co', 'east', 1234.50, 0.1, '2026-01-02', '2026-01-02 16:30+00', true, '1 day 12:00', 'infinity'),
            ('C2', '=1+1', 'west', 123456789012345678.25, 'NaN', '2026-01-31', NULL, false, NULL, '2027-01-01'),
            ('C3', NULL, 'west', NULL, NULL, '2026-02-01', '2026-02-01 00:00+00', NULL, NULL, NULL);
        CREATE TABLE share (sn varchar(20), ours numeric(4,2));
        INSERT INTO share VALUES ('C1', 0.25), ('C2', 0.5);
        """

    private static let settings = """
        timezone: Asia/Shanghai
        connections:
          books: { kind: postgres, url: "${BOOKS_URL}" }
        """

    private static let contracts = """
        title: Contracts
        parameters:
          signed_from: { type: date, default: 2026-01-01 }
          signed_to:   { type: date, default: 2026-01-31 }
          region:      { type: text, choices: [east, west], required: false }
          names:       { type: [text], default: [C1, C2, C3] }
        source:
          connection: books
          query: |
            SELECT *
              FROM contract
             WHERE signed_on BETWEEN :signed_from AND :signed_to
               AND (:region IS NULL OR region = :region) AND sn IN (:names)
             ORDER BY sn
        columns: [sn, customer, region, { value: amount, format: money }, rate, signed_on, seen, open, lasts, valid_to]
        """

    private static let password = "pa55/w0rd+of=b00ks"
    private static let encodedPassword = "pa55%2Fw0rd%2Bof%3Db00ks"

    private let database: PostgresServer.Database

    init() throws { database = try PostgresServer.shared.database(Self.tables) }

    private func project(_ report: String = contracts, url: String? = nil) -> Project {
        var project = Project(["quire.yaml": Self.settings, "contracts.yaml": report])
        project.environment["BOOKS_URL"] = url ?? database.url()
        return project
    }

    /// A report of one query.
    private func report(_ query: String) -> String {
        "title: Query\nsource:\n  connection: books\n  query: |\n    \(query)\ncolumns: [a]\n"
    }

    @Test("A report with parameters gives real values of each type")
    func values() async throws {
        let project = project()
        let outcome = try await project.quire("run", "contracts", "-o", "out.xlsx")
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        let rows = try project.workbook("out.xlsx").sheets[0].rows
        #expect(rows.count == 3)
        #expect(
            rows[1].map(\.kind) == [
                "text", "text", "text", "number", "number", "datetime", "datetime", "boolean", "interval", "text",
            ])
        #expect(rows[1].map(\.text).prefix(3) == ["C1", "名 & Co", "east"])
        #expect(rows[1][3].number == 1234.5)
        #expect(rows[1][6].text?.hasPrefix("2026-01-03") == true, "\(rows[1][6])")
        #expect(rows[1][9].text == "infinity")
        #expect(
            rows[2].map(\.kind) == [
                "text", "text", "text", "text", "blank", "datetime", "blank", "boolean", "blank", "datetime",
            ])
        #expect(rows[2][3].text == "123456789012345678.25")
        #expect(rows[2][1].text == "=1+1")
    }

    @Test(
        "Parameters choose the rows",
        arguments: [
            (["region=west"], ["C2"]), (["region=west", "signed_to=2026-02-01"], ["C2", "C3"]),
            (["names=C3,C1"], ["C1"]), (["names=[]"], []), (["signed_from=2026-01-03"], ["C2"]),
            (["names=x'); DROP TABLE contract; --"], []),
        ])
    func parameters(_ arguments: [String], _ names: [String]) async throws {
        let project = project()
        let outcome = try await project.quire(["run", "contracts"] + arguments + ["-o", "out.csv", "--columns", "sn"])
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(try Array(project.lines("out.csv").dropFirst()) == names)
    }

    @Test("An error in the query is shown at its place in the YAML", arguments: ["run", "preview", "plan"])
    func place(_ command: String) async throws {
        let project = project(Self.contracts.replacing("FROM contract", with: "FROM contracts"))
        let outcome = try await project.quire(command, "contracts")
        #expect(outcome.exitCode == 2, "\(outcome.said)")
        #expect(
            outcome.standardError.contains(
                "reports/contracts.yaml:11:12: error: the query is wrong: relation \"contracts\" does not exist [query]"
            ),
            "\(outcome.said)")
        #expect(try project.files == [])
    }

    @Test("What can be known of a query without the server is known to 'check'")
    func checked() async throws {
        let project = project(report("SELECT $1 AS a, :b; SELECT 2"), url: "postgresql://127.0.0.1:1/none")
        let outcome = try await project.quire("check")
        #expect(outcome.exitCode == 1)
        #expect(outcome.said.contains("reports/contracts.yaml:5:12: error: '$1' is no parameter"), "\(outcome.said)")
        #expect(outcome.said.contains("reports/contracts.yaml:5:21: error: the query uses ':b', which is no parameter"))
    }

    @Test("Keys are looked up in the same database, by a query with many at once")
    func lookups() async throws {
        let project = project(
            Self.contracts.replacing(
                "columns: [sn,",
                with:
                    "enrich:\n  share: { lookup: share.of, input: { sn: sn } }\ncolumns: [sn, { title: Ours, value: share.ours },"
            ))
        project.folder.write(
            """
            kind: sql
            connection: books
            lookups:
              of:
                input: { sn: text }
                query: SELECT sn, ours FROM share WHERE sn IN (:sn)
            """, to: "reports/services/share.yaml")
        let outcome = try await project.quire(
            "run", "contracts", "signed_to=2026-12-31", "-o", "out.csv", "--columns", "sn,ours")
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(try project.lines("out.csv") == ["Sn,Ours", "C1,0.25", "C2,0.5", "C3,"])
    }

    @Test("A missing variable is an error once the connection is used")
    func missing() async throws {
        var project = project()
        project.environment["BOOKS_URL"] = nil
        let outcome = try await project.quire("run", "contracts")
        #expect(outcome.exitCode == 2)
        #expect(outcome.said.contains("BOOKS_URL"), "\(outcome.said)")
        let checked = try await project.quire("check")
        #expect(checked.exitCode == 0, "\(checked.said)")
        project.environment["BOOKS_URL"] = "postgresql:/u5er:" + Self.password
        let broken = try await project.quire("run", "contracts")
        #expect(broken.exitCode == 2)
        #expect(
            broken.said.contains("reports/quire.yaml:3:33: error: 'url' is no URL of a PostgreSQL database"),
            "\(broken.said)")
        #expect(!broken.said.contains(Self.password))
    }

    @Test(
        "User and password are seen in nothing that is said, whether the session comes about or not",
        arguments: ["", "wrong", "nothing", "closed"])
    func secrets(_ state: String) async throws {
        let user = "u5er_of_\(database.name)"
        try database.execute(
            "CREATE ROLE \(user) LOGIN PASSWORD '\(Self.password)'; GRANT SELECT ON contract TO \(user)")
        let server = "127.0.0.1:\(state == "closed" ? 1 : database.server.port)"
        let url =
            "postgresql://\(user):\(Self.encodedPassword)\(state == "wrong" ? "x" : "")@\(server)/\(state == "nothing" ? "nothing" : database.name)"
        let project = project(url: url)
        for arguments in [
            ["run", "contracts", "-o", "out.csv", "-v"], ["run", "contracts", "-o", "out.csv", "--log-format", "json"],
            ["preview", "contracts"], ["plan", "contracts", "--json"], ["check", "--json"], ["show", "contracts"],
            ["runs"],
        ] {
            let outcome = try await project.quire(arguments)
            let opens = ["run", "preview", "plan"].contains(arguments[0])
            #expect(outcome.exitCode == (opens && !state.isEmpty ? 1 : 0), "\(arguments): \(outcome.said)")
            for secret in [user, Self.password] {
                for form in Secret.forms(of: secret) where outcome.said.contains(form) {
                    Issue.record("\(arguments) shows '\(form)':\n\(outcome.said)")
                }
            }
        }
        #expect(try project.files == (state.isEmpty ? ["out.csv"] : []))
    }

    @Test(
        "A URL that cannot be read as it is meant is refused, with nothing of it said",
        arguments: [
            ("postgres:hunter2@MyLongSecret99@127.0.0.1:1/sales", "holds a plain '@' or '/'", "%40 for '@'"),
            ("postgres:hunter2/MyLongSecret99@127.0.0.1:1/sales", "holds a plain '@' or '/'", "%2F for '/'"),
            ("u:12/MyLongSecret99?@127.0.0.1:1/sales", "is no URL of a PostgreSQL database", "percent-encoded"),
            ("u:hunter2@127.0.0.1:1/sales?nonsense=1", "has the option 'nonsense', which there is not", "libpq"),
            ("u:hunter2@127.0.0.1:1/sales?sslmod=disable", "has the option 'sslmod'", "did you mean 'sslmode'?"),
            ("u:hunter2?MyLongSecret99=@b@127.0.0.1:1/x", "holds a plain '@' or '/'", "percent-encode it"),
        ])
    func misread(_ url: String, _ says: String, _ hint: String) async throws {
        let project = project(url: "postgresql://" + url)
        for arguments in [["run", "contracts"], ["check"], ["check", "--json"]] {
            let outcome = try await project.quire(arguments)
            #expect(outcome.exitCode == (arguments[0] == "run" ? 2 : 1), "\(outcome.said)")
            #expect(outcome.said.contains(says), "\(outcome.said)")
            #expect(outcome.said.contains(hint), "\(outcome.said)")
            for part in ["hunter2", "MyLong", "127.0.0.1", "/sales"] {
                #expect(!outcome.said.contains(part), "\(outcome.said)")
            }
        }
    }

    @Test("A user that is called like a report hides no report")
    func userName() async throws {
        try database.execute(
            """
            DO $$ BEGIN CREATE ROLE contracts LOGIN PASSWORD 'pa55word'; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
            GRANT SELECT ON contract TO contracts
            """)
        let server = "127.0.0.1:\(database.server.port)/\(database.name)"
        let project = project(url: "postgresql://contracts:pa55word@\(server)")
        let outcome = try await project.quire("run", "contracts", "-o", "contracts.csv", "--summary", "json")
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(try Summary(outcome.standardOutput).file?.hasSuffix("/contracts.csv") == true, "\(outcome.said)")
        #expect(!outcome.said.contains("***"), "\(outcome.said)")
        let runs = try await project.quire("runs", "--json")
        #expect(runs.standardOutput.contains(#""report":"contracts""#), "\(runs.said)")
        var refused = project
        refused.environment["BOOKS_URL"] = "postgresql://contracts:pa55wordx@\(server)"
        let said = try await refused.quire("run", "contracts", "-o", "b.csv").said
        #expect(!said.contains("pa55word"), "\(said)")
    }

    @Test("A query that shows what it was told does not show a secret parameter in its error")
    func secretParameter() async throws {
        let query = "SELECT CAST(:key AS int) AS a"
        let project = project(
            report(query).replacing("source:", with: "parameters: { key: { type: text, secret: true } }\nsource:"))
        let outcome = try await project.quire("run", "contracts", "key=s3cr3t-w0rd")
        #expect(outcome.exitCode == 1, "\(outcome.said)")
        #expect(outcome.said.contains("invalid input syntax for type integer"), "\(outcome.said)")
        #expect(!outcome.said.contains("s3cr3t-w0rd"))
    }

    @Test("Ctrl-C ends the query on the server", arguments: [SIGINT, SIGTERM])
    func cancelled(_ signal: Int32) async throws {
        let project = project(report("SELECT pg_sleep(600)::text AS a"))
        let outcome = try await project.quire("run", "contracts", "-o", "out.xlsx") { running in
            await eventually { sessions() == 1 }
            running.send(signal)
            await eventually { sessions() == 0 }
        }
        #expect(outcome.exitCode == 128 + signal, "\(outcome.said)")
        #expect(sessions() == 0)
        #expect(try project.files == [])
    }

    @Test("A query whose report was killed ends on the server")
    func killed() async throws {
        let project = project(report("SELECT pg_sleep(600)::text AS a"))
        _ = try await project.quire("run", "contracts", "-o", "out.xlsx") { running in
            await eventually { sessions() == 1 }
            running.send(SIGKILL)
        }
        await eventually { sessions() == 0 }
        #expect(sessions() == 0)
    }

    @Test("A session that is ended in the middle ends the run, and leaves no file", arguments: ["out.xlsx", "out.csv"])
    func ended(_ output: String) async throws {
        let project = project(
            report(
                "SELECT CASE WHEN i > 5000 THEN pg_sleep(60)::text ELSE repeat('x', 1000) END AS a FROM generate_series(1, 6000) AS i"
            ))
        let outcome = try await project.quire("run", "contracts", "-o", output) { _ in
            await eventually { sessions(" AND wait_event = 'PgSleep'") == 1 }
            _ = try? database.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'quire' AND datname = current_database()"
            )
        }
        #expect(outcome.exitCode == 1, "\(outcome.said)")
        #expect(outcome.said.contains("ended the session"), "\(outcome.said)")
        #expect(try project.files == [])
    }

    /// Queries of Quire under way in the database.
    private func sessions(_ more: String = "") -> Int {
        let query =
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'quire' AND state = 'active' AND datname = current_database()"
        return (try? database.execute(query + more)).flatMap { Int($0) } ?? -1
    }
}
