import GRDB
import QuireAccess
package import QuireModel
package import QuireRun

/// The schedules of a state: what was decided, and what is to be remembered. A decision, the fires it makes and the runs that
/// are to wait for them are one transaction: whatever ends the program, and whoever else uses the state, no fire is made twice
/// and none is lost.
package struct ScheduleRecords: Sendable {
    private let state: StateDatabase

    package init(_ state: StateDatabase) { self.state = state }

    /// Makes the record of a run that is to wait; throws where there can be none.
    package typealias MakeRun = @Sendable (_ schedule: FollowedSchedule, _ fire: LocalDateTime) throws -> RunRecord

    /// What came of a decision.
    package struct Outcome: Sendable {
        /// When there is something to be decided again, whatever becomes of runs.
        package var wake: LocalDateTime?
        /// Runs wait that did not before.
        package var hasQueued = false
        /// Some fire has a run whose end is awaited.
        package var awaitsRuns = false
        /// Runs to be cancelled.
        package var cancelled: [String] = []
        /// What people should know.
        package var notes: [String] = []
    }

    /// Decides what is due.
    ///
    /// - Parameters:
    ///   - schedules: of the reports whose definitions are known.
    ///   - broken: reports that are there and whose definitions are not known.
    package func advance(
        _ schedules: [FollowedSchedule], broken: Set<String>, at now: LocalDateTime, _ makeRun: @escaping MakeRun
    ) async throws -> Outcome {
        try await state.queue.write { database in
            let rows = ScheduleRows(database: database)
            var followed = schedules
            let current = Set(schedules.map(\.id))
            for var known in try rows.known() where !current.contains(known.id) {
                if broken.contains(known.report) {
                    known.isBroken = true
                    followed.append(known)
                } else {
                    try rows.end(known, at: now)
                }
            }
            var outcome = Outcome()
            for schedule in followed {
                let before = try rows.state(of: schedule.report, schedule.name)
                let decisions = ScheduleMachine.decide(schedule, before, at: now)
                if !decisions.isEmpty || before?.plan != schedule.plan || before?.ended != nil {
                    try Transcript(schedule, rows, makeRun, at: now).write(decisions, after: before, &outcome)
                }
                let awaited = try rows.state(of: schedule.report, schedule.name)?.open.isEmpty == false
                outcome.awaitsRuns = outcome.awaitsRuns || awaited
                outcome.cancelled += decisions.cancelled
                outcome.notes += decisions.notes
                if let wake = decisions.wake { outcome.wake = min(outcome.wake ?? wake, wake) }
            }
            return outcome
        }
    }

    /// Makes a fire that no cron asks for.
    ///
    /// - Returns: its run.
    package func fire(
        _ schedule: FollowedSchedule, at now: LocalDateTime, _ makeRun: @escaping MakeRun
    ) async throws -> String {
        try await state.queue.write { database in
            let rows = ScheduleRows(database: database)
            // Its millisecond can be that of another fire, be it of the cron.
            var moment = now
            while try rows.has(FireRecord(schedule, at: moment)) { moment = moment.advanced(by: .milliseconds(1)) }
            let run = try makeRun(schedule, moment)
            var fire = FireRecord(schedule, at: moment)
            fire.run = run.run
            _ = try rows.insert(fire)
            try RunRecords.enqueue(run, in: database)
            return run.run
        }
    }

    package func setPaused(_ isPaused: Bool, _ schedule: FollowedSchedule, at now: LocalDateTime) async throws {
        try await state.queue.write { database in
            let rows = ScheduleRows(database: database)
            var state =
                try rows.state(of: schedule.report, schedule.name) ?? ScheduleState(schedule.plan, since: now)
            state.isPaused = isPaused
            state.pausedAfter = nil
            // A fresh start: one more failure is not to pause it again.
            if !isPaused { state.failures = 0 }
            try rows.keep(state, of: schedule)
        }
    }

    /// How a schedule stands.
    package struct Standing: Sendable {
        package var state: ScheduleState?
        package var last: FireRecord?
        /// How the run of the last fire stands.
        package var result: RunSummary.Status?
        /// The run of the latest fire that has one.
        package var lastRun: String?
    }

    package func standing(of schedule: FollowedSchedule) async throws -> Standing {
        try await state.queue.read { database in
            let rows = ScheduleRows(database: database)
            let last = try rows.fires(of: schedule.report, schedule.name, before: nil, limit: 1).first
            return Standing(
                state: try rows.state(of: schedule.report, schedule.name), last: last,
                result: try last?.run.flatMap { try rows.status(ofRun: $0) },
                lastRun: try rows.lastRun(of: schedule.report, schedule.name))
        }
    }

    /// The ids of schedules that are paused.
    package func paused() async throws -> Set<String> {
        try await state.queue.read { try ScheduleRows(database: $0).paused() }
    }

    /// The latest first.
    ///
    /// - Parameter moment: those due before it.
    package func fires(
        of report: String, _ name: String, before moment: LocalDateTime? = nil, limit: Int
    ) async throws -> [FireRecord] {
        try await state.queue.read {
            try ScheduleRows(database: $0).fires(of: report, name, before: moment, limit: limit)
        }
    }

    /// All that were followed when they last were.
    package func known() async throws -> [FollowedSchedule] {
        try await state.queue.read { try ScheduleRows(database: $0).known() }
    }

    /// Forgets fires that were due, and schedules that ended, before a moment.
    package func forget(before moment: LocalDateTime) async throws {
        try await state.queue.write { try ScheduleRows(database: $0).forget(before: moment) }
    }
}

/// Writes down what was decided for one schedule, and what it does in the audit log.
private struct Transcript {
    private let schedule: FollowedSchedule
    private let rows: ScheduleRows
    private let makeRun: ScheduleRecords.MakeRun
    private let now: LocalDateTime

    init(
        _ schedule: FollowedSchedule, _ rows: ScheduleRows, _ makeRun: @escaping ScheduleRecords.MakeRun,
        at now: LocalDateTime
    ) {
        self.schedule = schedule
        self.rows = rows
        self.makeRun = makeRun
        self.now = now
    }

    /// - Parameter before: what was known of it until now.
    func write(
        _ decisions: ScheduleDecisions, after before: ScheduleState?, _ outcome: inout ScheduleRecords.Outcome
    ) throws {
        for fire in decisions.settled { try rows.settle(record(of: fire, .run)) }
        for (fire, moment) in decisions.postponed { try rows.postpone(record(of: fire, .run), until: moment) }
        for open in decisions.retried {
            guard let run = open.run, try rows.retry(record(of: open.at, .run, run: run)) else { continue }
            try audit(.resume, run)
            outcome.hasQueued = true
        }
        for (fire, reason) in decisions.dropped { try rows.drop(record(of: fire, .skipped, reason)) }
        for fire in decisions.begun {
            guard let run = try run(for: fire, &outcome) else {
                try rows.drop(record(of: fire, .skipped, .definition))
                continue
            }
            try rows.begin(record(of: fire, .run, run: run.run))
            try enqueue(run)
        }
        for (fire, fate) in decisions.fires { try write(fire, fate, &outcome) }
        if decisions.state.isPaused, before?.isPaused != true { try audit(.pause, schedule.id) }
        try rows.keep(decisions.state, of: schedule)
    }

    private func write(
        _ fire: LocalDateTime, _ fate: FireFate, _ outcome: inout ScheduleRecords.Outcome
    ) throws {
        switch fate {
        case .run:
            guard let run = try run(for: fire, &outcome) else {
                _ = try rows.insert(record(of: fire, .skipped, .definition))
                return
            }
            if try rows.insert(record(of: fire, .run, run: run.run)) { try enqueue(run) }
        case .buffered: _ = try rows.insert(record(of: fire, .run))
        case .missed(let reason): _ = try rows.insert(record(of: fire, .missed, reason))
        case .skipped(let reason): _ = try rows.insert(record(of: fire, .skipped, reason))
        }
    }

    private func enqueue(_ run: RunRecord) throws {
        try RunRecords.enqueue(run, in: rows.database)
        try audit(.run, "\(run.report) \(run.run)")
    }

    private func audit(_ act: AuditedAct, _ detail: String) throws {
        try AuditLog.record(act, detail, by: Author(schedule: schedule.id), at: now, rows.database)
    }

    /// - Returns: nil where the report cannot be run as its schedule says, which is noted.
    private func run(for fire: LocalDateTime, _ outcome: inout ScheduleRecords.Outcome) throws -> RunRecord? {
        do {
            let run = try makeRun(schedule, fire)
            outcome.hasQueued = true
            return run
        } catch let error as DiagnosticError {
            outcome.notes.append("the schedule \(schedule.id) cannot run: \(error.description)")
            return nil
        }
    }

    private func record(
        of fire: LocalDateTime, _ status: FireRecord.Status, _ reason: FireRecord.Reason? = nil, run: String? = nil
    ) -> FireRecord {
        FireRecord(
            report: schedule.report, schedule: schedule.name, at: fire, status: status, reason: reason, run: run)
    }
}

extension FireRecord {
    fileprivate init(_ schedule: FollowedSchedule, at moment: LocalDateTime) {
        self.init(report: schedule.report, schedule: schedule.name, at: moment, status: .run)
    }
}
