import QuireEngine
import QuireModel
import QuirePlugin
import QuireTesting
import Synchronization
import Testing

/// The engine on all threads and by the real clock, for the thread sanitizer to watch.
@Suite("Runs on many threads", .timeLimit(.minutes(10)))
struct ThreadTests {
    /// A service that yields a few times before it answers, fails now and then, or never answers.
    final class UnsteadyService: LookupService {
        let lookups = [
            "share": LookupShape(inputs: [.init("key", .text)], fields: [.init("value", .text)], keysPerCall: 5)
        ]
        private let seed: Int
        private let state = Mutex((calls: 0, underWay: 0, peak: 0))

        init(seed: Int) { self.seed = seed }

        var peak: Int { state.withLock { $0.peak } }

        func ask(_ keys: [LookupKey], of lookup: String) async throws(AttemptFailure) -> LookupReply {
            let call = state.withLock { state in
                state.calls += 1
                state.underWay += 1
                state.peak = max(state.peak, state.underWay)
                return state.calls
            }
            defer { state.withLock { $0.underWay -= 1 } }
            var dice = Dice(seed, call)
            for _ in 0..<Int.random(in: 0...20, using: &dice) { await Task.yield() }
            if dice.roll(0.05) { throw AttemptFailure("HTTP 503", mayRetry: true) }
            if dice.roll(0.02) { throw AttemptFailure("HTTP 429", mayRetry: true, retryAfter: .milliseconds(2)) }
            if dice.roll(0.02) { await Self.hang() }
            return LookupReply(replies: keys.map(Weather.truth))
        }

        /// Ends when the task is cancelled.
        private static func hang() async {
            let (never, end) = AsyncStream<Never>.makeStream()
            for await _ in never {}
            end.finish()
        }

        func close() async {}
    }

    static func limits(_ dice: inout Dice) -> ServiceLimits {
        var limits = ServiceLimits()
        limits.maxConcurrency = .random(in: 2...40, using: &dice)
        limits.adaptive = dice.roll(0.5)
        limits.timeout = .milliseconds(50)
        limits.deadline = .seconds(20)
        limits.retry.maxAttempts = 100
        limits.retry.initialInterval = .milliseconds(1)
        limits.retry.maxInterval = .milliseconds(5)
        limits.retry.budget = 100
        return limits
    }

    @Test("Runs that begin, end and are cancelled at once get their answers, within the limits", arguments: 1...10)
    func runs(seed: Int) async throws {
        var dice = Dice(seed)
        let limits = ["a": Self.limits(&dice), "b": Self.limits(&dice)]
        let services = ["a": UnsteadyService(seed: seed * 2), "b": UnsteadyService(seed: seed * 2 + 1)]
        try await ServiceDesk.open { desk in
            for (name, service) in services {
                await desk.add(name, limits: limits[name] ?? ServiceLimits()) { service }
            }
            try await withThrowingTaskGroup { group in
                for _ in 0..<4 { group.addTask { try await Self.run(on: desk) } }
                for run in 0..<4 {
                    group.addTask {
                        await withThrowingTaskGroup { group in
                            group.addTask { try await Self.run(on: desk) }
                            for _ in 0..<(run * 50) { await Task.yield() }
                            group.cancelAll()
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        for (name, service) in services { #expect(service.peak <= limits[name]?.maxConcurrency ?? 0) }
    }

    private static func run(on desk: ServiceDesk) async throws {
        var enrichments: [Enrichment] = [
            .byKey("first", ["a.share"]), .byKey("second", ["b.share", "a.share"], after: 0),
        ]
        for index in enrichments.indices { enrichments[index].errorLimit = 1 }
        var options = EnrichmentOptions()
        options.batchSize = 50
        let reader = StubReader(["key"], count: 1_000) { [.text("k\($0 * 7919 % 300)")] }
        let rowCount = Mutex(0)
        _ = try await desk.enrich(reader, enrichments, options: options) { batch in
            rowCount.withLock { $0 += batch.rows.rowCount }
            for row in 0..<batch.rows.rowCount {
                let key = LookupKey([batch.rows.value(row: row, field: 0)])
                // Where the machine is busy some time out for good.
                Weather.expect(batch.enrichments[0].answer(row: row), of: key, mostAttempts: 100)
            }
        }
        #expect(rowCount.withLock { $0 } == 1_000)
    }
}
