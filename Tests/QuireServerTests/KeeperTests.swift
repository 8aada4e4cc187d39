import Logging
import QuireCalendar
import QuireModel
import QuireRun
import QuireScheduler
import QuireTesting
import Testing

@testable import QuireServer

@Suite("What is no longer kept")
struct KeeperTests {
    private static let noon = LocalDateTime.parse("2026-06-01 12:00:00")!.moment

    /// Nothing is launched by who only forgets.
    private struct NoLauncher: RunLauncher {
        func wake() {}
        func cancel(_ run: String) async throws -> Bool { false }
    }

    /// A state, and a keeper of it.
    private struct Stage {
        let folder = TemporaryFolder()
        let state: StateDatabase
        let keeper: Keeper

        init(keep: Duration, keepFiles: Duration) throws {
            state = try StateDatabase(in: StateFolder(folder.file("state")))
            var options = ServerOptions()
            options.keep = keep
            options.keepFiles = keepFiles
            keeper = Keeper(
                state, scheduler: Scheduler(state, launcher: NoLauncher()) { _ in }, options,
                logger: Logger(label: "test"))
        }

        /// A run and its file.
        ///
        /// - Parameters:
        ///   - begun: days before noon.
        ///   - finished: the same; nil where it goes on.
        func add(begun: Double, finished: Double?, _ status: RunSummary.Status = .succeeded) async throws -> String {
            func ago(_ days: Double) -> LocalDateTime { KeeperTests.noon.advanced(by: .seconds(-days * 86_400)) }
            let run = RunID.make(at: ago(begun))
            let berlin = Zone(identifier: "Europe/Berlin")!
            let summary = JSON.members([
                "run": .string(run), "status": .string(status.rawValue),
                "started_at": .string(berlin.iso8601(ofUTC: ago(begun))),
                "finished_at": finished.map { .string(berlin.iso8601(ofUTC: ago($0))) } ?? .null,
            ])
            let instructions = RunInstructions(report: "a", parameters: [], in: state.folder.files)
            try await RunRecords(state).enqueue(
                RunRecord(run: run, report: "a", status: status, summary: summary, instructions: instructions))
            folder.write("rows", to: "state/files/\(run)/a.csv")
            return run
        }

        var runs: Set<String> {
            get async throws { Set(try await RunRecords(state).list(report: "a", limit: 100).map(\.run)) }
        }

        var files: Set<String> { get throws { Set(try TemporaryFolder.names(in: state.folder.files)) } }
    }

    @Test("files go once their run has ended for so long, its record stays")
    func files() async throws {
        let stage = try Stage(keep: .seconds(90 * 86_400), keepFiles: .seconds(30 * 86_400))
        let old = try await stage.add(begun: 30.5, finished: 30.01)
        let failed = try await stage.add(begun: 40, finished: 40, .failed)
        let kept = [
            try await stage.add(begun: 30.5, finished: 29.99), try await stage.add(begun: 29.9, finished: 29.9),
            // Begun long ago, and gone on with today.
            try await stage.add(begun: 31, finished: 0.1), try await stage.add(begun: 31, finished: nil, .queued),
        ]
        stage.folder.write("rows", to: "state/files/mine/a.csv")
        // Its record is gone already.
        let orphan = RunID.make(at: Self.noon.advanced(by: .seconds(-31 * 86_400)))
        stage.folder.write("rows", to: "state/files/\(orphan)/a.csv")
        try await stage.keeper.clean(at: Self.noon)
        #expect(try stage.files == Set(kept + ["mine"]))
        #expect(try await stage.runs == Set(kept + [old, failed]))
    }

    @Test("runs go with their files once they have ended for so long")
    func runs() async throws {
        let stage = try Stage(keep: .seconds(10 * 86_400), keepFiles: .seconds(30 * 86_400))
        _ = try await stage.add(begun: 10.5, finished: 10.01)
        _ = try await stage.add(begun: 40, finished: 39, .cancelled)
        let kept = [
            try await stage.add(begun: 10.5, finished: 9.99), try await stage.add(begun: 9.9, finished: 9.9),
            try await stage.add(begun: 20, finished: 1, .partial),
            try await stage.add(begun: 20, finished: nil, .queued),
        ]
        try await stage.keeper.clean(at: Self.noon)
        #expect(try await stage.runs == Set(kept))
        #expect(try stage.files == Set(kept))
        try await stage.keeper.clean(at: Self.noon.advanced(by: .seconds(86_400)))
        #expect(try await stage.runs == Set(kept.dropFirst(2)))
    }

    @Test("fires go once they were due for so long")
    func fires() async throws {
        let stage = try Stage(keep: .seconds(10 * 86_400), keepFiles: .seconds(30 * 86_400))
        let records = ScheduleRecords(stage.state)
        let daily = FollowedSchedule(
            report: "a", name: "daily", plan: FirePlan(FireTimes(try CronExpression("0 11 * * *"), in: .utc)))
        func advance(_ days: Int) async throws {
            _ = try await records.advance([daily], broken: [], at: Self.noon.advanced(by: .seconds(days * 86_400))) {
                _, _ in throw CancellationError()
            }
        }
        try await advance(-20)
        try await records.setPaused(true, daily, at: Self.noon)
        try await advance(0)
        #expect(try await records.fires(of: "a", "daily", limit: 100).count == 20)
        try await stage.keeper.clean(at: Self.noon)
        let kept = try await records.fires(of: "a", "daily", limit: 100)
        #expect(kept.count == 10)
        #expect(kept.last?.at.description == "2026-05-23 11:00:00")
    }
}
