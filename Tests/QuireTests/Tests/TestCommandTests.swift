import Foundation
import QuireTesting
import Testing

/// A test of one report, and what is said of it.
struct Trial: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// Keys of the test; those left out are as in `Trial.keys`.
    var keys: [String: String] = [:]
    /// What the report has in place of something else.
    var report: [String: String] = [:]
    /// Of the lines behind the one of the test; nil where it passes.
    var says: [String]?

    init(_ name: String, _ keys: [String: String] = [:], report: [String: String] = [:], says: [String]? = nil) {
        testDescription = name
        self.keys = keys
        self.report = report
        self.says = says
    }

    static let rows = "[{ sn: C1, amount: 100, settled: USD, day: 2026-01-02 }]"
    static let lookups = "{ tether: { C1: { ours: 0.25, currency: USD } }, fx: { [USD, 2026-01-02]: { rate: 7 } } }"
    static let answered = "{ sn: C1, discount: 25, currency: USD, rate: 7, day: 2026-01-02 }"

    var test: String {
        let all = ["name": "one", "rows": Self.rows, "lookups": Self.lookups, "expect": "[\(Self.answered)]"]
            .merging(keys) { _, given in given }
        return "tests:\n  -\n" + all.sorted { $0.key < $1.key }.map { "    \($0.key): \($0.value)\n" }.joined()
    }

    static let text = """
        title: Share
        parameters: { least: { type: number, default: 10 } }
        source:
          connection: crm
          query: SELECT * FROM nowhere
          where: amount >= :least
          distinct_by: [sn]
        enrich:
          tether: { lookup: tether.discount, input: { sn: sn } }
          fx:
            lookup: fx.rate
            input: { currency: tether.currency, day: day }
            when: tether.currency <> 'CNY'
        columns:
          - sn
          - { title: Discount, value: amount * tether.ours }
          - { title: Currency, value: tether.currency }
          - { title: Rate, value: fx.rate, empty: n/a }
          - { title: Day, value: day, format: date }
          - { title: Made on, value: ":today" }
        """

    static let all = [
        Trial("rows go the way of a run, the second enrichment after the first"),
        Trial(
            "columns that are not named are not looked at, and what only they need is not asked for",
            [
                "lookups": "{}", "rows": "[{ sn: C1, amount: 10 }]", "expect": "[{ sn: C1 }]",
            ]),
        Trial(
            "`where` drops rows, by the parameters of the test",
            [
                "parameters": "{ least: 50.5 }", "expect": "[{ sn: C2 }]",
                "rows": "[{ sn: C1, amount: 50 }, { sn: C2, amount: 51 }]",
            ]),
        Trial(
            "`distinct_by` keeps the first row of each key",
            [
                "rows": "[{ sn: C1, amount: 100, day: 2026-01-02 }, { sn: C1, amount: 200, day: 2026-01-02 }]"
            ]),
        Trial(
            "a row whose `when` does not hold asks nothing",
            [
                "lookups": "{ tether: { C1: { currency: CNY, ours: 1 } } }", "expect": "[{ rate: ~, discount: 100 }]",
            ]),
        Trial(
            "a missing answer is blank, and so is one that waits for it",
            [
                "lookups": "{ tether: { C1: missing } }", "expect": "[{ discount: ~, rate: ~ }]",
            ]),
        Trial(
            "on_missing gives values",
            [
                "lookups": "{ tether: { C1: { currency: USD } }, fx: { [USD, 2026-01-02]: missing } }",
                "expect": "[{ rate: 1 }]",
            ], report: ["when:": "on_missing: { rate: 1 }\n    when:"]),
        Trial(
            "on_error gives values, and no error_limit is passed",
            [
                "lookups": "{ tether: { C1: { currency: USD } }, fx: { [USD, 2026-01-02]: { error: out } } }",
                "expect": "[{ rate: 2 }]",
            ], report: ["when:": "on_error: { rate: 2 }\n    when:"]),
        Trial(
            "the first lookup of a waterfall answers with what is given",
            report: [
                "tether.discount,": "[tether.discount, spare.discount],"
            ]),
        Trial(
            "the present is what the test says",
            [
                "parameters": "{ today: 2025-02-28 }", "expect": "[{ made_on: 2025-02-28 }]",
            ]),
        Trial("no rows make no rows", ["rows": "[]", "lookups": "{}", "expect": "[]"]),
        Trial(
            "a value differs", ["expect": "[{ sn: C1, discount: 24.99, currency: ~ }]"],
            says: [
                "reports/share.test.yaml:3: row 1, discount: wanted 24.99, got 25",
                "reports/share.test.yaml:3: row 1, currency: wanted null, got 'USD'",
            ]),
        Trial(
            "what looks the same and is not", ["expect": "[{ discount: '25' }]"],
            says: [
                "reports/share.test.yaml:3: row 1, discount: wanted '25', got 25",
                "  hint: it is a number: write it without quotes",
            ]),
        Trial(
            "a row too few", ["expect": "[\(answered), { sn: C2 }]"],
            says: [
                "reports/share.test.yaml:3: row 2 is not there: the report has 1 row"
            ]),
        Trial(
            "a row too many", ["expect": "[{ sn: C1 }]", "rows": "[{ sn: C1, amount: 10 }, { sn: C2, amount: 10 }]"],
            says: ["reports/share.test.yaml:5: row 2 is not expected: sn 'C2'"]),
        Trial(
            "a key that no answer is given for", ["lookups": "{ tether: { C1: { currency: EUR } } }"],
            says: [
                "reports/share.test.yaml:5: enrichment 'fx' asks for the key [EUR, 2026-01-02], and the test gives no answer",
                "  hint: add it under 'lookups', as fx: { [EUR, 2026-01-02]: { rate: … } }, or as missing",
            ]),
        Trial(
            "a run that fails", ["lookups": "{ tether: { C1: { error: out of order } } }"],
            report: ["{ sn: sn } }": "{ sn: sn }, on_error: fail }"],
            says: [
                "reports/share.test.yaml:5: the run failed: enrichment 'tether': tether.discount, key C1: out of order",
                "  hint: with 'on_error: blank' the run goes on without this answer",
            ]),
    ]
}

/// `quire test`, without a network, a database or a variable.
@Suite struct TestCommandTests {
    private static let fx = """
        url: ${FX_URL}
        lookups:
          rate:
            input: { currency: text, day: date }
            request: { path: "/{currency}/{day}" }
            fields: { rate: { type: number } }
        """

    private func project(_ files: [String: String] = [:]) -> Project {
        let all = [
            "share.yaml": Trial.text, "services/tether.yaml": Project.tether(), "services/fx.yaml": Self.fx,
            "services/spare.yaml": Project.tether(),
            "quire.yaml": "tmp: ${NOWHERE}\nconnections: { crm: { kind: sqlite, file: \"${CRM}\" } }",
        ]
        var project = Project(all.merging(files) { _, given in given })
        project.environment = [:]
        return project
    }

    @Test("A test passes where the report makes of the rows what is expected", arguments: Trial.all)
    func trial(_ trial: Trial) async throws {
        let report = trial.report.reduce(Trial.text) { $0.replacing($1.key, with: $1.value) }
        let project = project(["share.yaml": report, "share.test.yaml": trial.test])
        let outcome = try await project.quire("test", "share")
        #expect(outcome.exitCode == (trial.says == nil ? 0 : 1), "\(outcome.said)")
        let title = trial.says == nil ? "ok   share: one" : "FAIL share: one"
        let end = trial.says == nil ? "1 passed, 0 failed" : "0 passed, 1 failed"
        #expect(outcome.lines == [title] + (trial.says ?? []).map { "     " + $0 } + [end])
        #expect(outcome.standardError == "")
        #expect(try project.files == [])
    }

    @Test("All tests are run where no report is named, and what is broken keeps only its own from running")
    func all() async throws {
        let plain = "source: { file: a.csv }\ncolumns: [sn]\n"
        let project = project([
            "share.test.yaml": Trial("").test, "finance/plain.yaml": plain, "broken.yaml": plain + "titel: x\n",
            "finance/plain.test.yaml": "tests: [{ name: a, rows: [{ sn: 1 }], expect: [{ sn: '2' }] }]",
            "broken.test.yaml": "tests: [{ name: a, rows: [], expect: [] }]",
        ])
        let outcome = try await project.quire("test")
        #expect(outcome.exitCode == 2)
        #expect(
            outcome.lines == [
                "FAIL finance/plain: a", "     reports/finance/plain.test.yaml:1: row 1, sn: wanted '2', got '1'",
                "ok   share: one", "1 passed, 1 failed",
            ])
        #expect(outcome.standardError.hasPrefix("reports/broken.yaml:3:1: error: unknown key 'titel'"))
        #expect(try await project.quire("test", "finance/plain").exitCode == 1)
        #expect(try await project.quire("test", "share").exitCode == 0)
    }

    @Test("--json has report, name, whether it passed, and every difference with its place")
    func json() async throws {
        let test = Trial("", ["expect": "[{ sn: C1, discount: 24 }, {}]"]).test
        let outcome = try await project(["share.test.yaml": test]).quire("test", "--json")
        #expect(outcome.exitCode == 1)
        #expect(
            outcome.standardOutput == """
                {"tests":[{"report":"share","name":"one","passed":false,"differences":[\
                {"file":"reports/share.test.yaml","line":3,"column":34,"row":1,"id":"discount","wanted":24,"got":25,\
                "message":"row 1, discount: wanted 24, got 25","hint":null},\
                {"file":"reports/share.test.yaml","line":3,"column":40,"row":2,"id":null,"wanted":null,"got":null,\
                "message":"row 2 is not there: the report has 1 row","hint":null}]}]}

                """)
    }

    @Test("No tests are no error; a report without tests is")
    func noTests() async throws {
        let project = project()
        let all = try await project.quire("test")
        #expect(all.exitCode == 0)
        #expect(all.standardOutput == "")
        #expect(all.standardError == "no tests in reports\n")
        let named = try await project.quire("test", "share")
        #expect(named.exitCode == 2)
        #expect(
            named.standardError == """
                error: the report 'share' has no tests [no-tests]
                  hint: they stand in reports/share.test.yaml

                """)
        let unknown = try await project.quire("test", "shar")
        #expect(unknown.exitCode == 2)
        #expect(unknown.standardError.contains("did you mean 'share'?"))
    }

    @Test("Broken tests end with 2 at their place, and check tells them as well")
    func broken() async throws {
        let project = project(["share.test.yaml": Trial("", ["expect": "[{ dicsount: 1 }]"]).test])
        for command in ["test", "check"] {
            let outcome = try await project.quire(command, "share")
            #expect(outcome.exitCode == (command == "test" ? 2 : 1))
            #expect(
                outcome.said.contains(
                    """
                    reports/share.test.yaml:3:16: error: there is no column 'dicsount' [unknown-column]
                      hint: did you mean 'discount'?

                    """), "\(outcome.said)")
        }
    }

    @Test("Secret parameters do not show in what differs")
    func secrets() async throws {
        let report = """
            parameters: { pin: { type: text, secret: true, default: hidden } }
            source: { file: a.csv }
            columns: [{ title: Pin, value: ":pin || '!'" }]
            """
        for given in ["{}", "{ pin: 0815 }"] {
            let test = "tests: [{ name: a, parameters: \(given), rows: [{}], expect: [{ pin: x }] }]"
            let outcome = try await project(["share.yaml": report, "share.test.yaml": test]).quire("test", "share")
            #expect(outcome.lines.first == "FAIL share: a")
            #expect(outcome.lines[1] == "     reports/share.test.yaml:1: row 1, pin: wanted 'x', got '***!'")
        }
    }

    @Test("The tests of the samples pass")
    func samples() async throws {
        var project = Project()
        project.environment = [:]
        #expect(try await project.quire("init").exitCode == 0)
        let outcome = try await project.quire("test")
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(outcome.lines.last == "6 passed, 0 failed")
    }
}
