import GRDB
import QuireComponents
import QuireDefinition
import QuireModel
import QuireRun
import QuireScheduler
import QuireTesting
import Synchronization

/// A project on disk with reports that have schedules, and its state.
struct ScheduledProject: Sendable {
    private let folder = TemporaryFolder()

    /// - Parameter schedule: of the report `a`.
    init(_ schedule: String) {
        folder.write("timezone: Asia/Shanghai\n", to: "reports/quire.yaml")
        folder.write("sn\nC1\n", to: "reports/rows.csv")
        write("a", schedule)
    }

    /// - Parameter keys: of the report, beside its source and columns.
    func write(_ report: String, _ keys: String) {
        folder.write("source: { file: rows.csv }\ncolumns: [sn]\n" + keys, to: "reports/\(report).yaml")
    }

    /// Opens it, as another process would.
    func state() throws -> StateDatabase { try StateDatabase(in: try StateFolder(folder.path + "/state")) }

    /// A report as it is now.
    func report(_ name: String = "a") throws -> LoadedReport {
        var loader = ProjectLoader(
            folder: try ProjectFolder(folder.path + "/reports"), environment: Environment(variables: [:]) { _ in nil },
            registry: Builtins.registry, openFileLimit: 1024)
        let report = try loader.report(name)
        let errors = loader.diagnostics.filter { $0.severity == .error }
        guard let report, errors.isEmpty else { throw DiagnosticError(errors) }
        return LoadedReport(
            report: report, project: loader.project, folder: loader.folder.path, secrets: loader.secrets,
            environment: [:])
    }

    func schedules() throws -> [FollowedSchedule] { try report().report.schedules.map(FollowedSchedule.init) }
}

extension StateDatabase {
    /// All runs, by the schedule and the time they are for, as `12:00 queued`.
    var scheduledRuns: [String] {
        get async throws {
            try await queue.read { database in
                try Row.fetchAll(database, sql: "SELECT scheduled_at, status FROM run ORDER BY scheduled_at, id").map {
                    LocalDateTime(microseconds: $0["scheduled_at"]).clock + " " + ($0["status"] as String)
                }
            }
        }
    }

    /// Has every run that waits or is under way end so.
    func endRuns(_ status: RunSummary.Status) async throws {
        try await queue.write { database in
            try database.execute(
                sql: "UPDATE run SET status = ? WHERE status IN ('queued', 'running')", arguments: [status.rawValue])
        }
    }
}

/// Does no runs: tests end them. Tells how often it was woken, and what it was to cancel.
final class WatchedLauncher: RunLauncher {
    private let state = Mutex<(wakes: Int, cancelled: [String])>((0, []))

    var wakes: Int { state.withLock { $0.wakes } }
    var cancelled: [String] { state.withLock { $0.cancelled } }

    func wake() { state.withLock { $0.wakes += 1 } }

    func cancel(_ run: String) async throws -> Bool {
        state.withLock { $0.cancelled.append(run) }
        return true
    }
}
