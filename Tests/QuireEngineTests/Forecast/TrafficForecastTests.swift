import QuireModel
import QuireTesting
import Testing

@testable import QuireEngine

/// Rows with a key each, and what is asked for them.
struct ForecastCase: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var rowCount: Int
    var mostBatches = 64
    /// Those that have dependencies depend on the one before them.
    var enrichments: [ForecastEnrichment]
    var limits: [String: ServiceLimits]
    var calls: [Int]
    /// In milliseconds.
    var lasts: [Int]

    init(
        _ name: String, rows: Int, mostBatches: Int = 64, _ enrichments: [ForecastEnrichment],
        _ limits: [String: ServiceLimits], calls: [Int], lasts: [Int]
    ) {
        testDescription = name
        rowCount = rows
        self.mostBatches = mostBatches
        self.enrichments = enrichments
        self.limits = limits
        self.calls = calls
        self.lasts = lasts
    }

    static func asks(
        _ service: String, lookup: String = "share", bulk: Int = 1, after: Bool = false, _ latency: Duration
    ) -> ForecastEnrichment {
        ForecastEnrichment(
            lookup: LookupReference(service: service, lookup: lookup), keysPerCall: bulk, hasDependencies: after,
            latency: latency)
    }

    static func limits(_ concurrency: Int, rate: Double? = nil, burst: Int? = nil) -> ServiceLimits {
        var limits = ServiceLimits()
        limits.maxConcurrency = concurrency
        limits.rate = rate.map { Rate(count: $0, interval: .seconds(1)) }
        limits.burst = burst
        return limits
    }

    static let all = [
        ForecastCase(
            "fewer keys than calls at once take one latency", rows: 100, [asks("a", .milliseconds(500))],
            ["a": limits(100)], calls: [100], lasts: [500]),
        ForecastCase(
            "10,000 calls of half a second, 256 at once, are 40 waves", rows: 10_000, [asks("a", .milliseconds(500))],
            ["a": limits(256)], calls: [10_000], lasts: [20_000]),
        ForecastCase(
            "10,000 keys in bulk of 100, 32 at once, are 4 waves", rows: 10_000,
            [asks("a", bulk: 100, .milliseconds(500))], ["a": limits(32)], calls: [100], lasts: [2_000]),
        ForecastCase(
            "a bulk call takes no keys of a batch that is not read yet", rows: 4_000,
            [asks("a", bulk: 300, .milliseconds(500))], ["a": limits(32)], calls: [16], lasts: [500]),
        ForecastCase(
            "a rate lets its burst through at once, and then a call a token", rows: 400,
            [asks("a", .milliseconds(50))], ["a": limits(400, rate: 100, burst: 20)], calls: [400],
            lasts: [3_800 + 50]),
        ForecastCase(
            "a rate that is faster than the calls at once does not count", rows: 100, [asks("a", .seconds(1))],
            ["a": limits(10, rate: 1_000)], calls: [100], lasts: [10_000]),
        ForecastCase(
            "a rate bounds the time of answers that take none", rows: 300, [asks("a", .zero)],
            ["a": limits(32, rate: 100)], calls: [300], lasts: [2_000]),
        ForecastCase(
            "without latency and rate nothing takes time", rows: 5_000, [asks("a", bulk: 100, .zero)],
            ["a": limits(32)], calls: [50], lasts: [0]),
        ForecastCase(
            "a second lookup of the first's answers runs beside it", rows: 1_000,
            [asks("a", .milliseconds(200)), asks("b", after: true, .milliseconds(200))],
            ["a": limits(1_000), "b": limits(100)], calls: [1_000, 1_000], lasts: [200, 2_200]),
        ForecastCase(
            "the slower of two lookups, one after the other, counts", rows: 1_000,
            [asks("a", .milliseconds(100)), asks("b", after: true, .milliseconds(100))],
            ["a": limits(50), "b": limits(100)], calls: [1_000, 1_000], lasts: [2_000, 2_100]),
        ForecastCase(
            "services side by side do not wait for each other", rows: 1_000,
            [asks("a", .milliseconds(100)), asks("b", .milliseconds(100))],
            ["a": limits(100), "b": limits(20)], calls: [1_000, 1_000], lasts: [1_000, 5_000]),
        ForecastCase(
            "two enrichments of one service share its limits", rows: 100,
            [asks("a", .milliseconds(100)), asks("a", lookup: "other", after: true, .milliseconds(100))],
            ["a": limits(10)], calls: [100, 100], lasts: [1_000, 2_000]),
        ForecastCase(
            "no more batches are in work than may be", rows: 6_000, mostBatches: 2, [asks("a", .milliseconds(100))],
            ["a": limits(100_000)], calls: [6_000], lasts: [300]),
        ForecastCase("no rows take no time", rows: 0, [asks("a", .seconds(1))], [:], calls: [0], lasts: [0]),
        ForecastCase("no enrichments take no time", rows: 3_000, [], [:], calls: [], lasts: []),
    ]

    func forecast() -> [TrafficForecast.Outcome] {
        var forecast = TrafficForecast(enrichments, limits: limits, mostBatchesInWork: mostBatches)
        var left = rowCount
        while forecast.advance() {
            let count = min(left, 1_000)
            left -= count
            forecast.read(count == 0 ? nil : batch(count))
        }
        return forecast.outcomes
    }

    private func batch(_ count: Int) -> ForecastBatch {
        ForecastBatch(
            enrichments.indices.flatMap { index in
                (0..<count).map { row in
                    let after = enrichments[index].hasDependencies ? [(index - 1) * count + row] : []
                    return ForecastBatch.Key(enrichment: index, after: after)
                }
            })
    }

    /// What a run comes to in simulated time.
    func run() async throws -> (calls: [Int], elapsed: Duration) {
        var engine = EngineCase(
            enrichments.enumerated().map { index, enrichment in
                .byKey("e\(index)", ["\(enrichment.lookup)"], after: enrichment.hasDependencies ? index - 1 : nil)
            })
        engine.options.mostBatchesInWork = mostBatches
        let reader = StubReader(keys: (0..<rowCount).map { .text("C\($0)") })
        return try await withSimulatedTime { [engine] clock in
            try await ServiceDesk.open(clock: clock, random: { 1 }) { desk in
                for (name, asking) in Dictionary(grouping: enrichments, by: \.lookup.service) {
                    let lookups = asking.map { ($0.lookup.lookup, $0.keysPerCall) }
                    await desk.add(name, limits: limits[name] ?? ServiceLimits()) {
                        StubService(
                            Dictionary(uniqueKeysWithValues: lookups), clock: clock, delay: .of(asking[0].latency))
                    }
                }
                let result = try await engine.run(reader, on: desk, clock: clock)
                return (result.report.enrichments.map(\.calls), result.elapsed)
            }
        }
    }
}

@Suite("A forecast of traffic")
struct TrafficForecastTests {
    @Test("Calls and time are what the limits allow at best", arguments: ForecastCase.all)
    func forecasts(_ forecast: ForecastCase) {
        let outcomes = forecast.forecast()
        #expect(outcomes.map(\.calls) == forecast.calls)
        #expect(outcomes.map(\.lasts) == forecast.lasts.map { .milliseconds($0) })
    }

    @Test("A run takes as many calls and as long, where only answers take time", arguments: ForecastCase.all)
    func agrees(_ forecast: ForecastCase) async throws {
        let run = try await forecast.run()
        let outcomes = forecast.forecast()
        #expect(run.calls == outcomes.map(\.calls))
        #expect(run.elapsed == outcomes.map(\.lasts).max() ?? .zero)
    }

    @Test("A key that is not asked for takes no call, and one that another asks for is there with that one's answer")
    func shared() {
        var forecast = TrafficForecast(
            [ForecastCase.asks("a", .seconds(1)), ForecastCase.asks("a", .seconds(1))],
            limits: ["a": ForecastCase.limits(1)])
        let isRead = forecast.advance()
        #expect(isRead)
        forecast.read(
            ForecastBatch([
                .init(enrichment: 0), .init(enrichment: 0, isAsked: false),
                .init(enrichment: 1, after: [0], isAsked: false),
            ]))
        while forecast.advance() { forecast.read(nil) }
        #expect(forecast.outcomes == [.init(calls: 1, lasts: .seconds(1)), .init(calls: 0, lasts: .seconds(1))])
    }
}
