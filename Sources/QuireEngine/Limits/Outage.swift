import QuireModel

/// How long a service has been without any success since the first failure after the last one. Beyond `deadline` it is
/// down.
///
/// Time counts while the service is being tried or a wait for its recovery is on. It does not while everything waits for
/// the rate, or nobody asks. Nor does it where the service asked to be left alone, up to `retry_after_max` in
/// all: one that says nothing but `Retry-After` is down in the end.
struct Outage {
    enum Activity {
        case trying, pausedByService, idle
    }

    private let limit: Duration
    private let allowance: Duration
    private var length: Duration?
    private var allowed: Duration
    private var seen: Moment = .zero
    private var activity = Activity.idle

    init(limits: ServiceLimits) {
        limit = limits.deadline
        allowance = limits.retry.retryAfterMax
        allowed = allowance
    }

    /// Brings the time up to now.
    mutating func pass(now: Moment) {
        let elapsed = now - seen
        seen = now
        guard let length, elapsed > .zero else { return }
        switch activity {
        case .idle: break
        case .trying: self.length = length + elapsed
        case .pausedByService:
            let free = min(allowed, elapsed)
            allowed -= free
            self.length = length + (elapsed - free)
        }
    }

    /// What will be going on from now; `pass` has brought the time up to it.
    mutating func goOn(_ activity: Activity) { self.activity = activity }

    mutating func failed() {
        if length == nil { length = .zero }
    }

    mutating func ended() {
        length = nil
        allowed = allowance
    }

    var isBeyondLimit: Bool { length.map { $0 > limit } ?? false }

    /// When it will be beyond the limit if nothing else happens.
    var beyondLimitAt: Moment? {
        guard let length else { return nil }
        let left = max(.zero, limit - length) + .nanoseconds(1)
        return switch activity {
        case .idle: nil
        case .trying: seen + left
        case .pausedByService: seen + allowed + left
        }
    }
}
