package import QuireModel

/// How long to wait before the next attempt: exponential, with full jitter ("Exponential Backoff And Jitter", AWS
/// Architecture Blog, 2015).
package struct RetrySchedule: Sendable {
    let policy: RetryPolicy

    package init(policy: RetryPolicy) { self.policy = policy }

    /// - Parameter attempts: how many there have been.
    /// - Parameter random: from 0 up to 1.
    /// - Returns: nil where there is no further attempt.
    package func wait(after attempts: Int, random: Double) -> Duration? {
        guard attempts < policy.maxAttempts else { return nil }
        let longest = interval(attempts)
        return policy.jitter == .full ? longest * random : longest
    }

    /// `initial_interval`, doubled with each attempt, at most `max_interval`.
    func interval(_ attempts: Int) -> Duration {
        min(policy.maxInterval, policy.initialInterval * (1 << min(30, max(0, attempts - 1))))
    }
}

/// Retries one run may make of one service.
struct RetryBudget {
    let share: Double
    private(set) var calls = 0
    private(set) var retries = 0

    init(share: Double) { self.share = share }

    mutating func call() { calls += 1 }

    /// - Returns: false where the budget is spent.
    mutating func retry() -> Bool {
        guard retries < max(10, Int(share * Double(calls))) else { return false }
        retries += 1
        return true
    }
}
