import QuireModel
import Testing

@testable import QuireEngine

@Suite("Retries")
struct RetryScheduleTests {
    @Test(
        "Waits double from initial_interval up to max_interval",
        arguments: [(1, 200), (2, 400), (3, 800), (6, 6_400), (7, 10_000), (100, 10_000)])
    func doubles(attempts: Int, milliseconds: Int) {
        var policy = RetryPolicy()
        policy.jitter = .none
        policy.maxAttempts = 1_000
        #expect(
            RetrySchedule(policy: policy).wait(after: attempts, random: 0.3) == .milliseconds(milliseconds))
    }

    @Test("Full jitter takes any share of the wait", arguments: [(0.0, 0), (0.25, 50), (0.5, 100)])
    func jitter(random: Double, milliseconds: Int) {
        #expect(RetrySchedule(policy: RetryPolicy()).wait(after: 1, random: random) == .milliseconds(milliseconds))
    }

    @Test("After max_attempts there is no other", arguments: [(1, 1), (4, 4), (4, 5)])
    func ends(most: Int, attempts: Int) {
        var policy = RetryPolicy()
        policy.maxAttempts = most
        #expect(RetrySchedule(policy: policy).wait(after: attempts, random: 0) == nil)
    }

    @Test(
        "The budget is its share of the calls, at least 10",
        arguments: [(0, 10), (49, 10), (50, 10), (100, 20), (1_000, 200)])
    func budget(calls: Int, retries: Int) {
        var budget = RetryBudget(share: 0.2)
        for _ in 0..<calls { budget.call() }
        var allowed = 0
        while budget.retry() { allowed += 1 }
        #expect(allowed == retries)
    }
}
