import QuireModel
import QuireStandIn
import QuireTesting
import Testing

@Suite struct PlanTests {
    /// `later` is asked for what `tether` answers.
    private static let report = """
        title: Share
        parameters:
          least: { type: number, default: 0 }
          pin: { type: text, secret: true, default: hidden }
        source: { file: data/rows.csv, fields: { amount: number }, where: "amount >= :least" }
        enrich:
          tether: { lookup: tether.discount, input: { sn: sn }, when: "amount < 1000" }
          later: { lookup: other.discount, input: { sn: tether.currency } }
        columns:
          - sn
          - { title: Ours, value: tether.ours }
          - { title: Later, value: later.ours }
        """

    private static func project(
        tether: String = "limits: { max_concurrency: 2 }", other: String = "limits: { rate: 4/s, burst: 1 }"
    ) -> Project {
        Project([
            "share.yaml": report, "services/tether.yaml": Project.tether(tether),
            "services/other.yaml": Project.tether(other, bulk: true), "data/rows.csv": Project.rows(10),
        ])
    }

    @Test("--json has the source, and for each enrichment keys, calls and seconds, in order of dependency")
    func json() async throws {
        let outcome = try await Self.project().quire("plan", "share", "least=200", "--latency", "500ms", "--json")
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(
            outcome.standardOutput == """
                {"report":"share","parameters":{"least":200,"pin":"***"},\
                "source":{"kind":"file","connection":null,"query":null,"file":"data/rows.csv","rows":9,"rows_at_most":false},\
                "seconds":2.5,"enrichments":[\
                {"name":"tether","lookup":"tether.discount","depends_on":[],"keys":8,"keys_at_most":false,"cached":0,\
                "calls":8,"seconds":2,"latency":0.5},\
                {"name":"later","lookup":"other.discount","depends_on":["tether"],"keys":8,"keys_at_most":true,"cached":0,\
                "calls":4,"seconds":2.5,"latency":0.5}],"warnings":[]}

                """)
        #expect(outcome.standardError == "")
    }

    @Test("How long an answer takes is known from earlier runs, and what the cache knows needs no call")
    func earlierRuns() async throws {
        let project = Project(service: Project.tether("cache: { ttl: 1h }"), rows: Project.rows(20))
        let handler: StandIn.Handler = { request in
            var answer = Project.known(request)
            answer.delay = .milliseconds(60)
            return answer
        }
        try await StandIn.with(handler: handler) { standIn in
            let url = ["TETHER_URL": standIn.url]
            let run = try await project.quire("run", "share", "-o", "out.csv", environment: url)
            #expect(run.exitCode == 0, "\(run.said)")
            project.folder.write(Project.rows(30), to: "reports/data/rows.csv")
            let plan = try await project.quire("plan", "share", "--json", environment: url)
            let tether = try #require(try Plan(plan.standardOutput).enrichments.first, "\(plan.said)")
            #expect(tether.keys == 30)
            #expect(tether.calls == 10)
            let latency = try #require(tether.latency)
            #expect((0.06..<2).contains(latency))
            #expect(standIn.counts.requests == 20)
        }
    }

    @Test("It says the same for people, without the latency what the rate alone asks for")
    func text() async throws {
        let outcome = try await Self.project().quire("plan", "share")
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(
            outcome.standardOutput == """
                share: Share
                  least=0 pin=***

                Source: data/rows.csv, 10 rows

                Enrichments
                  name    lookup           after   keys       calls      at once  rate  an answer  done after
                  tether  tether.discount          9          9          2              ?          ?
                  later   other.discount   tether  at most 9  at most 2  32       4/s   ?          0.3 s

                In all 0.3 s by what is known if all keys are needed, besides reading and writing the rows.
                How long an answer of tether, later takes is not known before a first run; --latency 500ms assumes it.
                later: its keys follow from the answers of tether, so there are at most so many.

                """)
        let assumed = try await Self.project().quire("plan", "share", "--latency", "2m")
        #expect(
            assumed.lines.suffix(5) == [
                "  tether  tether.discount          9          9          2              120 s      10 min 0 s",
                "  later   other.discount   tether  at most 9  at most 5  32       4/s   120 s      12 min 0 s",
                "In all 12 min 0 s at best if all keys are needed, besides reading and writing the rows.",
                "An answer is assumed to take 120 s (--latency).",
                "later: its keys follow from the answers of tether, so there are at most so many.",
            ])
    }

    @Test("A query is shown as it is written, with its rows")
    func query() async throws {
        let project = Project(report: Refusal.query("SELECT sn\n      FROM contract"))
        project.folder.write("connections: { crm: { kind: sqlite, file: data/crm.db } }", to: "reports/quire.yaml")
        try project.makeDatabase("CREATE TABLE contract (sn TEXT); INSERT INTO contract VALUES ('C1')")
        let outcome = try await project.quire("plan", "share")
        #expect(
            outcome.standardOutput == """
                share: Share

                Source: crm, 1 row
                  SELECT sn
                    FROM contract

                Nothing is looked up.

                """)
    }

    @Test("No service is asked, and none needs to be there")
    func asksNothing() async throws {
        let (outcome, counts) = try await Project(rows: Project.rows(3)).quire(
            "plan", "share", answering: Project.known)
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(counts.requests == 0)
        #expect(counts.connections == 0)
        let alone = try await Project(rows: Project.rows(3)).quire("plan", "share")
        #expect(alone.standardOutput == outcome.standardOutput)
        #expect(alone.exitCode == 0, "\(alone.said)")
    }

    @Test(
        "What a run is told of rows and columns counts as it does for the run",
        arguments: [
            ([], 10, 10, false), (["--limit", "3"], 3, 3, false), (["--columns", "sn"], 10, nil, false),
            (["--columns", "sn", "--where", "tether.ours > 0.5"], 10, 10, false),
            (["--columns", "sn", "--sort", "-ours"], 10, 10, false),
            (["--limit", "3", "--sort", "-sn"], 10, 10, false),
            (["--limit", "3", "--where", "tether.ours > 0.5"], 10, 10, true),
        ] as [([String], Int, Int?, Bool)])
    func selection(arguments: [String], rows: Int, keys: Int?, isAtMost: Bool) async throws {
        let outcome = try await Project(rows: Project.rows(10)).quire(["plan", "share", "--json"] + arguments)
        let plan = try Plan(outcome.standardOutput)
        #expect(plan.source.rows == rows)
        #expect(plan.source.rowsAtMost == isAtMost)
        #expect(plan.enrichments.first?.keys == keys)
        #expect(plan.enrichments.allSatisfy { $0.keysAtMost == isAtMost })
    }

    @Test("A waterfall's first lookup is asked in any case, the others for what it does not find")
    func waterfall() async throws {
        let project = Project(
            report: Project.share.replacing("tether.discount", with: "[tether.discount, other.discount]"))
        project.folder.write(Project.tether(bulk: true), to: "reports/services/other.yaml")
        let plan = try Plan(try await project.quire("plan", "share", "--json").standardOutput)
        #expect(plan.enrichments.map(\.lookup) == ["tether.discount, other.discount"])
        #expect(plan.enrichments.map(\.calls) == [3])
        let text = try await project.quire("plan", "share").standardOutput
        #expect(
            text.contains("tether: what is not found is then asked of other.discount, in at most 1 call."), "\(text)")
    }

    @Test("It warns of what makes a run fail, and of what it leaves out")
    func warnings() async throws {
        let project = Project(rows: Project.rows(10))
        project.folder.write("defaults: { row_limit: 9 }", to: "reports/quire.yaml")
        let outcome = try await project.quire("plan", "share", "--latency", "5s")
        #expect(outcome.exitCode == 0)
        #expect(outcome.standardOutput.contains("10 rows"))
        for said in ["warning: the report has 10 rows, more than the 9", "an answer takes 5 s", "given 5 s"] {
            #expect(outcome.standardError.contains(said), "\(outcome.standardError)")
        }
        let unused = try await project.quire("plan", "share", "--columns", "sn", "--json")
        #expect(
            try Plan(unused.standardOutput).warnings.last
                == "nothing uses the enrichment 'tether', so it is not fetched")
    }

    @Test("It warns where the limit on open files does not carry the calls at once")
    func openFiles() throws {
        let project = Project(rows: Project.rows(3))
        let quire = Program("quire").path
        let command = "ulimit -n 80; cd \(project.folder.path); exec \(quire) plan share --json"
        let output = String(decoding: try ToolOutput.of("/bin/sh", ["-c", command]), as: UTF8.self)
        #expect(
            try Plan(output).warnings == [
                "32 calls at once need more connections than the 80 files that this process may hold open"
            ])
    }

    @Test("A source that cannot be read ends with 1, as a run does")
    func failed() async throws {
        let project = Project(rows: "sn,amount\nC1,much\n")
        let outcome = try await project.quire("plan", "share")
        #expect(outcome.exitCode == 1)
        #expect(outcome.standardError.contains("data/rows.csv, line 2, field 'amount': 'much' is not a number"))
        #expect(outcome.standardOutput == "")
    }

    /// What of the service, how many rows, and how long an answer takes.
    static let shapes: [(settings: String, isBulk: Bool, rows: Int, delay: Int)] = [
        ("limits: { max_concurrency: 10 }", false, 200, 50), ("limits: { max_concurrency: 4 }", true, 2_000, 200),
        ("limits: { rate: 50/s, burst: 10 }", false, 60, 20),
    ]

    @Test("A run against a service with a constant delay takes what was planned, and little more", arguments: shapes)
    func accuracy(settings: String, isBulk: Bool, rows: Int, delay: Int) async throws {
        let project = Project(service: Project.tether(settings, bulk: isBulk), rows: Project.rows(rows))
        let planned = try await project.quire("plan", "share", "--latency", "\(delay)ms", "--json")
        let plan = try Plan(planned.standardOutput)
        let (outcome, counts) = try await project.quire("run", "share", "-o", "out.csv", "--summary", "json") {
            var answer = Project.known($0)
            answer.delay = .milliseconds(delay)
            return answer
        }
        let run = try Summary(outcome.standardOutput)
        #expect(plan.enrichments[0].keys == run.enrichments["tether"]?.keys)
        #expect(plan.enrichments[0].calls == counts.requests)
        // Little more on a machine that has time for it.
        let seconds = try #require(plan.seconds)
        #expect(seconds >= 0.9)
        #expect(run.seconds > seconds * 0.95 && run.seconds < seconds * 3, "\(run.seconds) s, planned \(seconds) s")
    }
}
