import QuireModel
import Testing

@testable import QuireEngine

/// In any stretch of time no more than the burst and what the rate gives.
struct RateRule {
    private let interval: Duration
    private let slack: Duration
    private var count = 0
    private var least: Duration?

    init(_ limits: ServiceLimits) {
        interval = limits.rate.map { $0.interval / $0.count } ?? .zero
        slack = interval * ((limits.burst ?? Int((limits.rate?.perSecond ?? 1).rounded(.up))) - 1)
    }

    /// - Returns: whether an attempt may begin; they are told in order.
    mutating func allows(at moment: Duration) -> Bool {
        let ahead = interval * count - moment
        count += 1
        least = min(least ?? ahead, ahead)
        return least.map { ahead - $0 <= slack } ?? true
    }
}

/// A failure with which half of the last 20 attempts failed, fewer on a small run, opens the breaker, a success closes it,
/// and there is one trial at a time.
struct BreakerRule {
    private(set) var isOpen = false
    private var trial: Int?
    /// Whether each attempt since it was closed failed.
    private var failures: [Bool] = []

    mutating func succeeded() {
        if isOpen { failures = [] }
        isOpen = false
        trial = nil
        failures.append(false)
    }

    mutating func failed(_ attempt: Int) {
        dropped(attempt)
        if !isOpen { failures.append(true) }
    }

    mutating func dropped(_ attempt: Int) {
        if attempt == trial { trial = nil }
    }

    mutating func expect(_ breaker: Breaker) {
        let last = failures.suffix(20)
        let isHalf = last.count(where: { $0 }) * 2 >= last.count
        if breaker.isOpen {
            if !isOpen { #expect(last.count >= 3 && isHalf, "it opened too soon") }
        } else {
            #expect(!isOpen, "it closed without a success")
            #expect(last.count < 20 || last.last == false || !isHalf, "it should be open")
        }
        isOpen = breaker.isOpen
    }

    mutating func begins(_ attempt: Int) {
        guard isOpen else { return }
        #expect(trial == nil, "a second trial")
        trial = attempt
    }
}

/// A run may retry 20% of its calls, or whatever its budget is, and ten at least.
struct BudgetRule {
    private let share: Double
    private var calls = 0
    private(set) var retries = 0

    init(_ limits: ServiceLimits) { share = limits.retry.budget }

    var allowance: Int { max(10, Int(share * Double(calls))) }

    mutating func call() { calls += 1 }

    mutating func retry() {
        retries += 1
        #expect(retries <= allowance)
    }
}
