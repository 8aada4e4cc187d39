import QuireEngine
import QuireModel
import QuirePlugin
import QuireTesting
import Synchronization
import Testing

@Suite("A service's limits, over all runs")
struct DeskTests {
    static func numbers(_ count: Int) -> StubReader {
        StubReader(["key"], count: count) { [.text("k\($0)")] }
    }

    @Test("Concurrency is never exceeded, nor given away", arguments: [1, 7, 32])
    func concurrency(limit: Int) async throws {
        let service = Mutex<StubService?>(nil)
        _ = try await EngineCase([.byKey()], concurrency: limit).run(Self.numbers(500)) { clock in
            let stub = StubService(clock: clock, delay: .by { .milliseconds(10 + $0.number % 7) })
            service.withLock { $0 = stub }
            return ["tether": stub]
        }
        #expect(service.withLock { $0?.peakConcurrency } == limit)
    }

    @Test("Calls keep to the rate after the burst")
    func rate() async throws {
        let service = Mutex<StubService?>(nil)
        var setup = EngineCase([.byKey()])
        setup.limits.rate = Rate(count: 10, interval: .seconds(1))
        setup.limits.burst = 5
        let result = try await setup.run(Self.numbers(105)) { clock in
            let stub = StubService(clock: clock)
            service.withLock { $0 = stub }
            return ["tether": stub]
        }
        #expect(result.elapsed == .seconds(10))
        let times = service.withLock { $0 }?.calls.map(\.at)
        #expect(times == Array(repeating: .zero, count: 5) + (1...100).map { .milliseconds(100 * $0) })
    }

    @Test("A rate slower than the deadline fails nothing")
    func slowRate() async throws {
        var setup = EngineCase([.byKey()])
        setup.limits.rate = Rate(count: 1, interval: .seconds(120))
        let result = try await setup.run(Self.numbers(10)) { clock in
            [
                "tether": StubService(clock: clock) { call throws(AttemptFailure) in
                    if call.number % 3 == 0 { throw AttemptFailure("HTTP 503", mayRetry: true) }
                    return [.missing]
                }
            ]
        }
        #expect(result.report.enrichments[0].missing == 10)
    }

    @Test("Retry-After holds back the whole service")
    func retryAfter() async throws {
        let service = Mutex<StubService?>(nil)
        let result = try await EngineCase([.byKey()], concurrency: 2).run(Self.numbers(10)) { clock in
            let stub = StubService(clock: clock, delay: .of(.milliseconds(10))) { call throws(AttemptFailure) in
                if call.number == 1 { throw AttemptFailure("HTTP 429", mayRetry: true, retryAfter: .seconds(30)) }
                return [.found([.null])]
            }
            service.withLock { $0 = stub }
            return ["tether": stub]
        }
        let times = service.withLock { $0 }?.calls.map(\.at) ?? []
        #expect(times.filter { $0 < .seconds(30) }.count <= 3)
        #expect(times.allSatisfy { $0 <= .milliseconds(10) || $0 >= .seconds(30) })
        #expect(result.report.enrichments[0].found == 10)
        #expect(result.report.enrichments[0].retries == 1)
    }

    @Test("A longer Retry-After than retry_after_max is cut to it, and not held against the deadline")
    func longRetryAfter() async throws {
        var setup = EngineCase([.byKey()])
        setup.limits.deadline = .seconds(5)
        let result = try await setup.run(Self.numbers(1)) { clock in
            [
                "tether": StubService(clock: clock) { call throws(AttemptFailure) in
                    if call.number == 0 {
                        throw AttemptFailure("HTTP 429", mayRetry: true, retryAfter: .seconds(3_600))
                    }
                    return [.missing]
                }
            ]
        }
        #expect(result.elapsed == .seconds(60))
        #expect(result.report.enrichments[0].missing == 1)
    }

    @Test("A service that says nothing but Retry-After is down in the end")
    func onlyRetryAfter() async throws {
        var enrichment = Enrichment.byKey()
        enrichment.errorLimit = 1
        let result = try await EngineCase([enrichment], concurrency: 1).run(Self.numbers(1_000)) { clock in
            [
                "tether": StubService(clock: clock) { _ throws(AttemptFailure) in
                    throw AttemptFailure("HTTP 429", mayRetry: true, retryAfter: .seconds(60))
                }
            ]
        }
        #expect(result.elapsed <= .seconds(180))
        #expect(result.report.enrichments[0].failed == 1_000)
    }

    @Test("A failing attempt is made again, up to max_attempts, with growing waits")
    func retries() async throws {
        let service = Mutex<StubService?>(nil)
        var enrichment = Enrichment.byKey()
        enrichment.errorLimit = 1
        let result = try await EngineCase([enrichment]).run(Self.numbers(1)) { clock in
            let stub = StubService(clock: clock) { _ throws(AttemptFailure) in
                throw AttemptFailure("HTTP 500", mayRetry: true)
            }
            service.withLock { $0 = stub }
            return ["tether": stub]
        }
        let times = service.withLock { $0 }?.calls.map(\.at)
        #expect(times == [0, 200, 600, 1_400].map { .milliseconds($0) })
        #expect(result.answers[0][0]?.failure?.attempts == 4)
        #expect(result.report.enrichments[0].calls == 4)
        #expect(result.report.enrichments[0].retries == 3)
    }

    @Test("Keys of a bulk call that failed for now are asked again, just those")
    func retriedKeys() async throws {
        let service = StubService(["share": 10]) { call in
            call.keys.map { key in
                key.description == "k3" && call.number == 0
                    ? .failed(message: "busy", mayRetry: true) : .found([key.values[0]])
            }
        }
        let result = try await EngineCase([.byKey()]).run(Self.numbers(5)) { _ in ["tether": service] }
        #expect(service.keysPerCall == [5, 1])
        #expect(result.rows[3][1] == .text("k3"))
    }

    @Test("A bulk call that fails for good fails its keys, each with its own message")
    func failedCall() async throws {
        var enrichment = Enrichment.byKey()
        enrichment.errorLimit = 1
        let result = try await EngineCase([enrichment]).run(Self.numbers(3)) { _ in
            [
                "tether": StubService(["share": 10]) { _ throws(AttemptFailure) in
                    throw AttemptFailure("HTTP 400", mayRetry: false)
                }
            ]
        }
        #expect(result.answers.map { $0[0]?.failure?.message } == (0..<3).map { "tether.share, key k\($0): HTTP 400" })
    }

    @Test("An answer with another number of replies than keys fails the call")
    func wrongCount() async throws {
        var enrichment = Enrichment.byKey()
        enrichment.errorLimit = 1
        let result = try await EngineCase([enrichment]).run(Self.numbers(3)) { _ in
            ["tether": StubService(["share": 10]) { _ in [.missing] }]
        }
        #expect(result.answers[0][0]?.failure?.message == "tether.share, key k0: 1 replies came for 3 keys")
    }

    @Test("An attempt that takes longer than timeout is cancelled and made again")
    func timeout() async throws {
        let service = Mutex<StubService?>(nil)
        let result = try await EngineCase([.byKey()]).run(Self.numbers(1)) { clock in
            let stub = StubService(clock: clock, delay: .by { $0.number == 0 ? .seconds(60) : .milliseconds(1) })
            service.withLock { $0 = stub }
            return ["tether": stub]
        }
        #expect(service.withLock { $0?.cancelledCount } == 1)
        #expect(result.elapsed == .milliseconds(10_201))
        #expect(result.report.enrichments[0].found == 1)
    }

    @Test("Two runs at once ask for a shared key once, and share the concurrency")
    func twoRuns() async throws {
        let setup = EngineCase([.byKey()], concurrency: 10)
        try await withSimulatedTime { clock in
            let service = StubService(clock: clock, delay: .of(.milliseconds(100)))
            let results = try await ServiceDesk.open(clock: clock) { desk in
                await desk.add("tether", limits: setup.limits) { service }
                async let one = setup.run(Self.numbers(100), on: desk, clock: clock)
                async let two = setup.run(Self.numbers(100), on: desk, clock: clock)
                return try await [one, two]
            }
            #expect(service.callCount == 100)
            #expect(service.peakConcurrency == 10)
            #expect(results.map(\.elapsed) == [.seconds(1), .seconds(1)])
            #expect(results.map { $0.report.enrichments[0].found } == [100, 100])
        }
    }

    @Test("A service is opened once, and closed where another run opened it at the same time")
    func openedOnce() async throws {
        let opened = Mutex<[StubService]>([])
        try await withSimulatedTime { clock in
            await ServiceDesk.open(clock: clock) { desk in
                let add: @Sendable () async -> Void = {
                    await desk.add("tether", limits: ServiceLimits()) {
                        try? await clock.sleep(for: .seconds(1))
                        let service = StubService()
                        opened.withLock { $0.append(service) }
                        return service
                    }
                }
                async let one: Void = add()
                async let two: Void = add()
                _ = await (one, two)
                await add()
                #expect(opened.withLock { $0.map(\.isClosed) } == [false, true])
                let share = LookupReference(service: "tether", lookup: "share")
                #expect(desk.shape(of: share)?.fields == [FieldShape("value", .text)])
                #expect(desk.shape(of: LookupReference(service: "tether", lookup: "other")) == nil)
                #expect(desk.shape(of: LookupReference(service: "fx", lookup: "share")) == nil)
            }
        }
        #expect(opened.withLock { $0.map(\.isClosed) } == [true, true])
    }

    @Test("Cancelling a run drops its calls at once; keys that another run waits for go on")
    func cancel() async throws {
        let setup = EngineCase([.byKey()], concurrency: 10)
        try await withSimulatedTime { clock in
            let service = StubService(clock: clock, delay: .of(.seconds(5)))
            try await ServiceDesk.open(clock: clock) { desk in
                await desk.add("tether", limits: setup.limits) { service }
                async let other = {
                    try await clock.sleep(for: .milliseconds(1))
                    return try await setup.run(Self.numbers(3), on: desk, clock: clock)
                }()
                await withThrowingTaskGroup { group in
                    group.addTask { try await setup.run(Self.numbers(8), on: desk, clock: clock) }
                    try? await clock.sleep(for: .seconds(1))
                    group.cancelAll()
                    await #expect(throws: CancellationError.self) { _ = try await group.next() }
                    #expect(clock.elapsed == .seconds(1))
                }
                let result = try await other
                #expect(result.report.enrichments[0].found == 3)
                #expect(clock.elapsed == .seconds(5))
            }
            #expect(service.callCount == 8)
            #expect(service.cancelledCount == 5)
        }
    }

    @Test("Progress counts rows and keys")
    func progress() async throws {
        let last = Mutex(EnrichmentProgress())
        try await withSimulatedTime { clock in
            try await ServiceDesk.open(clock: clock) { desk in
                await desk.add("tether", limits: ServiceLimits()) { StubService() }
                _ = try await desk.enrich(
                    Self.numbers(50), [.byKey()], observe: { progress in last.withLock { $0 = progress } }
                ) { _ in }
            }
        }
        let progress = last.withLock { $0 }
        #expect((progress.rowsRead, progress.rowsDone, progress.keysKnown, progress.keysDone) == (50, 50, 50, 50))
    }
}
