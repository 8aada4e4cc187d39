import QuireModel
import QuireStandIn
import QuireTesting
import Testing

/// What a bulk call for C1, C2 and C3 answers, and what comes of it.
struct BulkAnswer: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var items: String
    var cells: [String?] = ["0.25", "0.32", "0.39"]
    var exitCode: Int32 = 0
    /// Parts of the only warning.
    var warning: [String] = []
    /// Parts of each problem's message.
    var problem: [String] = []

    static let all: [BulkAnswer] = [
        BulkAnswer(testDescription: "items in another order find their keys", items: items("C3", "C1", "C2")),
        BulkAnswer(
            testDescription: "items that were not asked for are left out with a warning",
            items: items("C1", "C7", "C2", "C8", "C3"), warning: ["tether.discount", "2 ", "not asked for"]),
        BulkAnswer(
            testDescription: "of two items of a key the first counts, with a warning",
            items: items("C1", "C2", "C3") + #",{"sn":"C2","discount":{"ours":0.99}}"#,
            warning: ["tether.discount", "1 "]),
        BulkAnswer(
            testDescription: "a key without an item is missing", items: items("C1", "C3"), cells: ["0.25", nil, "0.39"]),
        BulkAnswer(
            testDescription: "items none of which was asked for fail the call, and both sides are shown",
            items: items("C7", "C8"), cells: [nil, nil, nil], exitCode: 3, problem: ["C1", "C7"]),
        BulkAnswer(
            testDescription: "a value of the wrong type fails its key alone",
            items: items("C1", "C3") + #",{"sn":"C2","discount":{"ours":[1]}}"#, cells: ["0.25", nil, "0.39"],
            exitCode: 3, problem: ["C2", "ours"]),
    ]

    private static func items(_ sns: String...) -> String {
        sns.map { #"{"sn":"\#($0)","discount":{"ours":0.\#(ContractStandIns.ours($0))}}"# }.joined(separator: ",")
    }
}

@Suite struct BulkAnswerTests {
    @Test("Items of a bulk answer belong to keys by their value", arguments: BulkAnswer.all)
    func items(_ answer: BulkAnswer) async throws {
        let project = Project(report: FaultTests.report, service: Project.tether(bulk: true))
        let (outcome, counts) = try await project.quire(
            "run", "share", "-o", "out.xlsx", "--summary", "json",
            answering: { _ in StandInAnswer(#"{"results":[\#(answer.items)]}"#) })
        #expect(outcome.exitCode == answer.exitCode, "\(outcome.said)")
        #expect(counts.requests == 1)
        let summary = try Summary(outcome.standardOutput)
        let book = try project.workbook("out.xlsx")
        #expect(try book.column("Ours") == answer.cells)
        #expect(summary.warnings.count == (answer.warning.isEmpty ? 0 : 1))
        for part in answer.warning {
            #expect(summary.warnings.first?.contains(part) == true, "\(summary.warnings)")
            #expect(outcome.standardError.contains(part))
        }
        #expect(summary.problems.isEmpty == answer.problem.isEmpty)
        for problem in summary.problems {
            for part in answer.problem { #expect(problem.message.contains(part), "\(problem.message)") }
        }
    }

    @Test("Where a whole call is answered 404, or no key at all is found, the run says so")
    func nothingFound() async throws {
        let project = Project(service: Project.tether(bulk: true), rows: Project.rows(12))
        let (outcome, _) = try await project.quire(
            "run", "share", "-o", "out.csv", answering: { _ in StandInAnswer("no such page", status: 404) })
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(
            outcome.standardError.contains(
                "tether.discount: 12 keys are missing because their call as a whole was answered 404 Not Found"))
        #expect(outcome.standardError.contains("tether: none of its 12 keys was found"))
    }
}
