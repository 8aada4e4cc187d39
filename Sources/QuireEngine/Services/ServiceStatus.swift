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
    /// Calls that the keys which wait for their turn will make.
    package var waiting: Int
    package var breaker: BreakerState
    /// How long it is until an open breaker lets the next trial through.
    package var trialIn: Duration?
    /// Why the last attempt that failed did, without keys and what its runs hide.
    package var lastError: String?
    /// Of the attempts that ended since the service was last looked at.
    package var calls: Int
    package var errors: Int
    package var latency: Latency

    init(name: String, _ traffic: ServiceTraffic, now: Moment) {
        self.name = name
        inWork = traffic.callsInWork
        concurrency = traffic.concurrency
        waiting = traffic.queue.callCount
        switch traffic.breaker.admission(now: now) {
        case .pass: breaker = traffic.breaker.isOpen ? .halfOpen : .closed
        case .afterTrial: breaker = .halfOpen
        case .at(let moment):
            breaker = .open
            trialIn = moment - now
        }
        lastError = traffic.lastError?.text
        calls = traffic.tally.calls
        errors = traffic.tally.errors
        latency = traffic.tally.latency
    }
}

/// Why an attempt failed, fit to be shown to those who need not see what was asked for.
struct AttemptError {
    var message: String
    var keys: [LookupKey]
    /// Of the runs there were.
    var redactors: [Redactor]

    var text: String {
        let words = Redactor([], words: keys.flatMap { $0.values.compactMap(\.text) })
        return redactors.reduce(words.redact(message)) { $1.redact($0) }
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
