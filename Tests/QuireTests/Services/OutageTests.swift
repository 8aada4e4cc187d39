import QuireModel
import QuireStandIn
import QuireTesting
import Testing

@Suite struct OutageTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var rowCount: Int
        var concurrency: Int
        var bulk = false
        /// Nil: nothing listens.
        var answer: StandInAnswer?

        static let all = [
            Case(testDescription: "nothing listens", rowCount: 10_000, concurrency: 32),
            Case(testDescription: "nothing listens, one call at a time", rowCount: 10_000, concurrency: 1),
            Case(testDescription: "nothing listens, by bulk", rowCount: 10_000, concurrency: 4, bulk: true),
            Case(testDescription: "nothing listens, for a few rows", rowCount: 3, concurrency: 32),
            Case(testDescription: "it hangs", rowCount: 10_000, concurrency: 32, answer: hang),
            Case(testDescription: "it hangs, one call at a time", rowCount: 10_000, concurrency: 1, answer: hang),
            Case(
                testDescription: "it answers 500", rowCount: 10_000, concurrency: 8,
                answer: StandInAnswer("down", status: 500)),
            Case(
                testDescription: "it resets", rowCount: 10_000, concurrency: 1,
                answer: StandInAnswer("", manner: .reset)),
        ]

        private static let hang = StandInAnswer("", manner: .hang)
    }

    @Test("A service that is down fails the run about one deadline after its first calls", arguments: Case.all)
    func outage(_ outage: Case) async throws {
        let settings = """
            timeout: 500ms
            deadline: 2s
            limits: { max_concurrency: \(outage.concurrency) }
            retry: { initial_interval: 10ms, max_interval: 100ms }
            """
        let project = Project(
            service: Project.tether(settings, bulk: outage.bulk), rows: Project.rows(outage.rowCount))
        let arguments = ["run", "share", "-o", "out.xlsx", "--summary", "json"]
        let outcome: Program.Outcome
        if let answer = outage.answer {
            outcome = try await StandIn.with(answer: answer) {
                try await project.quire(arguments, environment: ["TETHER_URL": $0.url])
            }
        } else {
            let url = try await StandIn.with(answer: StandInAnswer("")) { $0.url }
            outcome = try await project.quire(arguments, environment: ["TETHER_URL": url])
        }
        #expect(outcome.exitCode == 1, "\(outcome.said)")
        #expect(try project.files == [])
        let summary = try Summary(outcome.standardOutput)
        #expect(summary.status == "failed")
        #expect(summary.file == nil)
        #expect(summary.seconds < 6, "\(summary.seconds)")
        #expect(outcome.standardError.contains("error: "))
        #expect(outcome.standardError.contains("tether"))
    }
}
