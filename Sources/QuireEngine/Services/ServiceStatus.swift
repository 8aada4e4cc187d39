package import QuireModel

/// What a service is doing.
package struct ServiceStatus: Sendable, Hashable {
    package enum BreakerState: String, Sendable, Hashable {
        case closed
        /// Nothing is asked until the next trial.
        case open
        /// One attempt is let through, to see whether the service answers again.
        case halfOpen = "half_open"
    }

    package var name: String
    /// Calls in work.
    package var inWork: Int
    /// Calls that may be in work at once, as far as it is known by now.
    package var concurrency: Int
    package var breaker: BreakerState
    /// Of the attempts that ended since the service was last looked at.
    package var calls: Int
    package var errors: Int
    package var latency: Latency

    init(name: String, _ traffic: ServiceTraffic, now: Moment) {
        self.name = name
        inWork = traffic.callsInWork
        concurrency = traffic.concurrency
        breaker =
            switch traffic.breaker.admission(now: now) {
            case .pass: traffic.breaker.isOpen ? .halfOpen : .closed
            case .afterTrial: .halfOpen
            case .at: .open
            }
        calls = traffic.tally.calls
        errors = traffic.tally.errors
        latency = traffic.tally.latency
    }
}

/// Counts attempts that ended.
struct CallTally {
    private(set) var calls = 0
    private(set) var errors = 0
    private var histogram = LatencyHistogram()
    private var longest = Duration.zero

    mutating func add(latency: Duration, isFailure: Bool) {
        calls += 1
        if isFailure { errors += 1 }
        histogram.add(latency)
        longest = max(longest, latency)
    }

    var latency: Latency {
        guard calls > 0 else { return Latency() }
        var latency = Latency()
        latency.p50 = histogram.quantile(0.5)
        latency.p95 = histogram.quantile(0.95)
        latency.max = longest
        return latency
    }
}
