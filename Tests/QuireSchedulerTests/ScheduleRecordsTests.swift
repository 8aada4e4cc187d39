import GRDB
import QuireAccess
import QuireDefinition
import QuireModel
import QuireRun
import QuireScheduler
import Testing

@Suite("What schedules do is kept")
struct ScheduleRecordsTests {
    private static let hourly = "schedule: { cron: '0 * * * *', timezone: UTC, catchup_window: 1h }"

    /// The power goes.
    private struct Crash: Error {}

    private func at(_ time: String) -> LocalDateTime { moment("2026-06-01 " + time) }

    /// `12:00 run`, `11:00 missed window`: the latest first, one with a run has a `*`.
    private func fires(_ records: ScheduleRecords, _ name: String = "default") async throws -> [String] {
        try await records.fires(of: "a", name, limit: 100).map { fire in
            [fire.at.clock, fire.status.rawValue, fire.reason?.rawValue].compactMap(\.self).joined(separator: " ")
                + (fire.run == nil ? "" : " *")
        }
    }

    private func maker(_ project: ScheduledProject, at now: LocalDateTime) throws -> ScheduleRecords.MakeRun {
        let loaded = try project.report()
        return { schedule, fire in
            var origin = RunOrigin()
            origin.schedule = schedule.name
            origin.scheduledAt = fire
            let instructions = RunInstructions(report: schedule.report, parameters: [], in: loaded.folder)
            let request = try RunRequest(
                instructions, of: loaded, run: RunID.make(at: now), startedAt: now, origin: origin)
            return request.waitingRecord(instructions)
        }
    }

    /// What is due at a time, decided by a process that has just opened the state.
    @discardableResult
    private func advance(
        _ project: ScheduledProject, _ time: String, broken: Set<String> = []
    ) async throws -> ScheduleRecords.Outcome {
        let records = ScheduleRecords(try project.state())
        guard broken.isEmpty else {
            return try await records.advance([], broken: broken, at: at(time)) { _, _ in throw Crash() }
        }
        return try await records.advance(
            try project.schedules(), broken: [], at: at(time), try maker(project, at: at(time)))
    }

    @Test("a fire and its run, over restarts, and once")
    func fire() async throws {
        let project = ScheduledProject(Self.hourly)
        try await advance(project, "11:30")
        let outcome = try await advance(project, "12:00")
        #expect(outcome.hasQueued)
        #expect(outcome.awaitsRuns)
        #expect(outcome.wake == at("13:00"))
        try await advance(project, "12:00")
        try await advance(project, "12:10")
        let state = try project.state()
        #expect(try await state.scheduledRuns == ["12:00 queued"])
        #expect(try await fires(ScheduleRecords(state)) == ["12:00 run *"])
        let run = try #require(try await RunRecords(state).waiting().first)
        #expect(run.origin.schedule == "default")
        #expect(run.origin.scheduledAt == at("12:00"))
        #expect(run.origin.isServed)
        #expect(run.summary["scheduled_at"] == "2026-06-01T20:00:00+08:00")
    }

    @Test("the latest of those missed while nothing ran is made up, the others are recorded")
    func catchUp() async throws {
        let project = ScheduledProject(Self.hourly)
        try await advance(project, "08:30")
        try await advance(project, "12:30")
        let state = try project.state()
        #expect(
            try await fires(ScheduleRecords(state))
                == ["12:00 run *", "11:00 missed window", "10:00 missed window", "09:00 missed window"])
        #expect(try await state.scheduledRuns == ["12:00 queued"])
    }

    @Test("by several at once no fire is made twice")
    func several() async throws {
        let project = ScheduledProject("schedule: { cron: '0 * * * *', timezone: UTC, overlap: allow_all }")
        try await advance(project, "08:30")
        for hour in ["09:00", "10:00", "11:00", "12:00"] {
            try await withThrowingTaskGroup { group in
                for _ in 1...6 { group.addTask { try await advance(project, hour) } }
                try await group.waitForAll()
            }
        }
        let state = try project.state()
        #expect(
            try await state.scheduledRuns == ["09:00 queued", "10:00 queued", "11:00 queued", "12:00 queued"])
        #expect(try await fires(ScheduleRecords(state)).count == 4)
    }

    @Test("whole or not at all: what ends in between is made by the next")
    func crash() async throws {
        let project = ScheduledProject(
            """
            schedule:
              - { name: first, cron: '0 * * * *', timezone: UTC }
              - { name: second, cron: '0 * * * *', timezone: UTC }
            """)
        try await advance(project, "11:30")
        let make = try maker(project, at: at("12:00"))
        await #expect(throws: Crash.self) {
            try await ScheduleRecords(try project.state()).advance(
                try project.schedules(), broken: [], at: at("12:00")
            ) { schedule, fire in
                if schedule.name == "second" { throw Crash() }
                return try make(schedule, fire)
            }
        }
        let state = try project.state()
        #expect(try await state.scheduledRuns.isEmpty)
        #expect(try await fires(ScheduleRecords(state), "first").isEmpty)
        try await advance(project, "12:01")
        #expect(try await state.scheduledRuns == ["12:00 queued", "12:00 queued"])
    }

    @Test("a fire that waits for the run before it, and begins after a restart")
    func buffer() async throws {
        let project = ScheduledProject("schedule: { cron: '0 * * * *', timezone: UTC, overlap: buffer_one }")
        try await advance(project, "09:30")
        for time in ["10:00", "11:00", "12:00"] { try await advance(project, time) }
        let state = try project.state()
        #expect(
            try await fires(ScheduleRecords(state)) == ["12:00 skipped overlap", "11:00 run", "10:00 run *"])
        #expect(try await state.scheduledRuns == ["10:00 queued"])
        try await state.endRuns(.succeeded)
        try await advance(project, "12:20")
        #expect(try await state.scheduledRuns == ["10:00 succeeded", "11:00 queued"])
        #expect(
            try await fires(ScheduleRecords(state)) == ["12:00 skipped overlap", "11:00 run *", "10:00 run *"])
    }

    @Test("a run that failed waits again, in time and as often as it may, then counts as a failure")
    func retry() async throws {
        let project = ScheduledProject(
            "schedule: { cron: '0 * * * *', timezone: UTC, retries: 1, pause_after_failures: 1 }")
        try await advance(project, "11:30")
        try await advance(project, "12:00")
        let state = try project.state()
        try await state.endRuns(.failed)
        #expect(try await advance(project, "12:10").wake == at("12:11"))
        #expect(try await state.scheduledRuns == ["12:00 failed"])
        #expect(try await advance(project, "12:11").hasQueued)
        #expect(try await state.scheduledRuns == ["12:00 queued"])
        try await state.endRuns(.failed)
        let outcome = try await advance(project, "12:20")
        #expect(outcome.notes == ["the schedule a/default is paused: its last 1 fires have failed"])
        #expect(!outcome.awaitsRuns)
        try await advance(project, "13:00")
        #expect(try await fires(ScheduleRecords(state)) == ["13:00 skipped paused", "12:00 run *"])
    }

    @Test("of a report that is broken when the program starts: fires are skipped for that, until it is mended")
    func broken() async throws {
        let project = ScheduledProject(Self.hourly)
        try await advance(project, "10:30")
        try await advance(project, "12:10", broken: ["a"])
        let state = try project.state()
        #expect(
            try await fires(ScheduleRecords(state)) == ["12:00 skipped definition", "11:00 missed window"])
        try await advance(project, "13:00")
        #expect(
            try await fires(ScheduleRecords(state))
                == ["13:00 run *", "12:00 skipped definition", "11:00 missed window"])
    }

    @Test("of a report that is gone nothing is followed any more, and what waits does not run")
    func gone() async throws {
        let project = ScheduledProject("schedule: { cron: '0 * * * *', timezone: UTC, overlap: buffer_one }")
        try await advance(project, "09:30")
        for time in ["10:00", "11:00"] { try await advance(project, time) }
        let records = ScheduleRecords(try project.state())
        let outcome = try await records.advance([], broken: [], at: at("12:00")) { _, _ in throw Crash() }
        #expect(outcome.wake == nil)
        #expect(!outcome.awaitsRuns)
        #expect(try await records.known().isEmpty)
        #expect(try await fires(records) == ["11:00 skipped definition", "10:00 run *"])
        // One of the same name that comes later is new.
        try await advance(project, "15:30")
        #expect(try await fires(records).count == 2)
    }

    @Test("that a schedule is paused, although its file is away for a moment, and what came meanwhile")
    func away() async throws {
        let project = ScheduledProject(Self.hourly)
        try await advance(project, "09:30")
        let records = ScheduleRecords(try project.state())
        func leave(_ time: String) async throws {
            _ = try await records.advance([], broken: [], at: at(time)) { _, _ in throw Crash() }
        }
        try await leave("09:59:59")
        try await advance(project, "10:00:01")
        #expect(try await fires(records) == ["10:00 run *"])
        try await project.state().endRuns(.succeeded)
        try await records.setPaused(true, try #require(try project.schedules().first), at: at("10:20"))
        try await leave("10:30")
        try await advance(project, "12:30")
        try await advance(project, "13:00")
        #expect(try await fires(records) == ["13:00 skipped paused", "10:00 run *"])
    }

    @Test("a run whose parameters do not fit any more is skipped, and it is said why")
    func unfit() async throws {
        let project = ScheduledProject(Self.hourly)
        try await advance(project, "11:30")
        let records = ScheduleRecords(try project.state())
        let outcome = try await records.advance(try project.schedules(), broken: [], at: at("12:00")) { _, _ in
            throw DiagnosticError(Diagnostic(.error, "invalid-parameter", "'day' is at most today", at: nil))
        }
        #expect(
            outcome.notes == ["the schedule a/default cannot run: error: 'day' is at most today [invalid-parameter]"])
        #expect(try await fires(records) == ["12:00 skipped definition"])
    }

    @Test("pauses, over restarts; a schedule that is resumed begins anew")
    func pause() async throws {
        let project = ScheduledProject(Self.hourly)
        try await advance(project, "10:30")
        let schedule = try #require(try project.schedules().first)
        try await ScheduleRecords(try project.state()).setPaused(true, schedule, at: at("10:40"))
        try await advance(project, "12:30")
        try await ScheduleRecords(try project.state()).setPaused(false, schedule, at: at("12:40"))
        try await advance(project, "13:00")
        #expect(
            try await fires(ScheduleRecords(try project.state()))
                == ["13:00 run *", "12:00 skipped paused", "11:00 skipped paused"])
    }

    @Test("a run, another attempt at it and a pause after failures are audited, each once and with what it is about")
    func audit() async throws {
        let project = ScheduledProject(
            "schedule: { cron: '0 * * * *', timezone: UTC, retries: 1, pause_after_failures: 1, overlap: buffer_one }")
        for time in ["10:30", "11:00", "11:10", "12:00"] { try await advance(project, time) }
        let state = try project.state()
        let runs = RunRecords(state)
        let first = try #require(try await runs.waiting().first?.run)
        // The fire of 12:00 waits for the run of 11:00.
        try await state.endRuns(.succeeded)
        try await advance(project, "12:10")
        let second = try #require(try await runs.waiting().first?.run)
        try await state.endRuns(.failed)
        for time in ["12:15", "12:20"] { try await advance(project, time) }
        try await state.endRuns(.failed)
        for time in ["12:30", "12:40", "13:00"] { try await advance(project, time) }
        let entries = try await AuditLog(state).entries(limit: 100)
        #expect(
            entries.map { "\($0.at.clock) \($0.what) \($0.detail)" } == [
                "11:00 run a \(first)", "12:10 run a \(second)", "12:20 resume \(second)", "12:30 pause a/default",
            ])
        #expect(Set(entries.map { "\($0.who) \($0.origin)" }) == ["schedule:a/default scheduler"])
    }

    @Test("what cannot be audited is not done")
    func unaudited() async throws {
        let project = ScheduledProject(Self.hourly)
        try await advance(project, "11:30")
        let state = try project.state()
        try await state.queue.write { try $0.execute(sql: "ALTER TABLE audit RENAME TO away") }
        await #expect(throws: (any Error).self) { try await advance(project, "12:00") }
        #expect(try await state.scheduledRuns.isEmpty)
        try await state.queue.write { try $0.execute(sql: "ALTER TABLE away RENAME TO audit") }
        try await advance(project, "12:01")
        #expect(try await state.scheduledRuns == ["12:00 queued"])
    }

    @Test("the last run is found behind any number of fires that did not run, and one that is forgotten is none")
    func lastRun() async throws {
        let project = ScheduledProject(Self.hourly)
        try await advance(project, "00:30")
        let schedule = try #require(try project.schedules().first)
        let state = try project.state()
        let records = ScheduleRecords(state)
        #expect(try await records.standing(of: schedule).lastRun == nil)
        try await advance(project, "01:00")
        let run = try #require(try await RunRecords(state).waiting().first?.run)
        try await state.endRuns(.succeeded)
        try await records.setPaused(true, schedule, at: at("01:30"))
        try await advance(project, "23:30")
        #expect(try await fires(records).count == 23)
        let standing = try await records.standing(of: schedule)
        #expect(standing.last?.reason == .paused)
        #expect(standing.lastRun == run)
        try await state.queue.write { try $0.execute(sql: "DELETE FROM run") }
        #expect(try await records.standing(of: schedule).lastRun == nil)
    }

    @Test("that failures paused a schedule is remembered until somebody pauses or resumes it")
    func pausedAfter() async throws {
        let project = ScheduledProject("schedule: { cron: '0 * * * *', timezone: UTC, pause_after_failures: 2 }")
        try await advance(project, "10:30")
        let state = try project.state()
        let records = ScheduleRecords(state)
        let schedule = try #require(try project.schedules().first)
        for time in ["11:00", "12:00"] {
            try await advance(project, time)
            #expect(try await records.paused() == [])
            try await state.endRuns(.failed)
        }
        try await advance(project, "12:10")
        #expect(try await records.standing(of: schedule).state?.pausedAfter == 2)
        #expect(try await records.paused() == ["a/default"])
        for isPaused in [true, false] {
            try await records.setPaused(isPaused, schedule, at: at("12:20"))
            #expect(try await records.standing(of: schedule).state?.pausedAfter == nil)
            #expect(try await records.paused() == (isPaused ? ["a/default"] : []))
        }
    }

    @Test("and forgets what is old, but for what is awaited")
    func forget() async throws {
        let project = ScheduledProject(Self.hourly)
        try await advance(project, "08:30")
        try await advance(project, "12:30")
        let records = ScheduleRecords(try project.state())
        try await records.forget(before: at("23:00"))
        #expect(try await fires(records) == ["12:00 run *"])
    }
}
