/// How one service may be asked, over all runs of the process.
package struct ServiceLimits: Sendable, Hashable {
    package var maxConcurrency = 32
    /// How many calls go at once, up to `maxConcurrency`, is found out from what the service answers.
    package var adaptive = false
    package var rate: Rate?
    /// Calls that may go at once where there is a rate; one second's worth unless given.
    package var burst: Int?
    /// One attempt.
    package var timeout: Duration = .seconds(10)
    /// One call with all its attempts and the waits between them.
    package var deadline: Duration = .seconds(60)
    package var retry = RetryPolicy()

    package init() {}
}

package struct RetryPolicy: Sendable, Hashable {
    package enum Jitter: String, Sendable, Hashable, CaseIterable {
        case full, none
    }

    package var maxAttempts = 4
    package var initialInterval: Duration = .milliseconds(200)
    package var maxInterval: Duration = .seconds(10)
    package var jitter = Jitter.full
    /// Retries as a share of calls; at least 10 a run are allowed.
    package var budget = 0.2
    /// The longest `Retry-After` that is waited for.
    package var retryAfterMax: Duration = .seconds(60)

    package init() {}
}

/// How long answers of a service may be used by later runs, and how much room they may take.
package struct CachePolicy: Sendable, Hashable {
    package var timeToLive: Duration
    /// Bytes.
    package var size: Int

    package init(timeToLive: Duration, size: Int) {
        self.timeToLive = timeToLive
        self.size = size
    }
}

/// Calls in a length of time.
package struct Rate: Sendable, Hashable {
    package var count: Double
    package var interval: Duration

    package init(count: Double, interval: Duration) {
        self.count = count
        self.interval = interval
    }

    package var perSecond: Double { count / interval.inSeconds }
}

extension Duration {
    package var inSeconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}
