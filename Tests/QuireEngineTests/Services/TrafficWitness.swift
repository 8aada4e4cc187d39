import QuireModel
import QuirePlugin
import QuireTesting
import Testing

@testable import QuireEngine

/// Takes a service's traffic through a time of weather, and holds what it orders against rules of its own.
///
/// Keys are numbers, which are the tickets of those who wait for them.
struct TrafficWitness {
    private struct Attempt {
        var number: Int
        var call: Int
        var keys: [Int]
        var began: Moment
        var fate: Weather.Fate

        var ends: Moment { began + fate.takes }
    }

    private struct History {
        var began: Moment
        var attempts = 0
        /// Time under way, over all attempts.
        var asking: Duration = .zero
    }

    private let limits: ServiceLimits
    private let weather: Weather
    private(set) var traffic: ServiceTraffic
    private(set) var now: Moment = .zero
    private var underWay: [Attempt] = []
    /// By call.
    private var histories: [Int: History] = [:]
    /// The call that a key is or was in.
    private var calls: [Int: Int] = [:]
    /// The runs that wait for a key, the first to ask first.
    private var waiting: [Int: [Int]] = [:]
    private var pausedUntil: Moment = .zero
    private var failingSince: Moment?
    private var rate: RateRule
    private var breaker = BreakerRule()
    private var budgets: [Int: BudgetRule] = [:]

    init(limits: ServiceLimits, keysPerCall: Int, weather: Weather, random: @escaping @Sendable () -> Double) {
        self.limits = limits
        self.weather = weather
        rate = RateRule(limits)
        traffic = ServiceTraffic(
            name: "s", limits: limits, lookups: [.init(name: "l", keysPerCall: keysPerCall)], random: random)
    }

    var isDone: Bool { waiting.isEmpty && underWay.isEmpty }

    /// When something happens next by itself.
    var next: Moment? {
        (underWay.map(\.ends) + [traffic.wake].compactMap { $0 }).min().map { max(now, $0) }
    }

    mutating func join(run: Int, at moment: Moment) {
        now = moment
        budgets[run] = BudgetRule(limits)
        if traffic.downMessage != nil { failingSince = now }
        traffic.join(run: run, now: now)
        settle([])
    }

    mutating func ask(_ keys: [Int], run: Int, at moment: Moment) {
        now = moment
        let asked = keys.filter { waiting[$0]?.contains(run) != true }.map { key in
            waiting[key, default: []].append(run)
            return AskedKey(key: Self.key(key), waiter: Waiter(run: run, ticket: key, enrichment: 0))
        }
        traffic.ask(asked, lookup: 0, now: now)
        settle([])
    }

    mutating func leave(run: Int, at moment: Moment) {
        now = moment
        budgets[run] = nil
        for key in waiting.keys { waiting[key]?.removeAll { $0 == run } }
        waiting = waiting.filter { !$0.value.isEmpty }
        let unwanted = underWay.filter { payer($0.keys) == nil }.map(\.number)
        traffic.leave(run: run, now: now)
        #expect(unwanted.allSatisfy(traffic.orders.cancelled.contains))
        for attempt in unwanted { breaker.dropped(attempt) }
        underWay.removeAll { unwanted.contains($0.number) }
        settle([])
    }

    /// What happens by itself at `next` happens.
    mutating func goOn() {
        guard let next else { return }
        now = next
        if let place = underWay.firstIndex(where: { $0.ends <= now }) {
            let attempt = underWay.remove(at: place)
            traffic.attempt(attempt.number, of: attempt.call, endedWith: attempt.fate.result, now: now)
            settle([attempt])
        } else {
            traffic.tick(now: now)
            settle([])
        }
    }

    private mutating func settle(_ answered: [Attempt]) {
        var orders = Orders()
        swap(&orders, &traffic.orders)
        var ended = answered
        for number in orders.cancelled {
            guard let place = underWay.firstIndex(where: { $0.number == number }) else { continue }
            var attempt = underWay.remove(at: place)
            #expect(now - attempt.began <= limits.timeout)
            attempt.fate.result = .failure(AttemptFailure("no answer", mayRetry: true))
            ended.append(attempt)
        }
        let wasOpen = breaker.isOpen
        for attempt in ended { end(attempt) }
        breaker.expect(traffic.breaker)
        for reply in orders.replies { take(reply, breakerStaysOpen: wasOpen && breaker.isOpen) }
        // An open breaker has retries wait for nothing.
        for attempt in ended where !traffic.breaker.isOpen {
            if let payer = payer(attempt.keys) { budgets[payer]?.retry() }
        }
        for attempt in orders.started { begin(attempt) }
        #expect(traffic.attemptsUnderWay == underWay.count)
        #expect(waiting.isEmpty || next != nil, "nothing goes on")
    }

    private mutating func end(_ attempt: Attempt) {
        histories[attempt.call]?.asking += now - attempt.began
        guard case .failure(let failure) = attempt.fate.result, failure.mayRetry else {
            breaker.succeeded()
            failingSince = nil
            return
        }
        if let asked = failure.retryAfter {
            pausedUntil = max(pausedUntil, now + min(asked, limits.retry.retryAfterMax))
        }
        breaker.failed(attempt.number)
        if failingSince == nil { failingSince = now }
    }

    private mutating func begin(_ started: StartedAttempt) {
        let keys = started.keys.map(Self.number)
        let payer = payer(keys)
        #expect(payer != nil, "nobody waits for what is asked")
        var history = histories[started.call] ?? History(began: now)
        if traffic.calls[started.call]?.attempts == 1 {
            history = History(began: now)
            if let payer { budgets[payer]?.call() }
        }
        history.attempts += 1
        #expect(history.attempts <= limits.retry.maxAttempts)
        #expect(history.asking < limits.deadline)
        histories[started.call] = history
        for key in keys { calls[key] = started.call }
        #expect(now >= pausedUntil, "the service asked to be left alone")
        #expect(limits.rate == nil || rate.allows(at: now))
        breaker.begins(started.attempt)
        let fate = weather.fate(of: started.attempt, started.keys, at: now, underWay: underWay.count + 1)
        underWay.append(
            Attempt(number: started.attempt, call: started.call, keys: keys, began: now, fate: fate))
        #expect(underWay.count <= limits.maxConcurrency)
        #expect(underWay.count <= traffic.concurrency)
    }

    private mutating func take(_ reply: KeyReply, breakerStaysOpen: Bool) {
        let key = reply.waiter.ticket
        guard let place = waiting[key]?.firstIndex(of: reply.waiter.run) else {
            Issue.record("key \(key) ended twice, or for a run that left")
            return
        }
        waiting[key]?.remove(at: place)
        if waiting[key] == [] { waiting[key] = nil }
        switch (reply.answer, Weather.truth(Self.key(key))) {
        case (.failed(let failure), let truth): expectReason(failure, key, truth, breakerStaysOpen)
        case (.found(let values), let truth): #expect(truth == .found(values))
        case (.missing, let truth): #expect(truth == .missing)
        }
    }

    /// A key fails for good, or because its call may not be tried again, or with a service that is down.
    private func expectReason(
        _ failure: LookupFailure, _ key: Int, _ truth: LookupReply.KeyReply, _ breakerStaysOpen: Bool
    ) {
        #expect(failure.message.hasPrefix("s.l, key \(key): "))
        if failure.message.contains("taken to be down") {
            #expect(failingSince.map { now - $0 > limits.deadline } == true, "\(failure.message)")
            return
        }
        if failure.message.hasSuffix("HTTP 400") || failure.message.hasSuffix("no such kind") { return }
        guard let call = calls[key], let history = histories[call] else {
            Issue.record("\(failure.message) without an attempt")
            return
        }
        #expect(failure.attempts == history.attempts)
        let wait = RetrySchedule(policy: limits.retry).interval(history.attempts)
        let isSpent = budgets.contains { run, budget in
            (traffic.budgets[run]?.retries ?? 0) >= budget.allowance
        }
        #expect(
            history.attempts == limits.retry.maxAttempts || now - history.began + wait >= limits.deadline
                || (isSpent && !breakerStaysOpen) || traffic.downMessage != nil,
            "\(failure.message) might have been tried again: \(history) \(now) \(budgets) \(traffic.breaker)")
    }

    private func payer(_ keys: [Int]) -> Int? {
        for key in keys { if let run = waiting[key]?.first { return run } }
        return nil
    }

    private static func key(_ number: Int) -> LookupKey { LookupKey([.integer(Int64(number))]) }

    private static func number(_ key: LookupKey) -> Int {
        if case .integer(let number) = key.values[0] { Int(number) } else { -1 }
    }
}
