import QuireModel
import QuirePlugin
import Testing

@testable import QuireEngine

@Suite("A service's traffic")
struct ServiceTrafficTests {
    static func traffic(
        keysPerCall: [Int] = [1], _ change: (inout ServiceLimits) -> Void = { _ in }
    ) -> ServiceTraffic {
        var limits = ServiceLimits()
        change(&limits)
        let lookups = keysPerCall.enumerated().map { ServiceTraffic.Lookup(name: "l\($0)", keysPerCall: $1) }
        var traffic = ServiceTraffic(name: "s", limits: limits, lookups: lookups, random: { 1 })
        traffic.join(run: 1, now: .zero)
        return traffic
    }

    static func key(_ number: Int, run: Int = 1) -> AskedKey {
        AskedKey(
            key: LookupKey([.integer(Int64(number))]), waiter: Waiter(run: run, ticket: number, enrichment: 0))
    }

    @Test("A call is formed when a slot is free, of all keys that wait by then")
    func forms() {
        var traffic = Self.traffic(keysPerCall: [10]) { $0.maxConcurrency = 1 }
        traffic.ask([Self.key(0)], lookup: 0, now: .zero)
        traffic.ask((1...15).map { Self.key($0) }, lookup: 0, now: .zero)
        #expect(traffic.orders.started.map(\.keys.count) == [1])
        #expect(!traffic.isIdle(now: .zero))
        traffic.attempt(
            1, of: traffic.orders.started[0].call, endedWith: .success(LookupReply(replies: [.missing])),
            now: .seconds(1))
        #expect(traffic.orders.started.map(\.keys.count) == [1, 10])
        #expect(traffic.orders.replies.map(\.answer) == [.missing])
    }

    @Test("What it is doing is told: calls that go and that wait, when an open breaker tries again, the last error")
    func status() {
        var traffic = Self.traffic(keysPerCall: [10]) { limits in
            limits.maxConcurrency = 1
            limits.retry.maxAttempts = 20
        }
        traffic.join(run: 2, hiding: Redactor(["p1n-0f-two"]), now: .zero)
        #expect(ServiceStatus(name: "s", traffic, now: .zero).lastError == nil)
        traffic.ask([Self.key(41)], lookup: 0, now: .zero)
        traffic.ask((1...25).map { Self.key($0) }, lookup: 0, now: .zero)
        var now = Moment.zero
        for _ in 0..<100 where !traffic.breaker.isOpen {
            guard let started = traffic.orders.started.popLast() else {
                now = traffic.wake ?? now
                traffic.tick(now: now)
                continue
            }
            let failure = AttemptFailure("503: no 41 for p1n-0f-two, nor 411", mayRetry: true)
            traffic.attempt(started.attempt, of: started.call, endedWith: .failure(failure), now: now)
        }
        let status = ServiceStatus(name: "s", traffic, now: now)
        #expect(status.inWork == 1)
        #expect(status.waiting == 3)
        #expect(status.breaker == .open)
        let wait = status.trialIn ?? .zero
        #expect(wait > .zero)
        #expect(status.lastError == "503: no *** for ***, nor 411")
        let later = ServiceStatus(name: "s", traffic, now: now + wait)
        #expect(later.breaker == .halfOpen)
        #expect(later.trialIn == nil)
    }

    @Test("An error that is not tried again is the last error too, and a timeout")
    func lastError() {
        var traffic = Self.traffic { $0.maxConcurrency = 1 }
        traffic.ask([Self.key(1), Self.key(2)], lookup: 0, now: .zero)
        traffic.attempt(1, of: 0, endedWith: .failure(AttemptFailure("400: no", mayRetry: false)), now: .zero)
        #expect(ServiceStatus(name: "s", traffic, now: .zero).lastError == "400: no")
        traffic.tick(now: traffic.limits.timeout)
        #expect(ServiceStatus(name: "s", traffic, now: .zero).lastError == "no answer within 10 s")
    }

    @Test("A key that two wait for is answered to both, and can be asked for again later")
    func waiters() {
        var traffic = Self.traffic()
        traffic.ask([Self.key(7, run: 1), Self.key(7, run: 2)], lookup: 0, now: .zero)
        #expect(traffic.orders.started.count == 1)
        traffic.attempt(1, of: 0, endedWith: .success(LookupReply(replies: [.found([.null])])), now: .zero)
        #expect(traffic.orders.replies.map(\.waiter.run) == [1, 2])
        traffic.ask([Self.key(7)], lookup: 0, now: .zero)
        #expect(traffic.orders.started.count == 2)
    }

    @Test("The same key of two lookups is two keys")
    func lookups() {
        var traffic = Self.traffic(keysPerCall: [1, 1])
        traffic.ask([Self.key(7)], lookup: 0, now: .zero)
        traffic.ask([Self.key(7)], lookup: 1, now: .zero)
        #expect(traffic.orders.started.map(\.lookup) == [0, 1])
    }

    @Test("An answer that comes after its attempt was given up changes nothing")
    func late() {
        var traffic = Self.traffic()
        traffic.ask([Self.key(1)], lookup: 0, now: .zero)
        #expect(traffic.wake == .seconds(10))
        traffic.tick(now: .seconds(10))
        #expect(traffic.orders.cancelled == [1])
        traffic.attempt(1, of: 0, endedWith: .success(LookupReply(replies: [.missing])), now: .seconds(10))
        #expect(traffic.orders.replies.isEmpty)
        #expect(traffic.wake == .milliseconds(10_200))
        traffic.tick(now: .milliseconds(10_200))
        #expect(traffic.orders.started.count == 2)
    }

    @Test("The deadline cuts the last attempt short, and is not passed by a wait")
    func deadline() {
        var traffic = Self.traffic {
            $0.deadline = .seconds(15)
            $0.retry.maxAttempts = 10
        }
        traffic.ask([Self.key(1)], lookup: 0, now: .zero)
        var now = Duration.zero
        while let wake = traffic.wake, traffic.orders.replies.isEmpty, now < .seconds(100) {
            now = wake
            traffic.tick(now: now)
        }
        #expect(now == .seconds(15))
        #expect(traffic.orders.started.count == 2)
        guard case .failed(let failure) = traffic.orders.replies.first?.answer else {
            Issue.record("the key did not fail")
            return
        }
        #expect(failure == LookupFailure(message: "s.l0, key 1: no answer within the deadline of 15 s", attempts: 2))
    }

    @Test("When a run leaves, its queued keys and calls go, and those others wait for stay")
    func leave() {
        var traffic = Self.traffic(keysPerCall: [2]) { $0.maxConcurrency = 2 }
        traffic.join(run: 2, now: .zero)
        traffic.ask((0..<2).map { Self.key($0) }, lookup: 0, now: .zero)
        traffic.ask((2..<4).map { Self.key($0) }, lookup: 0, now: .zero)
        traffic.ask((4..<8).map { Self.key($0) }, lookup: 0, now: .zero)
        traffic.ask([Self.key(1, run: 2), Self.key(5, run: 2)], lookup: 0, now: .zero)
        traffic.leave(run: 1, now: .zero)
        #expect(traffic.orders.cancelled == [2])
        #expect(traffic.orders.started.map(\.keys.count) == [2, 2, 1])
        #expect(traffic.keys.count == 3)
        traffic.attempt(1, of: 0, endedWith: .success(LookupReply(replies: [.missing, .missing])), now: .zero)
        #expect(traffic.orders.replies.map(\.waiter.run) == [2])
    }

    @Test("Calls that are tried again go before new ones")
    func order() {
        var traffic = Self.traffic {
            $0.maxConcurrency = 1
            $0.rate = Rate(count: 1, interval: .seconds(1))
            $0.burst = 1
        }
        traffic.ask((0..<3).map { Self.key($0) }, lookup: 0, now: .zero)
        traffic.attempt(1, of: 0, endedWith: .failure(AttemptFailure("x", mayRetry: true)), now: .zero)
        traffic.tick(now: .milliseconds(200))
        traffic.tick(now: .seconds(1))
        #expect(traffic.orders.started.map(\.keys) == [0, 0].map { [LookupKey([.integer($0)])] })
    }

    @Test("A failure that is not for now is not tried again, and says nothing of an outage")
    func forGood() {
        var traffic = Self.traffic { $0.maxConcurrency = 100 }
        traffic.ask((0..<100).map { Self.key($0) }, lookup: 0, now: .zero)
        for started in traffic.orders.started {
            traffic.attempt(
                started.attempt, of: started.call, endedWith: .failure(AttemptFailure("HTTP 400", mayRetry: false)),
                now: .zero)
        }
        #expect(traffic.orders.replies.count == 100)
        #expect(!traffic.breaker.isOpen)
        #expect(traffic.callsInWork == 0)
    }

    @Test("Retries beyond the budget are not made, which is said")
    func budget() {
        var traffic = Self.traffic { $0.maxConcurrency = 200 }
        traffic.ask((0..<100).map { Self.key($0) }, lookup: 0, now: .zero)
        // Two of three succeed, so that the breaker stays closed.
        for started in traffic.orders.started {
            let fails = started.attempt % 3 == 0
            traffic.attempt(
                started.attempt, of: started.call,
                endedWith: fails
                    ? .failure(AttemptFailure("x", mayRetry: true)) : .success(LookupReply(replies: [.missing])),
                now: .zero)
        }
        #expect(traffic.callsInWork == 20)
        let failures = traffic.orders.replies.map(\.answer).filter { $0 != .missing }
        #expect(failures.count == 13)
        for case .failed(let failure) in failures {
            #expect(failure.message.hasSuffix(": x (not tried again: the retry budget is used up)"))
        }
    }
}
