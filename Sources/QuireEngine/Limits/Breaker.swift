import QuireModel

/// Holds attempts back while the service does not answer, but for one trial at a time.
///
/// Opens when half of the last attempts failed in a way that is retried; any success closes it. It takes no more
/// failures to open than a run may always retry, so that an outage is waited for and fails no keys of its own.
struct Breaker {
    enum Admission: Equatable {
        case pass
        case at(Moment)
        /// When the trial that is under way has ended.
        case afterTrial
    }

    /// Attempts that are looked back on, and that there must be on a run of some size.
    static let windowSize = 20
    /// Attempts that there must be however small the run.
    static let leastAttempts = 3

    private enum State {
        case closed
        /// With the attempt that is the trial, while that is under way.
        case open(trialAt: Moment, trials: Int, trial: Int?)
    }

    private let schedule: RetrySchedule
    private var state = State.closed
    /// Whether each of the last attempts failed, as a ring.
    private var window: [Bool] = []
    private var oldest = 0
    private var failures = 0

    init(policy: RetryPolicy) { schedule = RetrySchedule(policy: policy) }

    var isOpen: Bool {
        if case .open = state { true } else { false }
    }

    func admission(now: Moment) -> Admission {
        guard case .open(let trialAt, _, let trial) = state else { return .pass }
        if trial != nil { return .afterTrial }
        return now >= trialAt ? .pass : .at(trialAt)
    }

    /// An attempt that was let through begins; while the breaker is open it is the trial.
    mutating func begin(attempt: Int) {
        guard case .open(let trialAt, let trials, _) = state else { return }
        state = .open(trialAt: trialAt, trials: trials, trial: attempt)
    }

    mutating func succeeded() {
        if isOpen {
            state = .closed
            window.removeAll(keepingCapacity: true)
            oldest = 0
            failures = 0
        }
        remember(false)
    }

    /// - Parameter callsInSight: calls in work and queued; a run of fewer than the window's size opens sooner.
    mutating func failed(attempt: Int, callsInSight: Int, now: Moment) {
        switch state {
        case .closed:
            remember(true)
            let enough = min(Breaker.windowSize, max(Breaker.leastAttempts, callsInSight))
            if window.count >= enough, failures * 2 >= window.count { open(trials: 0, now: now) }
        case .open(_, let trials, attempt?):
            open(trials: trials + 1, now: now)
        case .open:
            break
        }
    }

    /// An attempt ended without saying anything about the service.
    mutating func dropped(attempt: Int, now: Moment) {
        guard case .open(_, let trials, attempt?) = state else { return }
        state = .open(trialAt: now, trials: trials, trial: nil)
    }

    private mutating func open(trials: Int, now: Moment) {
        state = .open(trialAt: now + schedule.interval(trials + 1), trials: trials, trial: nil)
    }

    private mutating func remember(_ failed: Bool) {
        if failed { failures += 1 }
        if window.count < Breaker.windowSize {
            window.append(failed)
        } else {
            if window[oldest] { failures -= 1 }
            window[oldest] = failed
            oldest = (oldest + 1) % Breaker.windowSize
        }
    }
}
