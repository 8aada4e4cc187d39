/// How one service may be asked, over all runs of the process.
public struct ServiceLimits: Sendable, Hashable {
    public var maxConcurrency = 32
    /// How many calls go at once, up to `maxConcurrency`, is found out from what the service answers.
    public var adaptive = false
    public var rate: Rate?
    /// Calls that may go at once where there is a rate; one second's worth unless given.
    public var burst: Int?
    /// One attempt.
    public var timeout: Duration = .seconds(10)
    /// One call with all its attempts and the waits between them.
    public var deadline: Duration = .seconds(60)
    public var retry = RetryPolicy()

    public init() {}
}

public struct RetryPolicy: Sendable, Hashable {
    public enum Jitter: String, Sendable, Hashable, CaseIterable {
        case full, none
    }

    public var maxAttempts = 4
    public var initialInterval: Duration = .milliseconds(200)
    public var maxInterval: Duration = .seconds(10)
    public var jitter = Jitter.full
    /// Retries as a share of calls; at least 10 a run are allowed.
    public var budget = 0.2
    /// The longest `Retry-After` that is waited for.
    public var retryAfterMax: Duration = .seconds(60)

    public init() {}
}

/// How long answers of a service may be used by later runs, and how much room they may take.
public struct CachePolicy: Sendable, Hashable {
    public var timeToLive: Duration
    /// Bytes.
    public var size: Int

    public init(timeToLive: Duration, size: Int) {
        self.timeToLive = timeToLive
        self.size = size
    }
}

/// Calls in a length of time.
public struct Rate: Sendable, Hashable {
    public var count: Double
    public var interval: Duration

    public init(count: Double, interval: Duration) {
        self.count = count
        self.interval = interval
    }

    public var perSecond: Double { count / interval.inSeconds }
}

extension Duration {
    public var inSeconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) / 1e18
    }

    /// `250 ms`, `60 s`, `1.5 s`.
    package var plainText: String {
        if self < .seconds(1) { return "\(NumberText.shortest((inSeconds * 1e6).rounded() / 1e3)) ms" }
        return "\(NumberText.shortest((inSeconds * 1e3).rounded() / 1e3)) s"
    }
}
