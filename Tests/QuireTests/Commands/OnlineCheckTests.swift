import QuireModel
import QuireStandIn
import QuireTesting
import Testing

/// What `check` finds with `--online`, and not without.
extension Misfit {
    static let online = [
        Misfit(
            "a query that does not fit the database",
            ["orders.yaml": OnlineCheckTests.report(query: "SELECT sn, amout FROM orders")],
            says: "reports/orders.yaml:3:47: error: the query is wrong: no such column: amout [query]"),
        Misfit(
            "a column that the query does not give",
            ["orders.yaml": OnlineCheckTests.report(columns: "[sn, amout]")],
            says: "reports/orders.yaml:6:15: error: there is no field 'amout' [unknown-field]",
            "hint: did you mean 'amount'?"),
        Misfit(
            "a sheet's query",
            [
                "orders.yaml": OnlineCheckTests.report()
                    + "sheets: [{ name: Sums, query: SELECT sum(amout) AS a FROM rows }]\n"
            ],
            says: "error: there is no column 'amout' [unknown-column]"),
        Misfit(
            "a service that does not answer",
            [
                "services/tether.yaml": Project.tether().replacing(
                    "url: ${TETHER_URL}", with: "url: http://127.0.0.1:1")
            ],
            says: "reports/services/tether.yaml:1:1: error: the service 'tether' cannot be reached: cannot connect to "
                + "127.0.0.1:1: Connection refused [unreachable]"),
        Misfit(
            "credentials that are refused",
            ["services/tether.yaml": Project.tether().replacing("${TETHER_TOKEN}", with: "wrong")],
            says: "error: the service 'tether' cannot be reached: 401 Unauthorized: the credentials are refused"),
        Misfit(
            "a connection that nothing uses",
            ["quire.yaml": OnlineCheckTests.connections + "  old: { kind: sqlite, file: data/old.db }\n"],
            says: "reports/quire.yaml:3:3: error: there is no database 'data/old.db'"),
        Misfit(
            "a query of a lookup",
            [
                "services/share.yaml": """
                kind: sql
                connection: crm
                lookups: { one: { input: { sn: text }, query: "SELECT sn, ours FROM orders WHERE sn IN (:sn)" } }
                """
            ],
            says: "reports/services/share.yaml:3:59: error: the query is wrong: no such column: ours [query]"),
    ]
}

@Suite("check --online") struct OnlineCheckTests {
    static let connections = "connections:\n  crm: { kind: sqlite, file: data/crm.db }\n"

    static func report(
        query: String = "SELECT sn, amount FROM orders WHERE sn > :least", columns: String = "[sn, amount, tether.ours]"
    ) -> String {
        """
        title: Orders
        parameters: { least: { type: text } }
        source: { connection: crm, query: "\(query)" }
        enrich:
          tether: { lookup: tether.discount, input: { sn: sn } }
        columns: \(columns)

        """
    }

    private static func project(_ files: [String: String] = [:]) throws -> Project {
        let given = [
            "quire.yaml": connections, "orders.yaml": report(), "services/tether.yaml": Project.tether(),
        ]
        let project = Project(given.merging(files) { _, new in new })
        try project.makeDatabase("CREATE TABLE orders (sn TEXT, amount REAL); INSERT INTO orders VALUES ('C1', 1)")
        return project
    }

    @Test("What fits and answers is no problem, and no key is asked for")
    func fits() async throws {
        let (outcome, counts) = try await Self.project().quire("check", "--online", answering: Project.known)
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(outcome.standardError == "no problems\n")
        #expect(counts.requests == 1)
    }

    @Test("It finds", arguments: Misfit.online)
    func finds(_ finding: Misfit) async throws {
        let project = try Self.project(finding.files)
        let (offline, _) = try await project.quire("check", answering: Project.known)
        #expect(offline.exitCode == 0, "\(offline.said)")
        let (online, _) = try await project.quire("check", "--online", answering: Project.known)
        #expect(online.exitCode == 1)
        for text in finding.says { #expect(online.standardOutput.contains(text), "\(online.said)") }
    }

    @Test("A file that is named by a parameter is looked for where the parameter has a value by itself")
    func parameterInFile() async throws {
        let source = "source: { file: \"data/{month}.csv\" }\ncolumns: [sn]\n"
        let required = Project(["share.yaml": "parameters: { month: { type: text } }\n" + source])
        let skipped = try await required.quire("check", "share", "--online")
        #expect(skipped.exitCode == 0, "\(skipped.said)")
        let known = Project(["share.yaml": "parameters: { month: { type: text, default: may } }\n" + source])
        let missed = try await known.quire("check", "share", "--online")
        #expect(missed.exitCode == 1, "\(missed.said)")
        #expect(missed.standardOutput.contains("there is no file 'data/may.csv'"), "\(missed.said)")
    }

    @Test("A service that takes a connection and says nothing is given up after its timeout")
    func silent() async throws {
        let project = try Self.project(["services/tether.yaml": Project.tether("timeout: 300ms")])
        let (outcome, _) = try await project.quire(
            "check", "--online", answering: { _ in StandInAnswer("", manner: .hang) })
        #expect(outcome.exitCode == 1)
        #expect(
            outcome.standardOutput.contains("the service 'tether' does not answer within 300 ms"), "\(outcome.said)")
    }
}
