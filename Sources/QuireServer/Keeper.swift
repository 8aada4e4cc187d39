import FoundationEssentials
import Logging
import QuireModel
import QuireRun
import QuireScheduler
import ServiceLifecycle

/// Forgets what is no longer to be kept.
struct Keeper: Service {
    private static let interval = Duration.seconds(3600)

    private let state: StateDatabase
    private let scheduler: Scheduler
    private let keep: Duration
    private let keepFiles: Duration
    private let logger: Logger

    init(_ state: StateDatabase, scheduler: Scheduler, _ options: ServerOptions, logger: Logger) {
        self.state = state
        self.scheduler = scheduler
        keep = options.keep
        keepFiles = options.keepFiles
        self.logger = logger
    }

    func run() async {
        await cancelWhenGracefulShutdown {
            repeat {
                do { try await clean(at: .now) } catch {
                    logger.error("what is no longer kept could not be removed: \(StateDatabase.reason(error))")
                }
            } while (try? await Task.sleep(for: Self.interval)) != nil
        }
    }

    /// - Parameter moment: in UTC.
    func clean(at moment: LocalDateTime) async throws {
        let records = RunRecords(state)
        try await records.keep(for: keep)
        try await records.forget(before: moment)
        try await scheduler.forget(before: moment.advanced(by: .zero - keep))
        let oldest = moment.advanced(by: .zero - keepFiles)
        for run in (try? FileManager.default.contentsOfDirectory(atPath: state.folder.files)) ?? [] {
            guard let begun = RunID.moment(of: run), begun < oldest else { continue }
            let record = try await records.record(run)
            // One that is taken up again needs its folder, and makes it anew.
            guard record?.status != .running, record?.status != .queued else { continue }
            if record?.finishedAt ?? begun < oldest { state.folder.removeFiles(of: run) }
        }
    }
}
