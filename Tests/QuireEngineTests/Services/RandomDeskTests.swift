import QuireEngine
import QuireModel
import QuirePlugin
import QuireTesting
import Synchronization
import Testing

@Suite("Runs through bad weather", .timeLimit(.minutes(10)))
struct RandomDeskTests {
    /// What three runs over two services gave, and what the services saw of it.
    struct Outcome: Sendable {
        var limits: [String: ServiceLimits]
        var results: [EngineCase.Result]
        var services: [String: WeatheredService]
    }

    static let enrichments = {
        var enrichments: [Enrichment] = [
            .byKey("first", ["a.share"]), .byKey("second", ["b.share"], after: 0),
            .byKey("third", ["b.share", "a.share"]),
        ]
        for index in enrichments.indices { enrichments[index].errorLimit = 1 }
        return enrichments
    }()

    static func run(seed: Int) async throws -> Outcome {
        var dice = Dice(seed)
        let limits = ["a": RandomTrafficTests.limits(&dice), "b": RandomTrafficTests.limits(&dice)]
        let keysPerCall = [
            "a": [1, 20].randomElement(using: &dice) ?? 1, "b": [1, 3].randomElement(using: &dice) ?? 1,
        ]
        var setup = EngineCase(enrichments, batchSize: .random(in: 1...200, using: &dice))
        setup.options.mostBatchesInWork = .random(in: 2...8, using: &dice)
        let distinct = Int.random(in: 1...400, using: &dice)
        let starts = (0..<3).map { run in
            (
                count: Int.random(in: 0...600, using: &dice),
                at: Duration.milliseconds(run * Int.random(in: 0...20_000, using: &dice))
            )
        }
        let random = Mutex(Dice(seed, 1))
        return try await withSimulatedTime { [setup] clock in
            var services: [String: WeatheredService] = [:]
            for (place, name) in ["a", "b"].enumerated() {
                services[name] = WeatheredService(
                    keysPerCall: keysPerCall[name] ?? 1, clock: clock,
                    weather: Weather(seed: seed * 2 + place, length: .seconds(60)))
            }
            let draw = { @Sendable in random.withLock { Double.random(in: 0..<1, using: &$0) } }
            let results = try await ServiceDesk.open(clock: clock, random: draw) { desk in
                for (name, service) in services {
                    await desk.add(name, limits: limits[name] ?? ServiceLimits()) { service }
                }
                return try await withThrowingTaskGroup { group in
                    for (place, start) in starts.enumerated() {
                        group.addTask {
                            try await clock.sleep(for: start.at)
                            let reader = StubReader(["key"], count: start.count) { [.text("k\($0 * 7919 % distinct)")] }
                            return (place, try await setup.run(reader, on: desk, clock: clock))
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
                }
            }
            return Outcome(limits: limits, results: results, services: services)
        }
    }

    @Test(
        "Every row has the right answers, or says what failed, and services are asked within their limits",
        arguments: 1...60)
    func holds(seed: Int) async throws {
        let outcome = try await Self.run(seed: seed)
        for result in outcome.results { Self.expectAnswers(result, outcome.limits) }
        for (name, service) in outcome.services {
            let limits = try #require(outcome.limits[name])
            Self.expectLimits(service, limits)
            Self.expectPauses(service, limits)
        }
        Self.expectBudgets(outcome)
    }

    @Test("The same seed gives the same, to the nanosecond", arguments: [1, 2, 3])
    func repeats(seed: Int) async throws {
        let (one, two) = (try await Self.run(seed: seed), try await Self.run(seed: seed))
        #expect(one.results.map(\.rows) == two.results.map(\.rows))
        #expect(one.results.map(\.report) == two.results.map(\.report))
        #expect(one.results.map(\.elapsed) == two.results.map(\.elapsed))
        #expect(one.services.mapValues(\.attempts) == two.services.mapValues(\.attempts))
    }

    private static func expectAnswers(_ result: EngineCase.Result, _ limits: [String: ServiceLimits]) {
        #expect(result.rows.count == result.report.rows)
        for counts in result.report.enrichments {
            #expect(counts.keys == counts.found + counts.missing + counts.failed)
        }
        for (row, answers) in zip(result.rows, result.answers) {
            for (place, enrichment) in enrichments.enumerated() {
                let key = row[enrichment.dependsOn.first.map { $0 + 1 } ?? 0]
                guard !key.isNull else {
                    #expect(answers[place] == nil)
                    continue
                }
                let most = enrichment.lookups.reduce(0) { $0 + (limits[$1.service]?.retry.maxAttempts ?? 0) }
                Weather.expect(answers[place], of: LookupKey([key]), mostAttempts: most)
            }
        }
    }

    private static func expectLimits(_ service: WeatheredService, _ limits: ServiceLimits) {
        var rate = RateRule(limits)
        for attempt in service.attempts {
            #expect(attempt.underWay <= limits.maxConcurrency)
            #expect(limits.rate == nil || rate.allows(at: attempt.began))
            #expect(attempt.ended.map { $0 - attempt.began <= limits.timeout } == true)
            #expect(Set(attempt.keys).count == attempt.keys.count)
        }
    }

    /// After an answer with Retry-After nothing begins for that long.
    private static func expectPauses(_ service: WeatheredService, _ limits: ServiceLimits) {
        let begins = service.attempts.map(\.began)
        for attempt in service.attempts {
            guard case .failed(let retryAfter?) = attempt.outcome, let ended = attempt.ended else { continue }
            let end = ended + min(retryAfter, limits.retry.retryAfterMax)
            #expect(!begins.contains { $0 > ended && $0 < end }, "asked while it was to be left alone")
        }
    }

    /// Retries are within the budgets of the runs, but for those of attempts with which the breaker may have been open.
    private static func expectBudgets(_ outcome: Outcome) {
        // A call is counted for the enrichment that asked for its first key; all retries of a run are taken together.
        var allowance = 0
        var retries = 0
        for result in outcome.results {
            let counts = result.report.enrichments
            retries += counts.reduce(0) { $0 + $1.retries }
            let calls = counts.reduce(0) { $0 + $1.calls - $1.retries }
            let share = outcome.limits.values.map(\.retry.budget).max() ?? 0
            allowance += outcome.limits.count * 10 + Int(share * Double(calls))
        }
        var excused = 0
        for service in outcome.services.values {
            var failures: [Bool] = []
            for attempt in service.endedAttempts {
                failures.append(attempt.hasFailed)
                if mayBeOpen(failures) { excused += 1 }
            }
        }
        #expect(retries <= allowance + excused)
    }

    /// Whether, at some time since the last success, half of the last 3 to 20 attempts had failed.
    private static func mayBeOpen(_ failures: [Bool]) -> Bool {
        var end = failures.endIndex
        while end > 0, failures[end - 1] {
            for count in 3...20 where count <= end {
                if failures[(end - count)..<end].count(where: { $0 }) * 2 >= count { return true }
            }
            end -= 1
        }
        return false
    }
}
