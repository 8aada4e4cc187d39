import QuireModel
import Testing

@testable import quire_benchmark

@Suite("What a run must have done")
struct ExpectationTests {
    private let expectation = Expectation(lookups: ["tether": .init(keys: 10, calls: 1...2)])

    private func summary(
        status: JSON = "succeeded", rows: JSON = 10, found: JSON = 10, calls: JSON = 2, retries: JSON = 0
    ) -> JSON {
        .members([
            "status": status, "rows": rows,
            "enrichments": .members([
                "tether": .members(["keys": 10, "found": found, "calls": calls, "retries": retries])
            ]),
        ])
    }

    @Test("a run that did it passes") func passes() throws { try expectation.check(summary(), rows: 10) }

    @Test("a run that did anything else does not", arguments: ["status", "rows", "found", "calls", "retries", "all"])
    func fails(in what: String) {
        let wrong =
            switch what {
            case "status": summary(status: "partial")
            case "rows": summary(rows: 9)
            case "found": summary(found: 9)
            case "calls": summary(calls: 3)
            case "retries": summary(retries: 1)
            default: JSON.members(["status": "succeeded", "rows": 10])
            }
        #expect(throws: RunFailure.self) { try expectation.check(wrong, rows: 10) }
    }
}
