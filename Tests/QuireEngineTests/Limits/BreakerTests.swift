import QuireModel
import Testing

@testable import QuireEngine

@Suite("Breaker")
struct BreakerTests {
    /// Feeds attempts, `x` failed and `.` succeeded, in a run with much to do.
    static func breaker(_ attempts: String, callsInSight: Int = 1_000) -> Breaker {
        var breaker = Breaker(policy: RetryPolicy())
        for (number, attempt) in attempts.enumerated() {
            if attempt == "x" {
                breaker.failed(attempt: number, callsInSight: callsInSight, now: .zero)
            } else {
                breaker.succeeded()
            }
        }
        return breaker
    }

    @Test(
        "It opens when half of the last 20 attempts failed",
        arguments: [
            (String(repeating: "x", count: 19), false),
            (String(repeating: "x", count: 20), true),
            (String(repeating: ".x", count: 9) + "..", false),
            (String(repeating: ".x", count: 10), true),
            (String(repeating: ".", count: 500) + String(repeating: "x", count: 9), false),
            (String(repeating: ".", count: 500) + String(repeating: "x", count: 10), true),
        ])
    func opens(attempts: String, isOpen: Bool) {
        #expect(Self.breaker(attempts).isOpen == isOpen)
    }

    @Test("On a small run it opens sooner", arguments: [(1, 3), (3, 3), (5, 5), (20, 20), (100, 20)])
    func smallRun(callsInSight: Int, failures: Int) {
        #expect(!Self.breaker(String(repeating: "x", count: failures - 1), callsInSight: callsInSight).isOpen)
        #expect(Self.breaker(String(repeating: "x", count: failures), callsInSight: callsInSight).isOpen)
    }

    @Test("Open, it lets one trial through after a wait, which grows with every trial that fails")
    func trials() {
        var breaker = Self.breaker("xxxxxxxxxxxxxxxxxxxx")
        var now = Duration.zero
        for (number, wait) in [200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000].enumerated() {
            #expect(breaker.admission(now: now) == .at(now + .milliseconds(wait)))
            now += .milliseconds(wait)
            #expect(breaker.admission(now: now) == .pass)
            breaker.begin(attempt: 100 + number)
            #expect(breaker.admission(now: now) == .afterTrial)
            breaker.failed(attempt: 100 + number, callsInSight: 1_000, now: now)
        }
    }

    @Test("Any success closes it, and what was before is forgotten")
    func closes() {
        var breaker = Self.breaker("xxxxxxxxxxxxxxxxxxxx")
        breaker.succeeded()
        #expect(breaker.admission(now: .zero) == .pass)
        breaker.failed(attempt: 100, callsInSight: 1_000, now: .zero)
        #expect(!breaker.isOpen)
    }

    @Test("A trial that is dropped lets the next one through")
    func dropped() {
        var breaker = Self.breaker("xxxxxxxxxxxxxxxxxxxx")
        breaker.begin(attempt: 100)
        breaker.dropped(attempt: 100, now: .seconds(1))
        #expect(breaker.admission(now: .seconds(1)) == .pass)
    }

    @Test("Attempts that were under way when it opened change nothing by failing")
    func stragglers() {
        var breaker = Self.breaker("xxxxxxxxxxxxxxxxxxxx")
        breaker.failed(attempt: 100, callsInSight: 1_000, now: .seconds(5))
        #expect(breaker.admission(now: .zero) == .at(.milliseconds(200)))
    }

    @Test("Nor does a trial of an earlier time that it was open", arguments: [false, true])
    func earlierTrial(isDropped: Bool) {
        var breaker = Self.breaker("xxxxxxxxxxxxxxxxxxxx")
        breaker.begin(attempt: 100)
        breaker.succeeded()
        for attempt in 200..<220 { breaker.failed(attempt: attempt, callsInSight: 1_000, now: .zero) }
        breaker.begin(attempt: 300)
        if isDropped {
            breaker.dropped(attempt: 100, now: .seconds(1))
        } else {
            breaker.failed(attempt: 100, callsInSight: 1_000, now: .seconds(1))
        }
        #expect(breaker.admission(now: .seconds(60)) == .afterTrial)
    }
}
