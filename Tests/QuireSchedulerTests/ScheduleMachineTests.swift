import QuireCalendar
import QuireDefinition
import QuireModel
import QuireScheduler
import Testing

/// What a schedule that fires every hour does at 12:30 of a day, or another time.
@Suite("A schedule decides")
struct ScheduleMachineTests {
    private let day = "2026-06-01 "

    private func schedule(
        _ overlap: OverlapPolicy = .skip, cron: String = "0 * * * *", window: Duration = .seconds(3600),
        jitter: Duration = .zero, retries: Int = 0, pauseAfter: Int? = nil, isEnabled: Bool = true,
        isBroken: Bool = false
    ) throws -> FollowedSchedule {
        var schedule = FollowedSchedule(
            report: "finance/aging", name: "hourly",
            plan: FirePlan(
                FireTimes(try CronExpression(cron), in: .utc), jitter: jitter, catchUpWindow: window,
                isEnabled: isEnabled))
        schedule.overlap = overlap
        schedule.retries = retries
        schedule.pauseAfterFailures = pauseAfter
        schedule.isBroken = isBroken
        return schedule
    }

    private func at(_ time: String) -> LocalDateTime { moment(day + time) }

    private func state(
        _ schedule: FollowedSchedule, upTo time: String = "11:00", _ open: [OpenFire] = [], isPaused: Bool = false,
        failures: Int = 0
    ) -> ScheduleState {
        var state = ScheduleState(schedule.plan, since: at(time))
        state.open = open
        state.isPaused = isPaused
        state.failures = failures
        return state
    }

    private func fire(
        _ time: String, _ standing: OpenFire.Standing, attempts: Int = 1, retryAt: String? = nil
    ) -> OpenFire {
        OpenFire(
            at: at(time), run: standing == .buffered ? nil : "run-\(time)", standing: standing, attempts: attempts,
            retryAt: retryAt.map(at))
    }

    /// `10:00 missed window, 11:00 run`
    private func told(_ decisions: ScheduleDecisions) -> String {
        decisions.fires.map { fire, fate in
            switch fate {
            case .run: "\(fire.clock) run"
            case .buffered: "\(fire.clock) buffered"
            case .missed(let reason): "\(fire.clock) missed \(reason.rawValue)"
            case .skipped(let reason): "\(fire.clock) skipped \(reason.rawValue)"
            }
        }.joined(separator: ", ")
    }

    @Test(
        "that a short window is kept to where nobody was there when the fire was due",
        arguments: [("11:59", "12:00 run"), ("12:00", "12:00 run"), ("12:01", "12:00 missed window")])
    func shortWindow(startedAt: String, expected: String) throws {
        var schedule = try schedule(window: .seconds(10))
        schedule.followedSince = at(startedAt)
        let decisions = ScheduleMachine.decide(schedule, state(schedule), at: at("12:01"))
        #expect(told(decisions) == expected)
    }

    @Test("that it begins with what comes, when it is new")
    func new() throws {
        let decisions = ScheduleMachine.decide(try schedule(), nil, at: at("12:30"))
        #expect(decisions.isEmpty)
        #expect(decisions.state.considered == at("12:30"))
        #expect(decisions.wake == at("13:00"))
    }

    @Test("that it fires when it is due, once")
    func due() throws {
        let schedule = try schedule()
        let before = ScheduleMachine.decide(schedule, state(schedule), at: moment("2026-06-01 11:59:59.999"))
        #expect(before.isEmpty)
        #expect(before.wake == at("12:00"))
        let decisions = ScheduleMachine.decide(schedule, state(schedule), at: at("12:00"))
        #expect(told(decisions) == "12:00 run")
        #expect(decisions.wake == at("13:00"))
        #expect(decisions.state.considered == at("12:00"))
        #expect(ScheduleMachine.decide(schedule, decisions.state, at: at("12:00")).isEmpty)
        // A clock that is put back makes no fire twice.
        #expect(ScheduleMachine.decide(schedule, decisions.state, at: at("11:30")).isEmpty)
    }

    @Test(
        "what becomes of fires that were missed",
        arguments: [
            ("08:00", 3600, "12:30", "09:00 missed window, 10:00 missed window, 11:00 missed window, 12:00 run"),
            ("11:00", 1800, "12:30", "12:00 run"), ("11:00", 1799, "12:30", "12:00 missed window"),
            ("10:00", 600, "12:30", "11:00 missed window, 12:00 missed window"),
            // On time, if not to the second.
            ("11:00", 0, "12:01", "12:00 run"), ("11:00", 0, "12:02", "12:00 missed window"),
            // The latest inside the window, although others are.
            ("09:00", 86_400, "12:30", "10:00 missed window, 11:00 missed window, 12:00 run"),
        ])
    func missed(upTo: String, window: Int, now: String, expected: String) throws {
        let schedule = try schedule(window: .seconds(window))
        let decisions = ScheduleMachine.decide(schedule, state(schedule, upTo: upTo), at: at(now))
        #expect(told(decisions) == expected)
        #expect(decisions.state.considered == at("12:00"))
    }

    @Test("that of very many missed fires those of the latest 90 days are recorded")
    func manyMissed() throws {
        let schedule = try schedule(cron: "* * * * *")
        let decisions = ScheduleMachine.decide(
            schedule, ScheduleState(schedule.plan, since: moment("2026-03-01 00:00")), at: at("12:30"))
        #expect(decisions.fires.count == 90 * 24 * 60 + 1)
        #expect(decisions.fires.last?.fate == .run)
        #expect(decisions.fires.last?.fire == at("12:30"))
        #expect(decisions.fires.dropLast().allSatisfy { $0.fate == .missed(.window) })
    }

    @Test(
        "what a fire does while a run is under way",
        arguments: [
            (OverlapPolicy.skip, "12:00 skipped overlap", []), (.bufferOne, "12:00 buffered", []),
            (.bufferAll, "12:00 buffered", []), (.allowAll, "12:00 run", []),
            (.cancelOther, "12:00 run", ["run-11:00"]),
        ])
    func overlap(policy: OverlapPolicy, expected: String, cancelled: [String]) throws {
        let schedule = try schedule(policy)
        let decisions = ScheduleMachine.decide(
            schedule, state(schedule, [fire("11:00", .underWay)]), at: at("12:00"))
        #expect(told(decisions) == expected)
        #expect(decisions.cancelled == cancelled)
        #expect(decisions.state.lateRun == "run-11:00")
        #expect(decisions.notes.count == 1)
    }

    @Test(
        "what a fire does while another waits",
        arguments: [
            (OverlapPolicy.bufferOne, "12:00 skipped overlap"), (.bufferAll, "12:00 buffered"),
        ])
    func furtherBuffered(policy: OverlapPolicy, expected: String) throws {
        let schedule = try schedule(policy)
        let open = [fire("10:00", .underWay), fire("11:00", .buffered)]
        let decisions = ScheduleMachine.decide(schedule, state(schedule, open), at: at("12:00"))
        #expect(told(decisions) == expected)
        #expect(decisions.begun.isEmpty)
    }

    @Test("that a fire that waited begins when the run before it has ended, and the next waits for it")
    func buffered() throws {
        let schedule = try schedule(.bufferAll)
        let open = [fire("09:00", .succeeded), fire("10:00", .buffered), fire("11:00", .buffered)]
        let decisions = ScheduleMachine.decide(schedule, state(schedule, open), at: at("11:30"))
        #expect(decisions.settled == [at("09:00")])
        #expect(decisions.begun == [at("10:00")])
        let next = ScheduleMachine.decide(schedule, state(schedule, open), at: at("12:00"))
        #expect(next.begun == [at("10:00")])
        #expect(told(next) == "12:00 buffered")
    }

    @Test("that of several runs under way where one is to end the others only the last goes on")
    func cancelsLeftOvers() throws {
        let schedule = try schedule(.cancelOther)
        let open = [fire("10:00", .underWay), fire("11:00", .underWay)]
        let decisions = ScheduleMachine.decide(schedule, state(schedule, open), at: at("11:30"))
        #expect(decisions.cancelled == ["run-10:00"])
    }

    @Test("that no run is late any more once a fire finds none under way")
    func lateNoMore() throws {
        let schedule = try schedule()
        var before = state(schedule)
        before.lateRun = "run-10:00"
        #expect(ScheduleMachine.decide(schedule, before, at: at("12:00")).state.lateRun == nil)
    }

    @Test("that all fires are skipped while it is paused, however long ago, and that what waits does not run")
    func paused() throws {
        let schedule = try schedule(.bufferAll)
        let open = [fire("09:00", .underWay), fire("10:00", .buffered)]
        let decisions = ScheduleMachine.decide(
            schedule, state(schedule, upTo: "10:00", open, isPaused: true), at: at("12:30"))
        #expect(told(decisions) == "11:00 skipped paused, 12:00 skipped paused")
        #expect(decisions.dropped.map(\.fire) == [at("10:00")])
        #expect(decisions.dropped.map(\.reason) == [.paused])
        #expect(decisions.wake == at("13:00"))
    }

    @Test("that fires of a report with errors are skipped for that")
    func broken() throws {
        let schedule = try schedule(isBroken: true)
        let decisions = ScheduleMachine.decide(schedule, state(schedule, upTo: "10:00"), at: at("12:30"))
        #expect(told(decisions) == "11:00 missed window, 12:00 skipped definition")
        let buffered = ScheduleMachine.decide(
            schedule, state(schedule, upTo: "12:00", [fire("12:00", .buffered)]), at: at("12:30"))
        #expect(buffered.dropped.map(\.reason) == [.definition])
    }

    @Test("nothing while it is disabled, nor for the time before it is enabled or given another cron")
    func disabled() throws {
        let disabled = try schedule(isEnabled: false)
        let asleep = ScheduleMachine.decide(disabled, state(disabled, upTo: "08:00"), at: at("12:30"))
        #expect(asleep.isEmpty)
        #expect(asleep.wake == nil)
        let enabled = ScheduleMachine.decide(try schedule(), asleep.state, at: at("12:30"))
        #expect(enabled.isEmpty)
        #expect(enabled.state.considered == at("12:30"))
        let changed = try schedule(cron: "15 * * * *")
        #expect(ScheduleMachine.decide(changed, state(try schedule(), upTo: "08:00"), at: at("12:30")).isEmpty)
        // Anything else about it can change.
        let patient = try schedule(window: .seconds(7200))
        #expect(told(ScheduleMachine.decide(patient, state(try schedule()), at: at("12:30"))) == "12:00 run")
    }

    @Test("that jitter moves a fire's beginning and not the fire")
    func jitter() throws {
        let schedule = try schedule(jitter: .seconds(1800))
        let begin = Jitter(.seconds(1800), of: "finance/aging/hourly")
            .moment(of: at("12:00"), before: at("13:00"))
        #expect(begin > at("12:00"))
        let before = ScheduleMachine.decide(
            schedule, state(schedule), at: LocalDateTime(microseconds: begin.microseconds - 1))
        #expect(before.isEmpty)
        #expect(before.wake == begin)
        #expect(told(ScheduleMachine.decide(schedule, state(schedule), at: begin)) == "12:00 run")
    }

    @Test("when a run that failed is tried again: a minute later, then after twice the time")
    func retries() throws {
        let schedule = try schedule(retries: 2)
        let first = ScheduleMachine.decide(
            schedule, state(schedule, [fire("11:00", .failed)]), at: at("11:05"))
        #expect(first.postponed.map(\.until) == [at("11:06")])
        #expect(first.wake == at("11:06"))
        #expect(first.state.failures == 0)
        let waiting = ScheduleMachine.decide(
            schedule, state(schedule, [fire("11:00", .failed, retryAt: "11:06")]), at: at("11:05"))
        #expect(waiting.isEmpty)
        #expect(waiting.wake == at("11:06"))
        let due = ScheduleMachine.decide(
            schedule, state(schedule, [fire("11:00", .failed, retryAt: "11:06")]), at: at("11:06"))
        #expect(due.retried.map(\.run) == ["run-11:00"])
        let second = ScheduleMachine.decide(
            schedule, state(schedule, [fire("11:00", .failed, attempts: 2)]), at: at("11:10"))
        #expect(second.postponed.map(\.until) == [at("11:12")])
        let last = ScheduleMachine.decide(
            schedule, state(schedule, [fire("11:00", .failed, attempts: 3)]), at: at("11:15"))
        #expect(last.settled == [at("11:00")])
        #expect(last.state.failures == 1)
    }

    @Test("that a run that failed is not tried again once the next fire is due by then")
    func retryTooLate() throws {
        let schedule = try schedule(retries: 2)
        let decisions = ScheduleMachine.decide(
            schedule, state(schedule, [fire("11:00", .failed)]), at: at("11:59"))
        #expect(decisions.settled == [at("11:00")])
        #expect(decisions.state.failures == 1)
    }

    @Test("how long attempts wait", arguments: [(1, 60), (2, 120), (3, 240), (6, 1920), (7, 3600), (10, 3600)])
    func delays(attempt: Int, seconds: Int) {
        #expect(RetryDelay.after(attempt: attempt) == .seconds(seconds))
    }

    @Test(
        "that it is paused after failures in a row, which a run that succeeds ends and one that is cancelled does not")
    func pauseAfterFailures() throws {
        let schedule = try schedule(pauseAfter: 3)
        let third = ScheduleMachine.decide(
            schedule, state(schedule, [fire("11:00", .failed)], failures: 2), at: at("12:00"))
        #expect(third.state.isPaused)
        #expect(third.state.failures == 3)
        #expect(third.notes == ["the schedule finance/aging/hourly is paused: its last 3 fires have failed"])
        #expect(told(third) == "12:00 skipped paused")
        let success = ScheduleMachine.decide(
            schedule, state(schedule, [fire("11:00", .succeeded)], failures: 2), at: at("11:30"))
        #expect(success.state.failures == 0)
        let cancelled = ScheduleMachine.decide(
            schedule, state(schedule, [fire("11:00", .cancelled)], failures: 2), at: at("11:30"))
        #expect(cancelled.settled == [at("11:00")])
        #expect(cancelled.state.failures == 2)
        let patient = try ScheduleMachineTests().schedule()
        let never = ScheduleMachine.decide(
            patient, state(patient, [fire("11:00", .failed)], failures: 99), at: at("11:30"))
        #expect(!never.state.isPaused)
    }
}
