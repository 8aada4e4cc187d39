import QuireEngine
import QuireModel
import QuirePlugin

/// How often a delivery is tried: what may pass is tried again, ever later, for ten minutes.
package struct DeliveryAttempts: Sendable {
    /// How a delivery ended, and how often it was tried.
    struct Outcome: Sendable {
        var attempts: Int
        var result: Result<String?, any Error>
    }

    /// After that no further attempt is begun, unless it is said otherwise.
    package static let patience = Duration.seconds(600)

    private static let schedule: RetrySchedule = {
        var policy = RetryPolicy()
        policy.maxAttempts = .max
        policy.initialInterval = .seconds(1)
        policy.maxInterval = .seconds(60)
        return RetrySchedule(policy: policy)
    }()

    private let patience: Duration
    private let clock: any Clock<Duration>
    private let random: @Sendable () -> Double

    /// - Parameters:
    ///   - patience: after that no further attempt is begun; with none there is one attempt.
    ///   - random: from 0 up to 1.
    package init(
        patience: Duration = Self.patience, clock: any Clock<Duration> = ContinuousClock(),
        random: @escaping @Sendable () -> Double = { .random(in: 0..<1) }
    ) {
        self.patience = patience
        self.clock = clock
        self.random = random
    }

    /// - Parameters:
    ///   - failed: told of an attempt that failed, of how many there were, and of how long it is until the next.
    ///   - attempt: sends once.
    func carryOut(
        failed: @escaping @Sendable (AttemptFailure, _ attempts: Int, _ wait: Duration) async -> Void,
        _ attempt: @escaping @Sendable () async throws -> String?
    ) async -> Outcome { await Self.carryOut(by: clock, patience, random, failed, attempt) }

    private static func carryOut(
        by clock: some Clock<Duration>, _ patience: Duration, _ random: () -> Double,
        _ failed: (AttemptFailure, Int, Duration) async -> Void,
        _ attempt: () async throws -> String?
    ) async -> Outcome {
        let start = clock.now
        var attempts = 0
        while true {
            do {
                try Task.checkCancellation()
                attempts += 1
                return Outcome(attempts: attempts, result: .success(try await attempt()))
            } catch let failure as AttemptFailure {
                let left = patience - start.duration(to: clock.now)
                guard let wait = wait(after: attempts, failure, left: left, random: random()) else {
                    return Outcome(attempts: attempts, result: .failure(ended(failure, after: attempts)))
                }
                await failed(failure, attempts, wait)
                do { try await clock.sleep(for: wait) } catch {
                    return Outcome(attempts: attempts, result: .failure(CancellationError()))
                }
            } catch {
                return Outcome(attempts: attempts, result: .failure(error))
            }
        }
    }

    /// - Returns: how long it is until the next attempt; nil where there is none.
    static func wait(
        after attempts: Int, _ failure: AttemptFailure, left: Duration, random: Double
    ) -> Duration? {
        guard failure.mayRetry, let backoff = schedule.wait(after: attempts, random: random) else { return nil }
        let wait = max(backoff, failure.retryAfter ?? .zero)
        return wait < left ? wait : nil
    }

    private static func ended(_ failure: AttemptFailure, after attempts: Int) -> RunFailure {
        guard failure.mayRetry else { return RunFailure(failure.message) }
        let tries = attempts == 1 ? "the first try" : "\(attempts) tries"
        if let asked = failure.retryAfter, asked >= patience {
            return RunFailure(
                "\(failure.message) (given up after \(tries): it asks to be left alone for \(asked.plainText))")
        }
        return RunFailure("\(failure.message) (given up after \(tries))")
    }
}
