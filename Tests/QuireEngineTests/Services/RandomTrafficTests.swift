import QuireModel
import QuireTesting
import Synchronization
import Testing

@testable import QuireEngine

@Suite("A service's traffic through bad weather")
struct RandomTrafficTests {
    private enum Event {
        case join
        case ask([Int])
        case leave
    }

    static func limits(_ dice: inout Dice) -> ServiceLimits {
        var limits = ServiceLimits()
        limits.maxConcurrency = .random(in: 1...40, using: &dice)
        limits.adaptive = dice.roll(0.5)
        if dice.roll(0.5) {
            limits.rate = Rate(count: .random(in: 5...200, using: &dice), interval: .seconds(1))
            if dice.roll(0.5) { limits.burst = .random(in: 1...50, using: &dice) }
        }
        limits.timeout = .milliseconds(Int.random(in: 300...4_000, using: &dice))
        limits.deadline = .milliseconds(Int.random(in: 2_000...20_000, using: &dice))
        limits.retry.maxAttempts = .random(in: 1...6, using: &dice)
        limits.retry.initialInterval = .milliseconds(Int.random(in: 10...500, using: &dice))
        limits.retry.maxInterval = .milliseconds(Int.random(in: 500...5_000, using: &dice))
        limits.retry.budget = .random(in: 0...0.5, using: &dice)
        limits.retry.retryAfterMax = .milliseconds(Int.random(in: 500...20_000, using: &dice))
        return limits
    }

    /// What some runs do, in order.
    private static func events(_ dice: inout Dice) -> [(at: Moment, run: Int, event: Event)] {
        var events: [(at: Moment, run: Int, event: Event)] = []
        for run in 1...Int.random(in: 1...4, using: &dice) {
            var at = Moment.milliseconds(Int.random(in: 0...30_000, using: &dice))
            events.append((at, run, .join))
            for _ in 0..<Int.random(in: 1...10, using: &dice) {
                let keys = (0..<Int.random(in: 1...60, using: &dice)).map { _ in Int.random(in: 0..<500, using: &dice) }
                events.append((at, run, .ask(keys)))
                at += .milliseconds(Int.random(in: 0...4_000, using: &dice))
            }
            if dice.roll(0.2) { events.append((at, run, .leave)) }
        }
        return events.sorted { $0.at < $1.at }
    }

    @Test("Whatever happens, it keeps to all its limits, and every key ends once", arguments: 1...300)
    func keepsToLimits(seed: Int) {
        var dice = Dice(seed)
        let random = Mutex(Dice(seed, 1))
        var witness = TrafficWitness(
            limits: Self.limits(&dice), keysPerCall: [1, 1, 3, 20].randomElement(using: &dice) ?? 1,
            weather: Weather(seed: seed, length: .seconds(40)),
            random: { random.withLock { .random(in: 0..<1, using: &$0) } })
        var steps = 0
        for (at, run, event) in Self.events(&dice) {
            while let next = witness.next, next < at, steps < 100_000 {
                witness.goOn()
                steps += 1
            }
            switch event {
            case .join: witness.join(run: run, at: at)
            case .ask(let keys): witness.ask(keys, run: run, at: at)
            case .leave: witness.leave(run: run, at: at)
            }
        }
        while !witness.isDone, witness.next != nil, steps < 100_000 {
            witness.goOn()
            steps += 1
        }
        #expect(witness.isDone)
        #expect(witness.traffic.callsInWork == 0)
        #expect(witness.traffic.keys.count == 0)
        #expect(witness.traffic.queue.isEmpty)
        #expect(witness.traffic.backingOff == 0)
        #expect(witness.traffic.retrying.isEmpty)
    }
}
