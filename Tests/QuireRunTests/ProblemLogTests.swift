import QuireModel
import Testing

@testable import QuireRun

@Suite("The list of problems")
struct ProblemLogTests {
    @Test("a key and what went wrong are without secrets, and two keys remain two lines")
    func secrets() async {
        let log = ProblemLog(enrichments: ["tether"], redactor: Redactor(["hush", "pst"]))
        for secret in ["hush", "pst"] {
            let failure = LookupFailure(message: "tether.discount, key C1, \(secret): 500", attempts: 1)
            let answer = KeyAnswer(key: LookupKey([.text("C1"), .text(secret)]), outcome: .failed(failure), values: [])
            await log.add(
                SheetRows.FailedKey(enrichment: 0, answer: answer, rows: [0]), on: 0, at: (sheet: "A", row: 2))
        }
        #expect(await log.problems.map(\.key) == ["C1, ***", "C1, ***"])
        #expect(await log.problems.map(\.message) == Array(repeating: "tether.discount, key C1, ***: 500", count: 2))
    }
}
