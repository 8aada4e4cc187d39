import QuireEngine
import QuireModel
import QuirePlugin
import QuireTesting
import Testing

@Suite("Runs through an outage")
struct OutageRunTests {
    static func numbers(_ count: Int) -> StubReader {
        StubReader(["key"], count: count) { [.text("k\($0)")] }
    }

    @Test(
        "A service that is away for some seconds fails but the few keys it is tried with",
        arguments: [(keys: 100, concurrency: 100, seconds: 15), (5_000, 256, 30), (30, 1, 1), (3, 3, 1)])
    func blip(keys: Int, concurrency: Int, seconds: Int) async throws {
        let result = try await EngineCase([.byKey()], concurrency: concurrency).run(Self.numbers(keys)) {
            clock in
            [
                "tether": StubService(clock: clock, delay: .of(.milliseconds(50))) { call throws(AttemptFailure) in
                    let isAway = call.at >= .milliseconds(40) && call.at < .milliseconds(40) + .seconds(seconds)
                    if isAway || call.number < 2 { throw AttemptFailure("HTTP 503", mayRetry: true) }
                    return call.keys.map { .found([$0.values[0]]) }
                }
            ]
        }
        #expect(result.report.enrichments[0].found >= keys - seconds / 5)
        #expect(result.elapsed < .seconds(seconds * 2 + 10))
    }

    @Test("While it is away it is asked little")
    func asksLittle() async throws {
        var enrichment = Enrichment.byKey()
        enrichment.errorLimit = 1
        let result = try await EngineCase([enrichment], concurrency: 256).run(Self.numbers(5_000)) { clock in
            [
                "tether": StubService(clock: clock, delay: .of(.milliseconds(50))) { _ throws(AttemptFailure) in
                    throw AttemptFailure("HTTP 503", mayRetry: true)
                }
            ]
        }
        #expect(result.report.enrichments[0].failed == 5_000)
        #expect(result.report.enrichments[0].calls < 300)
        #expect(result.elapsed < .seconds(62))
    }

    @Test("A run that begins after a service was down tries it anew")
    func anew() async throws {
        var setup = EngineCase([.byKey()], concurrency: 4)
        setup.enrichments[0].errorLimit = 1
        try await withSimulatedTime { [setup] clock in
            let service = StubService(clock: clock) { call throws(AttemptFailure) in
                if call.at < .seconds(3_600) { throw AttemptFailure("HTTP 503", mayRetry: true) }
                return call.keys.map { _ in .missing }
            }
            try await ServiceDesk.open(clock: clock) { desk in
                await desk.add("tether", limits: setup.limits) { service }
                let first = try await setup.run(Self.numbers(100), on: desk, clock: clock)
                #expect(first.report.enrichments[0].failed == 100)
                try await clock.sleep(for: .seconds(3_600))
                let second = try await setup.run(Self.numbers(100), on: desk, clock: clock)
                #expect(second.report.enrichments[0].missing == 100)
            }
        }
    }
}
