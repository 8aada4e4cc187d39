import QuireModel
import QuireStandIn
import QuireTesting
import Testing

/// What an enrichment's settings make of rows: C1 found, X2 missing, C3 failed, and a null.
struct Setting: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// Keys of the enrichment beside lookup and input.
    var settings: String
    var cells: [String]?
    var exitCode: Int32
    var says: String = ""

    static let all = [
        Setting(
            testDescription: "blank for what is missing and what failed", settings: "", cells: ["0.25", "", "", ""],
            exitCode: 3),
        Setting(
            testDescription: "values for what is missing", settings: "on_missing: { ours: 0.5 }",
            cells: ["0.25", "0.5", "", ""], exitCode: 3),
        Setting(
            testDescription: "values for what failed, still partial", settings: "on_error: { ours: -1 }",
            cells: ["0.25", "", "-1", ""], exitCode: 3),
        Setting(
            testDescription: "a missing key fails the run", settings: "on_missing: fail", exitCode: 1, says: "key X2"),
        Setting(
            testDescription: "a failed key fails the run", settings: "on_error: fail", exitCode: 1, says: "key C3"),
        Setting(
            testDescription: "more failures than error_limit fail the run", settings: "error_limit: 30%", exitCode: 1,
            says: "30%"),
        Setting(
            testDescription: "no more than error_limit do not", settings: "error_limit: 34%",
            cells: ["0.25", "", "", ""],
            exitCode: 3),
        Setting(
            testDescription: "rows that `when` leaves out ask nothing", settings: "when: sn = 'C1'",
            cells: ["0.25", "", "", ""], exitCode: 0),
    ]
}

@Suite struct EnrichmentTests {
    private static let service = Project.tether("retry: { max_attempts: 1 }")
    private static let handler: StandIn.Handler = { request in
        request.query("sn") == "C3" ? StandInAnswer("broken", status: 500) : Project.known(request)
    }

    @Test("on_missing, on_error, error_limit and when decide what stands for an answer", arguments: Setting.all)
    func outcome(_ expected: Setting) async throws {
        let limit = expected.settings.contains("error_limit") ? "" : ", error_limit: 100%"
        let settings = expected.settings.isEmpty ? "" : ", " + expected.settings
        let report = Project.share.replacing("input: { sn: sn } }", with: "input: { sn: sn }\(settings)\(limit) }")
        let project = Project(report: report, service: Self.service, rows: "sn,amount\nC1,1\nX2,2\nC3,3\n,4\n")
        let (outcome, counts) = try await project.quire("run", "share", "-o", "out.csv", answering: Self.handler)
        #expect(outcome.exitCode == expected.exitCode, "\(outcome.said)")
        guard let cells = expected.cells else {
            #expect(outcome.standardError.contains(expected.says), "\(outcome.said)")
            #expect(try project.files == [])
            return
        }
        let lines = try project.lines("out.csv").dropFirst()
        #expect(lines.map { String($0.drop { $0 != "," }.dropFirst()) } == cells)
        #expect(counts.requests == (expected.exitCode == 0 ? 1 : 3))
        #expect(try project.files == (expected.exitCode == 0 ? ["out.csv"] : ["out.csv", "out.problems.csv"]))
    }

    @Test("A waterfall asks the next lookup for what those before it did not find, be it missing or failed")
    func waterfall() async throws {
        let project = Project([
            "share.yaml": Project.share.replacing("tether.discount,", with: "[tether.discount, spare.discount],")
                .replacing("input: { sn: sn } }", with: "input: { sn: sn }, error_limit: 100% }"),
            "services/tether.yaml": Self.service,
            "services/spare.yaml": Self.service.replacing("TETHER_URL", with: "SPARE_URL"),
            "data/rows.csv": "sn,amount\nC1,1\nX2,2\nC3,3\nX4,4\n",
        ])
        let spare = Asked()
        let outcome = try await StandIn.with(handler: Self.handler) { standIn in
            try await StandIn.with(
                handler: spare.tether { sn, _ in sn == "X2" ? StandInAnswer(#"{"discount":{"ours":0.7}}"#) : nil }
            ) { other in
                try await project.quire(
                    "run", "share", "-o", "-", "--format", "csv",
                    environment: ["TETHER_URL": standIn.url, "SPARE_URL": other.url])
            }
        }
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(outcome.lines == ["Sn,Ours", "C1,0.25", "X2,0.7", "C3,0.39", "X4,"])
        #expect(spare.all == ["X2": 1, "C3": 1, "X4": 1])
    }

    @Test("An enrichment that no column uses is not fetched")
    func unused() async throws {
        let project = Project(report: Project.share.replacing("  - { title: Ours, value: tether.ours }", with: ""))
        let (outcome, counts) = try await project.quire("run", "share", "-o", "out.csv", answering: Project.known)
        #expect(outcome.exitCode == 0)
        #expect(counts.requests == 0)
    }

    @Test("A failed key is listed where the report has sheets of queries alone")
    func problemsOfQueries() async throws {
        let sheets = "\nsheets: [ { name: Count, query: 'SELECT count(*) AS n FROM rows WHERE ours IS NULL' } ]"
        let project = Project(
            report: FaultTests.report + sheets, service: Project.tether("retry: { max_attempts: 1 }"),
            rows: Project.rows(3))
        let (outcome, _) = try await project.quire(
            "run", "share", "-o", "out.csv", answering: { _ in StandInAnswer("no", status: 400) })
        #expect(outcome.exitCode == 3, "\(outcome.said)")
        #expect(try project.lines("out.csv") == ["N", "3"])
        let keys = try project.lines("out.problems.csv").dropFirst().map { $0.split(separator: ",").dropFirst(2).first }
        #expect(keys == ["C1", "C2", "C3"])
    }

    @Test("Ten thousand lines of problems are listed, and then how many more there are")
    func manyProblems() async throws {
        let project = Project(
            report: FaultTests.report, service: Project.tether("retry: { max_attempts: 1 }", bulk: true),
            rows: Project.rows(10_050))
        let (outcome, _) = try await project.quire(
            "run", "share", "-o", "out.csv", "--summary", "json",
            answering: { _ in StandInAnswer("no", status: 400) })
        #expect(outcome.exitCode == 3, "\(outcome.said.prefix(500))")
        let summary = try Summary(outcome.standardOutput)
        #expect(summary.problemCount == 10_050)
        #expect(summary.problems.count == 100)
        let lines = try project.lines("out.problems.csv")
        #expect(lines.count == 10_002)
        #expect(lines.last?.contains("50 more") == true)
    }
}
