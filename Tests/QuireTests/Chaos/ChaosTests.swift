import QuireModel
import QuireStandIn
import QuireTesting
import Synchronization
import Testing

/// A report of ten thousand contracts, made while the service it asks is in chaos.
struct Chaos: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var seed: Int
    var bulk = false
    var concurrency: Int
    var limits: String
    var output: String

    static let all = [
        Chaos(
            testDescription: "a call for each key, into csv", seed: 1, concurrency: 32,
            limits: "{ max_concurrency: 32, rate: 110/s, burst: 30 }", output: "out.csv"),
        Chaos(
            testDescription: "by bulk, into xlsx", seed: 2, bulk: true, concurrency: 8,
            limits: "{ max_concurrency: 8, adaptive: true, rate: 6/s, burst: 2 }", output: "out.xlsx"),
    ]

    static let rowCount = 10_000
    static let mostAttempts = 4

    var service: String {
        Project.tether(
            """
            timeout: 1s
            deadline: 20s
            limits: \(limits)
            retry: { max_attempts: \(Self.mostAttempts), initial_interval: 50ms, max_interval: 1s, retry_after_max: 2s }
            """, bulk: bulk
        ).replacing("size: 100", with: "size: 20").replacing("type: number }", with: "type: number, required: true }")
    }
}

@Suite(.timeLimit(.minutes(30))) struct ChaosTests {
    @Test(
        "Whatever a service does, each cell is right or its key is listed, and it is not asked too much",
        arguments: Chaos.all)
    func chaos(_ chaos: Chaos) async throws {
        var project = Project(report: FaultTests.report, service: chaos.service, rows: Project.rows(Chaos.rowCount))
        project.limit = .seconds(1_500)
        let tether = ChaoticTether(seed: chaos.seed)
        // When a third of the keys has been asked for, and last.
        let peaks = Mutex((early: 0, late: 0))
        let (outcome, counts) = try await project.quire(
            "run", "share", "-o", chaos.output, "--summary", "json", answering: tether.answer
        ) { running, _ in
            while !Task.isCancelled {
                let peak = running.peakMemory
                peaks.withLock { peaks in
                    if tether.asked.count <= Chaos.rowCount / 3 { peaks.early = peak }
                    peaks.late = max(peaks.late, peak)
                }
                try? await Task.sleep(for: .milliseconds(100))
            }
        }
        #expect(outcome.exitCode == 3, "\(outcome.standardError)")
        let summary = try Summary(outcome.standardOutput)
        #expect(summary.status == "partial")
        #expect(summary.rows == Chaos.rowCount)
        try expectAnswers(project, chaos, summary)
        try expectCounts(counts, chaos, summary, tether)
        let (early, late) = peaks.withLock { $0 }
        #expect(early > 0 && late < early + 16 << 20, "peak memory went from \(early) to \(late) bytes")
    }

    private func expectAnswers(_ project: Project, _ chaos: Chaos, _ summary: Summary) throws {
        let (cells, problems) = try chaos.output.hasSuffix(".csv") ? inCSV(project) : inWorkbook(project)
        #expect(cells.map(\.sn) == (1...Chaos.rowCount).map { "C\($0)" })
        for cell in cells {
            if let ours = cell.ours {
                #expect(ours == Double(ContractStandIns.ours(cell.sn)) / 100, "\(cell.sn)")
                #expect(!problems.contains(cell.sn), "\(cell.sn) has a value and is a problem")
            } else {
                #expect(problems.contains(cell.sn), "\(cell.sn) is blank and no problem")
            }
        }
        #expect(problems.count == summary.problemCount)
        #expect(summary.enrichments["tether"]?.failed == problems.count)
        #expect(problems.count < Chaos.rowCount / 2)
    }

    private func expectCounts(
        _ counts: StandIn.Counts, _ chaos: Chaos, _ summary: Summary, _ service: ChaoticTether
    ) throws {
        let tether = try #require(summary.enrichments["tether"])
        #expect(tether.keys == Chaos.rowCount)
        #expect(service.asked.count <= Chaos.rowCount)
        #expect(service.asked.values.allSatisfy { $0 <= Chaos.mostAttempts })
        #expect(counts.requests - service.resets <= tether.calls)
        // What the breaker held back is tried again beyond the budget.
        let heldBack = chaos.concurrency * service.troubledSeconds
        #expect(tether.retries <= (tether.calls - tether.retries) / 5 + 10 + heldBack)
        // A request that was given up is open for another moment.
        #expect(counts.peakRequests <= 2 * chaos.concurrency)
    }

    private typealias Cells = [(sn: String, ours: Double?)]

    private func inCSV(_ project: Project) throws -> (Cells, Set<String>) {
        let cells = try project.lines("out.csv").dropFirst().map { line in
            let parts = line.split(separator: ",", omittingEmptySubsequences: false)
            return (String(parts[0]), Double(parts[1]))
        }
        let problems = try project.text("out.problems.csv")
        for form in Secret.forms(of: Project.token) { #expect(!problems.contains(form)) }
        let keys = problems.split(whereSeparator: \.isNewline).dropFirst().map { String($0.split(separator: ",")[4]) }
        return (cells, Set(keys))
    }

    private func inWorkbook(_ project: Project) throws -> (Cells, Set<String>) {
        let book = try project.workbook("out.xlsx")
        let cells = book.sheets[0].rows.dropFirst().map { ($0[0].text ?? "", $0[1].number) }
        let problems = book.sheets.dropFirst().flatMap { $0.rows.dropFirst() }
        for message in problems.compactMap({ $0[6].text }) {
            for form in Secret.forms(of: Project.token) { #expect(!message.contains(form)) }
        }
        return (cells, Set(problems.compactMap { $0[4].text }))
    }
}
