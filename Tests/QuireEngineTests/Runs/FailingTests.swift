import QuireEngine
import QuireModel
import QuirePlugin
import QuireTesting
import Synchronization
import Testing

@Suite("Failing keys and runs")
struct FailingTests {
    static func numbers(_ count: Int) -> StubReader {
        StubReader(["key"], count: count) { [.text("k\($0)")] }
    }

    /// - Parameter failing: whether the service fails for good, by the number of the call.
    static func outcome(
        _ enrichment: Enrichment, rows: Int, concurrency: Int = 1, failing: @escaping @Sendable (Int) -> Bool
    ) async throws -> (result: Result<EnrichmentReport, RunFailure>, calls: Int) {
        let calls = Mutex(0)
        do {
            let result = try await EngineCase([enrichment], concurrency: concurrency).run(numbers(rows)) { clock in
                let service = StubService(clock: clock, delay: .of(.milliseconds(1))) { call in
                    calls.withLock { $0 = call.number + 1 }
                    return call.keys.map {
                        failing(call.number) ? .failed(message: "HTTP 400", mayRetry: false) : .found([$0.values[0]])
                    }
                }
                return ["tether": service]
            }
            return (.success(result.report), calls.withLock { $0 })
        } catch let failure as RunFailure {
            return (.failure(failure), calls.withLock { $0 })
        }
    }

    @Test("on_error: fail ends the run at the first failed key, and says which and why")
    func onError() async throws {
        var enrichment = Enrichment.byKey()
        enrichment.onError = .fail
        let (result, calls) = try await Self.outcome(enrichment, rows: 100) { $0 == 3 }
        #expect(throws: RunFailure.self) { try result.get() }
        #expect(calls < 10)
        guard case .failure(let failure) = result else { return }
        #expect(failure.message == "enrichment 'tether': tether.share, key k3: HTTP 400")
    }

    @Test("on_missing: fail ends the run at the first missing key")
    func onMissing() async throws {
        var enrichment = Enrichment.byKey()
        enrichment.onMissing = .fail
        await #expect {
            try await EngineCase([enrichment]).run(Self.numbers(5)) { _ in
                ["tether": StubService { $0.keys.map { $0.description == "k2" ? .missing : .found([.null]) } }]
            }
        } throws: {
            ($0 as? RunFailure)?.message == "enrichment 'tether': tether.share has nothing for key k2"
        }
    }

    @Test("More failed keys than error_limit fail the run at its end")
    func limit() async throws {
        let passed = try await Self.outcome(.byKey(), rows: 100) { $0 % 10 == 0 }
        #expect(try passed.result.get().enrichments[0].failed == 10)
        let failed = try await Self.outcome(.byKey(), rows: 100) { $0 % 10 == 0 || $0 == 5 }
        #expect(failed.calls == 100)
        #expect(throws: RunFailure.self) { try failed.result.get() }
    }

    @Test("A run is cut short when over half of at least 20 keys failed")
    func cutShort() async throws {
        let (result, calls) = try await Self.outcome(.byKey(), rows: 10_000) { _ in true }
        #expect((20...25).contains(calls))
        guard case .failure(let failure) = result else {
            Issue.record("the run succeeded")
            return
        }
        #expect(failure.message.hasPrefix("enrichment 'tether': 2"))
        #expect(failure.message.contains("more than its error_limit of 10%; the first: tether.share, key k0: HTTP 400"))
    }

    @Test("A service that is down ends the run within about one deadline, one call at a time and 10,000 keys")
    func down() async throws {
        var enrichment = Enrichment.byKey()
        enrichment.errorLimit = 1
        let services = Mutex<StubService?>(nil)
        let result = try await EngineCase([enrichment], concurrency: 1).run(Self.numbers(10_000)) { clock in
            let service = StubService(clock: clock, delay: .of(.milliseconds(5))) { _ throws(AttemptFailure) in
                throw AttemptFailure("HTTP 503", mayRetry: true)
            }
            services.withLock { $0 = service }
            return ["tether": service]
        }
        #expect(result.report.enrichments[0].failed == 10_000)
        #expect(result.elapsed >= .seconds(60))
        #expect(result.elapsed < .seconds(63))
        #expect(services.withLock { $0?.callCount ?? 0 } < 100)
        #expect(
            result.answers[9_999][0]?.failure?.message
                == "tether.share, key k9999: the service gave no answer for 60 s and is taken to be down; last: HTTP 503"
        )
    }

    @Test("A service that does not even answer is down as soon")
    func silent() async throws {
        var enrichment = Enrichment.byKey()
        enrichment.errorLimit = 1
        let result = try await EngineCase([enrichment], concurrency: 1).run(Self.numbers(10_000)) { clock in
            ["tether": StubService(clock: clock, delay: .of(.seconds(3_600)))]
        }
        #expect(result.elapsed <= .seconds(80))
        #expect(result.report.enrichments[0].failed == 10_000)
    }

    @Test("What a reader, emit or a key throws ends the run with it")
    func thrown() async throws {
        struct Broken: Error {}
        var enrichment = Enrichment.byKey()
        enrichment.makeKey = { _, row in
            if row == 7 { throw Broken() }
            return .skip
        }
        await #expect(throws: Broken.self) {
            try await EngineCase([enrichment]).run(Self.numbers(10)) { _ in ["tether": StubService()] }
        }
        await #expect(throws: Broken.self) {
            try await withSimulatedTime { clock in
                try await ServiceDesk.open(clock: clock) { desk in
                    _ = try await desk.enrich(Self.numbers(10), []) { _ in throw Broken() }
                }
            }
        }
    }

    @Test("An unknown lookup is named")
    func unknownLookup() async throws {
        await #expect {
            try await EngineCase([.byKey("x", ["tether.shares"])]).run(Self.numbers(1)) { _ in
                ["tether": StubService()]
            }
        } throws: {
            ($0 as? RunFailure)?.message == "there is no lookup tether.shares"
        }
    }
}
