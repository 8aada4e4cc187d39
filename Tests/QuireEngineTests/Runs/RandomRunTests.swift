import QuireEngine
import QuireModel
import QuirePlugin
import QuireTesting
import Testing

@Suite("Random runs")
struct RandomRunTests {
    /// What a service says about a key for good: by the key alone.
    static func truth(_ service: String, _ key: LookupKey) -> LookupReply.KeyReply {
        var dice = Dice("\(service) \(key)".utf8.reduce(7) { ($0 &* 31 &+ Int($1)) % 1_000_003 })
        switch Int.random(in: 0..<10, using: &dice) {
        case 0: return .missing
        case 1: return .failed(message: "no", mayRetry: false)
        default: return .found([.text("\(service) \(Int.random(in: 0..<40, using: &dice))")])
        }
    }

    /// A service that fails for now at random, now a call and now a key, but never the third time in a row.
    static func service(_ name: String, seed: Int, keysPerCall: Int, clock: TestClock) -> StubService {
        StubService(
            ["share": keysPerCall], clock: clock,
            delay: .by { call in
                var dice = Dice(seed, 1, call.number)
                return .milliseconds(Int.random(in: 0...50, using: &dice))
            }
        ) { call throws(AttemptFailure) in
            var dice = Dice(seed, 2, call.number)
            let roll = Int.random(in: 0..<20, using: &dice)
            if roll == 0 { throw AttemptFailure("HTTP 503", mayRetry: true) }
            if roll == 1 { throw AttemptFailure("HTTP 429", mayRetry: true, retryAfter: .seconds(1)) }
            return call.keys.map { key in
                Int.random(in: 0..<40, using: &dice) == 0
                    ? .failed(message: "busy", mayRetry: true) : truth(name, key)
            }
        }
    }

    @Test("Whatever fails and in which order answers come, every row gets what the services say", arguments: 1...40)
    func agrees(seed: Int) async throws {
        var dice = Dice(seed)
        var setup = EngineCase(
            [
                .byKey("first", ["a.share"]), .byKey("second", ["b.share", "a.share"], after: 0),
                .byKey("third", ["c.share", "b.share"]), .byKey("fourth", ["a.share"], after: 2),
            ], batchSize: Int.random(in: 1...60, using: &dice), concurrency: Int.random(in: 1...20, using: &dice))
        for index in setup.enrichments.indices { setup.enrichments[index].errorLimit = 1 }
        setup.options.mostBatchesInWork = Int.random(in: 2...8, using: &dice)
        setup.limits.retry.maxAttempts = 1_000
        setup.limits.retry.budget = 1_000
        setup.limits.deadline = .seconds(100_000)
        if Bool.random(using: &dice) { setup.limits.rate = Rate(count: 50, interval: .seconds(1)) }
        let rowCount = Int.random(in: 0...400, using: &dice)
        let distinct = Int.random(in: 1...200, using: &dice)
        let keysPerCall = [1, 3, 50].randomElement(using: &dice) ?? 1
        try await withSimulatedTime { [setup] clock in
            let services = Dictionary(
                uniqueKeysWithValues: ["a", "b", "c"].map { name in
                    (name, Self.service(name, seed: seed, keysPerCall: keysPerCall, clock: clock))
                })
            let results = try await ServiceDesk.open(clock: clock, random: { 0.5 }) { desk in
                for (name, service) in services { await desk.add(name, limits: setup.limits) { service } }
                let reader = { @Sendable in StubReader(["key"], count: rowCount) { [.text("k\($0 * 7919 % distinct)")] }
                }
                async let one = setup.run(reader(), on: desk, clock: clock)
                async let two = setup.run(reader(), on: desk, clock: clock)
                return try await [one, two]
            }
            for result in results {
                #expect(result.rows == (0..<rowCount).map { Self.expected("k\($0 * 7919 % distinct)") })
                for counts in result.report.enrichments {
                    #expect(counts.keys == counts.found + counts.missing + counts.failed)
                }
            }
            for service in services.values {
                #expect(service.peakConcurrency <= setup.limits.maxConcurrency)
                #expect(service.calls.allSatisfy { Set($0.keys).count == $0.keys.count && !$0.keys.isEmpty })
            }
        }
    }

    static func expected(_ key: String) -> [Value] {
        let first = lookUp(["a"], .text(key))
        let third = lookUp(["c", "b"], .text(key))
        return [.text(key), first, lookUp(["b", "a"], first), third, lookUp(["a"], third)]
    }

    static func lookUp(_ services: [String], _ key: Value) -> Value {
        if key.isNull { return .null }
        for service in services {
            if case .found(let values) = truth(service, LookupKey([key])) { return values[0] }
        }
        return .null
    }
}
