import QuireComponents
import QuireDefinition
import QuireEngine
import QuireModel
import QuirePlugin
import QuireStandIn
import QuireTesting
import Synchronization

@testable import QuireRun

/// A project whose report goes to a folder and to a webhook, run within this process.
struct DeliveryFixture: Sendable {
    let folder = TemporaryFolder()
    /// Not so long ago that it is forgotten.
    let run = RunID.make(at: .now)

    /// - Parameter deliver: the report's.
    init(_ deliver: String) {
        folder.write("sn\nC1\nC2\n", to: "reports/data/rows.csv")
        folder.write("", to: "exports/empty")
        report(deliver)
    }

    func report(_ deliver: String, title: String = "Sn") {
        folder.write(
            """
            source: { file: data/rows.csv }
            columns: [{ title: \(title), value: sn }]
            output: { file: share.csv }
            deliver:
            \(deliver)
            """, to: "reports/share.yaml")
    }

    func state() throws -> StateDatabase { try StateDatabase(in: try StateFolder(folder.file("state"))) }

    func record() async throws -> RunRecord? { try await RunRecords(try state()).record(run) }

    private func loader() throws -> ProjectLoader {
        ProjectLoader(
            folder: try ProjectFolder(folder.file("reports")), environment: Environment(variables: [:]) { _ in nil },
            registry: Builtins.registry, openFileLimit: 1024)
    }

    private func loaded() throws -> LoadedReport {
        var loader = try loader()
        let report = try loader.report("share")
        guard let report, loader.diagnostics.isEmpty else { throw DiagnosticError(loader.diagnostics) }
        return LoadedReport(
            report: report, project: loader.project, folder: loader.folder.path, secrets: loader.secrets,
            environment: [:])
    }

    /// Attempts that fail go by at once.
    private var attempts: DeliveryAttempts { DeliveryAttempts(clock: ImpatientClock(), random: { 1 }) }

    func execute(
        publicURL: String? = nil, isInterrupted: @escaping @Sendable () -> Bool = { false }
    ) async throws -> RunSummary {
        let instructions = RunInstructions(report: "share", parameters: [], in: folder.path)
        var request = try RunRequest(instructions, of: try loaded(), run: run, startedAt: .now)
        request.delivers = true
        request.publicURL = publicURL
        request.deliveryAttempts = attempts
        request.log = { _ in }
        let target = try request.settleTarget(asked: nil, format: nil, in: folder.path)
        let state = try state()
        return try await ServiceDesk.open { [request] desk in
            var run = RecordedRun(request, instructions, in: state, makeWriter: request.writer(to: target))
            run.isInterrupted = isInterrupted
            return try await run.execute(at: desk)
        }
    }

    func retry() async throws -> DeliveryRetry {
        guard let record = try await record() else { throw DiagnosticError([]) }
        return DeliveryRetry(record, of: try loaded(), in: try state(), attempts: attempts, log: { _ in })
    }
}

/// A clock on which whoever sleeps wakes at once, when that time has passed.
struct ImpatientClock: Clock {
    struct Instant: InstantProtocol {
        var offset: Duration

        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private let time = Passed()

    var now: Instant { Instant(offset: time.passed) }
    var minimumResolution: Duration { .nanoseconds(1) }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        time.pass(to: deadline.offset)
    }

    private final class Passed: Sendable {
        private let state = Mutex(Duration.zero)

        var passed: Duration { state.withLock { $0 } }

        func pass(to moment: Duration) { state.withLock { $0 = max($0, moment) } }
    }
}

/// A webhook that answers each request as a test says.
final class Hook: Sendable {
    private let state = Mutex((bodies: [JSON](), answer: 204))

    /// What came in.
    var bodies: [JSON] { state.withLock { $0.bodies } }

    func answers(_ status: Int) { state.withLock { $0.answer = status } }

    var handler: StandIn.Handler {
        { request in
            StandInAnswer(
                "no",
                status: self.state.withLock { state in
                    state.bodies.append((try? JSON.parse(request.body)) ?? .null)
                    return state.answer
                })
        }
    }
}
