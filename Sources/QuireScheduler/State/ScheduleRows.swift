import GRDB
import QuireModel
import QuireRun

/// What the state holds of schedules and their fires. To be used within a transaction.
struct ScheduleRows {
    let database: Database

    // MARK: Schedules

    /// - Returns: nil where it has not been followed before, or what is kept of it cannot be read.
    func state(of report: String, _ name: String) throws -> ScheduleState? {
        let row = try Row.fetchOne(
            database, sql: "SELECT * FROM schedule_state WHERE id = ?", arguments: [ScheduleID.make(report, name)])
        guard let row, let plan = Self.plan(row) else { return nil }
        var state = ScheduleState(plan, since: LocalDateTime(microseconds: row["considered"]))
        state.isPaused = row["paused"]
        state.pausedAfter = row["paused_after"]
        state.failures = row["failures"]
        state.lateRun = row["late_run"]
        state.ended = (row["ended"] as Int64?).map(LocalDateTime.init(microseconds:))
        state.open = try open(report, name)
        return state
    }

    func keep(_ state: ScheduleState, of schedule: FollowedSchedule) throws {
        try database.execute(
            sql: """
                INSERT INTO schedule_state (
                    id, report, schedule, plan, paused, failures, considered, late_run, paused_after)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET plan = excluded.plan, paused = excluded.paused,
                    failures = excluded.failures, considered = excluded.considered, late_run = excluded.late_run,
                    paused_after = excluded.paused_after, ended = NULL
                """,
            arguments: [
                schedule.id, schedule.report, schedule.name, state.plan.json.text, state.isPaused, state.failures,
                state.considered.microseconds, state.lateRun, state.pausedAfter,
            ])
    }

    /// The ids of those that are paused, be they followed or not.
    func paused() throws -> Set<String> {
        try String.fetchSet(database, sql: "SELECT id FROM schedule_state WHERE paused")
    }

    /// All that are followed, as they were when they last were.
    func known() throws -> [FollowedSchedule] {
        try Row.fetchAll(database, sql: "SELECT * FROM schedule_state WHERE ended IS NULL ORDER BY id").compactMap {
            row in
            Self.plan(row).map { FollowedSchedule(report: row["report"], name: row["schedule"], plan: $0) }
        }
    }

    /// Stops following a schedule; what it waits for is not to run. That it is paused is remembered: its file may be away for
    /// a moment only, as when it is replaced by another.
    func end(_ schedule: FollowedSchedule, at now: LocalDateTime) throws {
        try database.execute(
            sql: """
                UPDATE fire SET status = 'skipped', reason = 'definition'
                WHERE report = ? AND schedule = ? AND is_open AND run IS NULL
                """, arguments: [schedule.report, schedule.name])
        try database.execute(
            sql: "UPDATE fire SET is_open = FALSE WHERE report = ? AND schedule = ? AND is_open",
            arguments: [schedule.report, schedule.name])
        try database.execute(
            sql: "UPDATE schedule_state SET ended = ? WHERE id = ?", arguments: [now.microseconds, schedule.id])
    }

    private static func plan(_ row: Row) -> FirePlan? { (try? JSON.parse(row["plan"])).flatMap(FirePlan.init) }

    // MARK: Fires

    private func open(_ report: String, _ name: String) throws -> [OpenFire] {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT fire.*, run.status AS standing FROM fire LEFT JOIN run ON run.id = fire.run
                WHERE fire.report = ? AND fire.schedule = ? AND fire.is_open ORDER BY fire.at
                """, arguments: [report, name])
        return rows.map { row in
            OpenFire(
                at: LocalDateTime(microseconds: row["at"]), run: row["run"],
                standing: Self.standing(run: row["run"], status: row["standing"]), attempts: row["attempts"],
                retryAt: (row["retry_at"] as Int64?).map(LocalDateTime.init(microseconds:)))
        }
    }

    private static func standing(run: String?, status: String?) -> OpenFire.Standing {
        guard run != nil else { return .buffered }
        return switch status.flatMap(RunSummary.Status.init(rawValue:)) {
        case .queued, .running: .underWay
        case .succeeded, .partial: .succeeded
        case .failed: .failed
        case .cancelled, nil: .cancelled
        }
    }

    func has(_ fire: FireRecord) throws -> Bool {
        try Bool.fetchOne(database, sql: "SELECT TRUE FROM fire WHERE key = ?", arguments: [fire.key]) ?? false
    }

    /// - Returns: false where the fire is there already.
    func insert(_ fire: FireRecord) throws -> Bool {
        try database.execute(
            sql: """
                INSERT OR IGNORE INTO fire (key, report, schedule, at, status, reason, run, attempts, is_open)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                fire.key, fire.report, fire.schedule, fire.at.microseconds, fire.status.rawValue,
                fire.reason?.rawValue, fire.run, fire.run == nil ? 0 : 1, fire.status == .run,
            ])
        return database.changesCount == 1
    }

    /// A fire that waited has a run.
    func begin(_ fire: FireRecord) throws {
        try database.execute(
            sql: "UPDATE fire SET run = ?, attempts = 1 WHERE key = ?", arguments: [fire.run, fire.key])
    }

    /// Its outcome is known.
    func settle(_ fire: FireRecord) throws {
        try database.execute(sql: "UPDATE fire SET is_open = FALSE WHERE key = ?", arguments: [fire.key])
    }

    /// A fire that waited does not run.
    func drop(_ fire: FireRecord) throws {
        try database.execute(
            sql: "UPDATE fire SET status = ?, reason = ?, is_open = FALSE WHERE key = ?",
            arguments: [fire.status.rawValue, fire.reason?.rawValue, fire.key])
    }

    func postpone(_ fire: FireRecord, until moment: LocalDateTime) throws {
        try database.execute(
            sql: "UPDATE fire SET retry_at = ? WHERE key = ?", arguments: [moment.microseconds, fire.key])
    }

    /// Another attempt at its run.
    ///
    /// - Returns: false where the run has not failed.
    func retry(_ fire: FireRecord) throws -> Bool {
        guard let run = fire.run, try RunRecords.requeue(run, in: database) else { return false }
        try database.execute(
            sql: "UPDATE fire SET attempts = attempts + 1, retry_at = NULL WHERE key = ?", arguments: [fire.key])
        return true
    }

    /// The latest first.
    func fires(of report: String, _ name: String, before moment: LocalDateTime?, limit: Int) throws -> [FireRecord] {
        let rows = try Row.fetchAll(
            database,
            sql: "SELECT * FROM fire WHERE report = ? AND schedule = ? AND at < ? ORDER BY at DESC LIMIT ?",
            arguments: [report, name, moment?.microseconds ?? .max, limit])
        return rows.map(Self.fire)
    }

    private static func fire(_ row: Row) -> FireRecord {
        FireRecord(
            report: row["report"], schedule: row["schedule"], at: LocalDateTime(microseconds: row["at"]),
            status: FireRecord.Status(rawValue: row["status"]) ?? .missed,
            reason: (row["reason"] as String?).flatMap(FireRecord.Reason.init), run: row["run"])
    }

    /// The run of the latest fire that has one which is still known.
    func lastRun(of report: String, _ name: String) throws -> String? {
        try String.fetchOne(
            database,
            sql: """
                SELECT run.id FROM fire JOIN run ON run.id = fire.run
                WHERE fire.report = ? AND fire.schedule = ? ORDER BY fire.at DESC LIMIT 1
                """, arguments: [report, name])
    }

    /// How a run stands.
    func status(ofRun run: String) throws -> RunSummary.Status? {
        try String.fetchOne(database, sql: "SELECT status FROM run WHERE id = ?", arguments: [run])
            .flatMap(RunSummary.Status.init)
    }

    /// Forgets fires that were due before a moment, but for those whose outcome is awaited, and schedules that ended before it.
    func forget(before moment: LocalDateTime) throws {
        try database.execute(
            sql: "DELETE FROM schedule_state WHERE ended < ?", arguments: [moment.microseconds])
        try database.execute(
            sql: "DELETE FROM fire WHERE at < ? AND NOT is_open", arguments: [moment.microseconds])
    }
}
