import QuireModel
import QuireStandIn
import QuireTesting
import Testing

/// A condition on `code`, and what of it holds where that is absent, null, 0, 7 and "0".
struct Condition: Sendable {
    var test: String
    var holds: [Bool]

    static let all = [
        Condition(test: "equals: 0", holds: [false, false, true, false, false]),
        Condition(test: "equals: ~", holds: [true, true, false, false, false]),
        Condition(test: "not_equals: 0", holds: [true, true, false, true, true]),
        Condition(test: "not_equals: null", holds: [false, false, true, true, true]),
        Condition(test: "in: [0, 7]", holds: [false, false, true, true, false]),
        Condition(test: "in: [null, '0']", holds: [true, true, false, false, true]),
        Condition(test: "not_in: [0, 7]", holds: [true, true, false, false, true]),
        Condition(test: "not_in: [~]", holds: [false, false, true, true, true]),
        Condition(test: "exists: true", holds: [false, false, true, true, true]),
        Condition(test: "exists: false", holds: [true, true, false, false, false]),
    ]

    static let bodies = ["{}", #"{"code":null}"#, #"{"code":0}"#, #"{"code":7.0}"#, #"{"code":"0"}"#]
}

@Suite struct ResponseTests {
    @Test("Each condition of a response holds of the values that it says, an absent one being null")
    func conditions() async throws {
        let lookups = Condition.all.enumerated().map { index, condition in
            """
              c\(index):
                input: { sn: integer }
                request: { path: /, query: { sn: "{sn}" } }
                responses:
                  - { when: { path: $.code, \(condition.test) }, action: missing }
                fields: { found: { type: text } }

            """
        }
        let names = Condition.all.indices.map { "c\($0)" }
        let report = """
            source: { file: data/rows.csv, fields: { sn: integer } }
            enrich:
            \(names.map { "  \($0): { lookup: tether.\($0), input: { sn: sn }, on_missing: { found: holds } }\n" }.joined())
            columns: [sn, \(names.map { $0 + ".found" }.joined(separator: ", "))]
            """
        let project = Project(
            report: report, service: "url: ${TETHER_URL}\nlookups:\n" + lookups.joined(),
            rows: "sn\n0\n1\n2\n3\n4\n")
        let (outcome, _) = try await project.quire(
            "run", "share", "-o", "out.xlsx",
            answering: { request in
                StandInAnswer(Condition.bodies[request.query("sn").flatMap { Int($0) } ?? 0])
            })
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        let rows = try project.workbook("out.xlsx").sheets[0].rows.dropFirst()
        for (index, condition) in Condition.all.enumerated() {
            #expect(rows.map { $0[index + 1].text == "holds" } == condition.holds, "\(condition.test)")
        }
    }
}
