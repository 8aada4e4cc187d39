import QuireCalendar
import QuireDefinition
package import QuireModel

/// Decides what a schedule does: from what is known of it and the time, and nothing else.
package struct ScheduleMachine {
    /// A fire that comes no later than this is on time, whatever the window for those that were missed, unless nobody was
    /// there when it was due. A schedule that is gone for no longer was never away.
    static let punctuality = Duration.seconds(60)
    /// Of fires that were missed in a row so many of the latest are recorded: as many as a schedule of every minute has in
    /// the 90 days for which they are kept.
    static let mostRecorded = 90 * 24 * 60
    /// So many fires wait at most.
    static let mostBuffered = 1000

    private let schedule: FollowedSchedule
    private let now: LocalDateTime
    private var decisions: ScheduleDecisions
    /// Those that are under way, or wait.
    private var open: [OpenFire]

    /// - Parameter state: nil where the schedule is new.
    package static func decide(
        _ schedule: FollowedSchedule, _ state: ScheduleState?, at now: LocalDateTime
    ) -> ScheduleDecisions {
        var machine = ScheduleMachine(schedule, state, now)
        machine.lookAtRuns()
        machine.lookAtBuffer()
        machine.lookAtClock()
        return machine.decisions
    }

    private init(_ schedule: FollowedSchedule, _ state: ScheduleState?, _ now: LocalDateTime) {
        self.schedule = schedule
        self.now = now
        open = state?.open ?? []
        var next = state ?? ScheduleState(schedule.plan, since: now)
        next.open = []
        // What other times would have been missed is nobody's loss.
        let wasAway = next.ended.map { now > $0.advanced(by: Self.punctuality) } ?? false
        if wasAway || !next.plan.firesLike(schedule.plan) { next.considered = now }
        next.plan = schedule.plan
        next.ended = nil
        decisions = ScheduleDecisions(state: next)
    }

    // MARK: Runs

    private mutating func lookAtRuns() {
        var stillOpen: [OpenFire] = []
        for fire in open {
            switch fire.standing {
            case .buffered, .underWay: stillOpen.append(fire)
            case .failed where isTriedAgain(fire): stillOpen.append(fire)
            case .failed:
                decisions.settled.append(fire.at)
                decisions.state.failures += 1
                pauseIfFailing()
            case .succeeded:
                decisions.settled.append(fire.at)
                decisions.state.failures = 0
            case .cancelled: decisions.settled.append(fire.at)
            }
        }
        open = stillOpen
        // Also those that an earlier decision was to end, had it been carried out.
        guard schedule.overlap == .cancelOther else { return }
        decisions.cancelled += open.filter { $0.standing == .underWay }.dropLast().compactMap(\.run)
    }

    /// A fire that failed is tried again, now or later, unless the next one is due by then.
    private mutating func isTriedAgain(_ fire: OpenFire) -> Bool {
        guard fire.attempts <= schedule.retries, !schedule.isBroken else { return false }
        let moment = fire.retryAt ?? now.advanced(by: RetryDelay.after(attempt: fire.attempts))
        if let next = schedule.plan.times.next(after: fire.at), moment >= begin(of: next) { return false }
        if moment <= now {
            decisions.retried.append(fire)
        } else {
            if fire.retryAt == nil { decisions.postponed.append((fire.at, moment)) }
            wake(at: moment)
        }
        return true
    }

    private mutating func pauseIfFailing() {
        guard let most = schedule.pauseAfterFailures, decisions.state.failures >= most, !decisions.state.isPaused
        else { return }
        decisions.state.isPaused = true
        decisions.state.pausedAfter = decisions.state.failures
        decisions.notes.append(
            "the schedule \(schedule.id) is paused: its last \(decisions.state.failures) fires have failed")
    }

    // MARK: Waiting fires

    private mutating func lookAtBuffer() {
        let buffered = open.filter { $0.standing == .buffered }
        guard let first = buffered.first else { return }
        if decisions.state.isPaused || schedule.isBroken {
            let reason: FireRecord.Reason = decisions.state.isPaused ? .paused : .definition
            decisions.dropped += buffered.map { ($0.at, reason) }
            open.removeAll { $0.standing == .buffered }
        } else if buffered.count == open.count {
            decisions.begun.append(first.at)
            if let place = open.firstIndex(where: { $0.at == first.at }) { open[place].standing = .underWay }
        }
    }

    // MARK: New fires

    private mutating func lookAtClock() {
        guard schedule.plan.isEnabled else { return }
        var due: [LocalDateTime] = []
        for fire in schedule.plan.times.all(after: decisions.state.considered) {
            guard begin(of: fire) <= now else {
                wake(at: begin(of: fire))
                break
            }
            due.append(fire)
            if due.count > 2 * Self.mostRecorded { due.removeFirst(Self.mostRecorded) }
        }
        guard let last = due.last else { return }
        decisions.state.considered = last
        if decisions.state.isPaused {
            decisions.fires += due.suffix(Self.mostRecorded).map { ($0, .skipped(.paused)) }
            return
        }
        decisions.fires += due.dropLast().suffix(Self.mostRecorded).map { ($0, .missed(.window)) }
        decisions.fires.append((last, fate(of: last)))
    }

    private mutating func fate(of fire: LocalDateTime) -> FireFate {
        let due = begin(of: fire)
        let wasFollowed = schedule.followedSince.map { $0 <= due } ?? true
        let window = max(schedule.plan.catchUpWindow, wasFollowed ? Self.punctuality : .zero)
        guard Duration.microseconds(now.microseconds - due.microseconds) <= window else { return .missed(.window) }
        if schedule.isBroken { return .skipped(.definition) }
        noteLateness(at: fire)
        guard !open.isEmpty else { return .run }
        switch schedule.overlap {
        case .allowAll: return .run
        case .skip: return .skipped(.overlap)
        case .bufferOne: return open.contains { $0.standing == .buffered } ? .skipped(.overlap) : .buffered
        case .bufferAll: return open.count > Self.mostBuffered ? .skipped(.overlap) : .buffered
        case .cancelOther:
            decisions.cancelled += open.compactMap(\.run)
            return .run
        }
    }

    /// A run that is still under way when the next fire is due takes longer than the interval.
    private mutating func noteLateness(at fire: LocalDateTime) {
        guard let late = open.first(where: { $0.standing == .underWay })?.run else {
            decisions.state.lateRun = nil
            return
        }
        if decisions.state.lateRun == nil {
            decisions.notes.append(
                "runs of the schedule \(schedule.id) take longer than the time between its fires: \(late) was under way when the next was due"
            )
        }
        decisions.state.lateRun = late
    }

    private func begin(of fire: LocalDateTime) -> LocalDateTime {
        guard schedule.plan.jitter > .zero else { return fire }
        return Jitter(schedule.plan.jitter, of: schedule.id)
            .moment(of: fire, before: schedule.plan.times.next(after: fire))
    }

    private mutating func wake(at moment: LocalDateTime) {
        decisions.wake = min(decisions.wake ?? moment, moment)
    }
}

/// How long after a run that failed the next attempt at it is made.
package enum RetryDelay {
    /// A minute, then twice the time before, an hour at most.
    package static func after(attempt: Int) -> Duration {
        .seconds(min(3600, 60 << min(max(attempt - 1, 0), 6)))
    }
}

extension LocalDateTime {
    package func advanced(by duration: Duration) -> LocalDateTime {
        let (seconds, attoseconds) = duration.components
        return LocalDateTime(microseconds: microseconds + seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
    }
}
