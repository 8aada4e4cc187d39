import Foundation
import QuireModel
import QuireStandIn
import QuireTesting
import Testing

/// How a report of C1, C2, C3 and C2 again comes out while the service goes wrong over C2.
struct Fault: Sendable, CustomTestStringConvertible {
    struct Line: Sendable, Hashable {
        var row = 3
        var rowCount = 2
        var key = "C2"
        var attempts: Int
    }

    var testDescription: String
    /// What is answered for C2 at the n-th time; nil answers as it should.
    var answer: @Sendable (Int) -> StandInAnswer?
    var cells: [String?] = ["0.25", "0.32", "0.39", "0.32"]
    var exitCode: Int32 = 0
    var found = 3
    var missing = 0
    var retries = 0
    var calls: Int { 3 + retries }
    var problem: Line?
    /// Parts of the problem's message.
    var message: [String] = []
    /// The least that the run takes, in seconds.
    var least = 0.0

    init(_ name: String, _ answer: @escaping @Sendable (Int) -> StandInAnswer?) {
        testDescription = name
        self.answer = answer
    }

    /// Asked again once, with success.
    static func passing(_ name: String, least: Double = 0, _ answer: @escaping @Sendable () -> StandInAnswer) -> Fault {
        var fault = Fault(name) { $0 == 1 ? answer() : nil }
        fault.retries = 1
        fault.least = least
        return fault
    }

    /// Fails for good after so many attempts.
    static func lasting(
        _ name: String, attempts: Int, message: String..., answer: @escaping @Sendable () -> StandInAnswer
    ) -> Fault {
        var fault = Fault(name) { _ in answer() }
        fault.exitCode = 3
        fault.cells = ["0.25", nil, "0.39", nil]
        fault.found = 2
        fault.retries = attempts - 1
        fault.problem = Line(attempts: attempts)
        fault.message = message
        return fault
    }

    static func missing(_ name: String, _ answer: @escaping @Sendable () -> StandInAnswer) -> Fault {
        var fault = Fault(name) { _ in answer() }
        fault.cells = ["0.25", nil, "0.39", nil]
        fault.found = 2
        fault.missing = 1
        return fault
    }

    private static func date(in seconds: Double) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "UTC")
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return formatter.string(from: Date(timeIntervalSinceNow: seconds))
    }

    static let all: [Fault] = [
        .passing("500 once is asked again") { StandInAnswer("oops", status: 500) },
        .passing("503 with Retry-After in seconds waits for them", least: 1) {
            StandInAnswer("busy", status: 503, headers: [("Retry-After", "1")])
        },
        .passing("503 with Retry-After as a date waits for it", least: 0.9) {
            StandInAnswer("busy", status: 503, headers: [("Retry-After", date(in: 2))])
        },
        .passing("429 is asked again") { StandInAnswer("slower", status: 429) },
        .passing("a connection that is reset is asked again") { StandInAnswer("", manner: .reset) },
        .passing("an answer that does not come is asked for again", least: 0.4) { StandInAnswer("", manner: .hang) },
        .passing("an answer that breaks off is asked for again") {
            StandInAnswer(#"{"discount":{"ours":0.32}}"#, manner: .truncated(after: 10))
        },
        .passing("an answer that is no JSON is asked for again") { StandInAnswer(#"{"discount":{"ours":"#) },
        .lasting("500 for good fails the key", attempts: 3, message: "tether.discount", "key C2", "500", "oops") {
            StandInAnswer("oops", status: 500)
        },
        .lasting("a service that always resets fails the key", attempts: 3, message: "key C2") {
            StandInAnswer("", manner: .reset)
        },
        .lasting("no answer in time fails the key", attempts: 3, message: "key C2", "400 ms") {
            StandInAnswer("", manner: .hang)
        },
        .lasting("answers that break off fail the key", attempts: 3, message: "key C2") {
            StandInAnswer(#"{"discount":{"ours":0.32}}"#, manner: .truncated(after: 10))
        },
        .lasting("malformed JSON fails the key", attempts: 3, message: "key C2", "JSON", "<html>") {
            StandInAnswer("<html>")
        },
        .lasting("a value of the wrong type fails the key at once", attempts: 1, message: "key C2", "ours", "number") {
            StandInAnswer(#"{"discount":{"ours":"much"}}"#)
        },
        .lasting("400 fails the key at once", attempts: 1, message: "key C2", "400", "no such thing") {
            StandInAnswer("no such thing", status: 400)
        },
        .lasting("a redirect to another host fails the key at once", attempts: 1, message: "key C2") {
            StandInAnswer("", status: 302, headers: [("Location", "http://localhost:1/contract/")])
        },
        .missing("404 is missing, which is no problem") { StandInAnswer("Not Found", status: 404) },
        .missing("410 is missing") { StandInAnswer("Gone", status: 410) },
        Fault("a number as text is converted") { _ in StandInAnswer(#"{"discount":{"ours":"0.32"}}"#) },
        .missing("an absent field is null") { StandInAnswer(#"{"discount":{}}"#) }.with {
            $0.found = 3
            $0.missing = 0
        },
    ]

    func with(_ change: (inout Fault) -> Void) -> Fault {
        var copy = self
        change(&copy)
        return copy
    }
}

@Suite struct FaultTests {
    static let service = Project.tether(
        """
        timeout: 400ms
        deadline: 20s
        retry: { max_attempts: 3, initial_interval: 1ms, max_interval: 10ms }
        """)
    static let report = Project.share.replacing("input: { sn: sn } }", with: "input: { sn: sn }, error_limit: 100% }")

    @Test("A fault in one key is asked about again, or fails that key alone", arguments: Fault.all)
    func fault(_ fault: Fault) async throws {
        let project = Project(report: Self.report, service: Self.service, rows: "sn,amount\nC1,1\nC2,1\nC3,1\nC2,1\n")
        let answer = Asked().tether { sn, time in sn == "C2" ? fault.answer(time) : nil }
        let (outcome, counts) = try await project.quire("run", "share", "-o", "out.xlsx", "--summary", "json") {
            var answer = answer($0)
            // A kept connection that is reset costs no attempt.
            answer.headers.append(("Connection", "close"))
            return answer
        }
        #expect(outcome.exitCode == fault.exitCode, "\(outcome.said)")
        let summary = try Summary(outcome.standardOutput)
        let tether = try #require(summary.enrichments["tether"])
        #expect(summary.status == (fault.exitCode == 3 ? "partial" : "succeeded"))
        #expect(tether.keys == 3)
        #expect(tether.found == fault.found)
        #expect(tether.missing == fault.missing)
        #expect(tether.failed == (fault.problem == nil ? 0 : 1))
        #expect(tether.calls == fault.calls)
        #expect(tether.retries == fault.retries)
        #expect(counts.requests == fault.calls)
        #expect(summary.seconds >= fault.least)
        #expect(summary.problemCount == summary.problems.count)

        let book = try project.workbook("out.xlsx")
        #expect(try book.column("Ours") == fault.cells)
        try expectProblems(fault, summary, book)
    }

    @Test("Problems name the row as it lies on the sheet, or none where the key shows in none")
    func rows() async throws {
        let project = Project(
            report: Self.report, service: Self.service, rows: "sn,amount\nC1,5\nC2,1\nC3,9\nC2,9\nC4,9\n")
        let handler: StandIn.Handler = { request in
            ["C2", "C4"].contains(request.query("sn")) ? StandInAnswer("no", status: 400) : Project.known(request)
        }
        for (arguments, rows, shown) in [
            (["--sort", "-sn"], ["C4": 2, "C2": 4], ["C4", "C3", "C2", "C2", "C1"]),
            (["--where", "sn <> 'C2'"], ["C2": nil, "C4": 4], ["C1", "C3", "C4"]),
            (["--where", "sn <> 'C2'", "--sort", "-sn"], ["C2": nil, "C4": 2], ["C4", "C3", "C1"]),
            (["--limit", "4"], ["C2": 3], ["C1", "C2", "C3", "C2"]),
        ] as [([String], [String: Int?], [String])] {
            let outcome = try await StandIn.with(handler: handler) { standIn in
                try await project.quire(
                    ["run", "share", "-o", "out.xlsx", "--summary", "json"] + arguments,
                    environment: ["TETHER_URL": standIn.url])
            }
            #expect(outcome.exitCode == 3)
            let problems = try Summary(outcome.standardOutput).problems
            #expect(Dictionary(uniqueKeysWithValues: problems.map { ($0.key, $0.row) }) == rows, "\(arguments)")
            let book = try project.workbook("out.xlsx")
            #expect(try book.column("Sn") == shown)
            let listed = book.sheets[1].rows.dropFirst().map { ($0[4].text ?? "", $0[1].number.map { Int($0) }) }
            #expect(Dictionary(uniqueKeysWithValues: listed) == rows, "\(arguments)")
            for (row, sn) in shown.enumerated() {
                #expect((book.sheets[0].rows[row + 1][1].background != nil) == ["C2", "C4"].contains(sn))
            }
        }
    }

    private func expectProblems(_ fault: Fault, _ summary: Summary, _ book: Spreadsheet) throws {
        guard let line = fault.problem else {
            #expect(book.sheets.map(\.name) == ["Share"])
            #expect(summary.problems.isEmpty)
            return
        }
        #expect(book.sheets.map(\.name) == ["Share", "Problems"])
        let cells = try #require(book.sheets.last?.rows.map { $0.map(\.shown) })
        #expect(cells.count == 2)
        let message = try #require(cells[1][6])
        #expect(
            cells[1].dropLast() == [
                "Share", "\(Double(line.row))", "\(Double(line.rowCount))", "tether", line.key,
                "\(Double(line.attempts))",
            ])
        for part in fault.message { #expect(message.contains(part), "\(message)") }
        let problem = Summary.Problem(
            sheet: "Share", row: line.row, enrichment: "tether", key: line.key, attempts: line.attempts,
            message: message)
        #expect(summary.problems == [problem])
        #expect(book[0, "B3"].background != nil)
        #expect(book[0, "B2"].background == nil)
    }
}
