import QuireEngine
import QuireModel
import QuirePlugin
import QuireTesting
import Synchronization
import Testing

@Suite("Enriching rows")
struct EnrichTests {
    static func numbers(_ count: Int) -> StubReader {
        StubReader(["key"], count: count) { [.text("k\($0)")] }
    }

    @Test("A thousand rows with one key ask once")
    func oneKey() async throws {
        let service = StubService()
        let reader = StubReader(["key"], count: 1_000) { _ in [.text("a")] }
        let result = try await EngineCase([.byKey()], batchSize: 100).run(reader) { _ in ["tether": service] }
        #expect(service.callCount == 1)
        #expect(result.rows == Array(repeating: [.text("a"), .text("a")], count: 1_000))
        #expect(result.report.enrichments[0].keys == 1)
        #expect(result.report.enrichments[0].found == 1)
        #expect(service.isClosed)
    }

    @Test("Rows come out in source order though later batches finish first")
    func order() async throws {
        let result = try await EngineCase([.byKey()], batchSize: 10, concurrency: 100).run(Self.numbers(100)) { clock in
            ["tether": StubService(clock: clock, delay: .by { .milliseconds(1_000 - $0.number * 10) })]
        }
        #expect(result.rows.map { $0[0] } == (0..<100).map { .text("k\($0)") })
        #expect(result.rows.map { $0[1] } == (0..<100).map { .text("k\($0)") })
    }

    @Test("A hundred calls of half a second take half a second")
    func together() async throws {
        let result = try await EngineCase([.byKey()], concurrency: 100).run(Self.numbers(100)) { clock in
            ["tether": StubService(clock: clock, delay: .of(.milliseconds(500)))]
        }
        #expect(result.elapsed == .milliseconds(500))
        #expect(result.report.stages.enrich == .milliseconds(500))
        #expect(result.report.enrichments[0].latency.max == .milliseconds(500))
    }

    @Test(
        "Every slot of a service is busy all the time",
        arguments: [
            (keys: 10_000, perCall: 1, concurrency: 256, waves: 40), (10_000, 100, 32, 4), (10_000, 1_000, 10, 1),
        ])
    func waves(keys: Int, perCall: Int, concurrency: Int, waves: Int) async throws {
        let result = try await EngineCase([.byKey()], concurrency: concurrency).run(Self.numbers(keys)) { clock in
            ["tether": StubService(["share": perCall], clock: clock, delay: .of(.milliseconds(500)))]
        }
        #expect(result.elapsed == .milliseconds(500 * waves))
    }

    @Test("A row asks its second service as soon as its first has answered, whatever other rows wait for")
    func noBarrier() async throws {
        let second = Mutex<StubService?>(nil)
        let result = try await EngineCase(
            [.byKey("first", ["a.share"]), .byKey("second", ["b.share"], after: 0)], concurrency: 1_000
        ).run(Self.numbers(100)) { clock in
            let late = StubService(clock: clock, delay: .of(.milliseconds(200)))
            second.withLock { $0 = late }
            return ["a": StubService(clock: clock, delay: .by { .milliseconds(100 * ($0.number + 1)) }), "b": late]
        }
        let asked = second.withLock { $0 }?.calls.map(\.at)
        #expect(asked == (1...100).map { .milliseconds(100 * $0) })
        #expect(result.elapsed == .milliseconds(10_200))
    }

    @Test("Two enrichments of a thousand rows, one on the other, take the time of two calls")
    func twoLevels() async throws {
        let result = try await EngineCase(
            [.byKey("first", ["a.share"]), .byKey("second", ["b.share"], after: 0)], concurrency: 1_000
        ).run(Self.numbers(1_000)) { clock in
            [
                "a": StubService(clock: clock, delay: .of(.milliseconds(200))),
                "b": StubService(clock: clock, delay: .of(.milliseconds(200))),
            ]
        }
        #expect(result.elapsed == .milliseconds(400))
        #expect(result.report.enrichments.map(\.found) == [1_000, 1_000])
    }

    @Test("Two enrichments of one lookup ask for the keys they share once, and each counts them")
    func sharedLookup() async throws {
        let service = StubService()
        let result = try await EngineCase([.byKey("first"), .byKey("second")], batchSize: 10)
            .run(Self.numbers(100)) { _ in ["tether": service] }
        #expect(service.callCount == 100)
        #expect(result.report.enrichments.map(\.keys) == [100, 100])
        #expect(result.report.enrichments.map(\.calls).reduce(0, +) == 100)
    }

    @Test("Keys are taken by value: 1 and 1.0 and '1' are three, two spellings of é are two")
    func byValue() async throws {
        let service = StubService()
        let values: [Value] = [
            .integer(1), .number(1), .text("1"), .text("caf\u{E9}"), .text("cafe\u{301}"), .integer(1), .text("1"),
        ]
        let result = try await EngineCase([.byKey()]).run(StubReader(keys: values)) { _ in ["tether": service] }
        #expect(service.callCount == 5)
        #expect(result.rows.map { $0[1] } == values)
    }

    @Test("A null key asks nothing, and rows that wait for it are skipped too")
    func nullKey() async throws {
        let service = StubService()
        let result = try await EngineCase([.byKey("first"), .byKey("second", after: 0)])
            .run(StubReader(keys: [.null, .text("a"), .null])) { _ in ["tether": service] }
        #expect(service.keys == [LookupKey([.text("a")])])
        #expect(result.report.enrichments.map(\.skipped) == [2, 2])
        #expect(result.rows[0] == [.null, .null, .null])
    }

    @Test("A waterfall asks each lookup for what those before it did not find")
    func waterfall() async throws {
        let first = StubService { call in
            call.keys.map { key in
                switch key.values[0].text {
                case "found": .found([.text("first")])
                case "bad", "worse": .failed(message: "no such type", mayRetry: false)
                default: .missing
                }
            }
        }
        let second = StubService { call in
            call.keys.map { key in
                switch key.values[0].text {
                case "bad", "second": .found([.text("second")])
                default: .missing
                }
            }
        }
        var enrichment = Enrichment.byKey("tether", ["a.share", "b.share"])
        enrichment.errorLimit = 1
        let result = try await EngineCase([enrichment]).run(
            StubReader(keys: ["found", "bad", "second", "nowhere", "worse"].map { .text($0) })
        ) { _ in ["a": first, "b": second] }
        #expect(first.callCount == 5)
        #expect(Set(second.keys.map(\.description)) == ["bad", "second", "nowhere", "worse"])
        #expect(result.rows.map { $0[1] } == [.text("first"), .text("second"), .text("second"), .null, .null])
        let counts = result.report.enrichments[0]
        #expect((counts.found, counts.missing, counts.failed) == (3, 1, 1))
        #expect(result.answers[4][0]?.failure?.message == "a.share, key worse: no such type")
    }

    @Test("Values stand in for what is missing or failed")
    func substitutes() async throws {
        var enrichment = Enrichment.byKey()
        enrichment.onMissing = .values([.integer(0)])
        enrichment.onError = .values([.integer(-1)])
        enrichment.errorLimit = 1
        let result = try await EngineCase([enrichment]).run(StubReader(keys: [.text("gone"), .text("bad")])) { _ in
            [
                "tether": StubService { call in
                    call.keys.map {
                        $0.description == "gone" ? .missing : .failed(message: "HTTP 400", mayRetry: false)
                    }
                }
            ]
        }
        #expect(result.rows.map { $0[1] } == [.integer(0), .integer(-1)])
        #expect(result.answers[1][0]?.failure == LookupFailure(message: "tether.share, key bad: HTTP 400", attempts: 1))
    }

    @Test("An invalid key fails without a call, and other lookups of the waterfall are not asked either")
    func invalidKey() async throws {
        let service = StubService()
        var enrichment = Enrichment.byKey("tether", ["a.share", "b.share"])
        enrichment.errorLimit = 1
        enrichment.makeKey = { batch, row in
            .invalid(LookupKey([batch.rows.value(row: row, field: 0)]), message: "'x' is no integer")
        }
        let reader = StubReader(["key"], count: 30) { _ in [.text("x")] }
        let result = try await EngineCase([enrichment], batchSize: 10).run(reader) { _ in ["a": service, "b": service] }
        #expect(service.callCount == 0)
        #expect(result.report.enrichments[0].failed == 1)
        #expect(
            result.answers[29][0]?.failure
                == LookupFailure(message: "a.share, key x: 'x' is no integer", attempts: 0))
    }

    @Test("Bulk calls take up to the lookup's size, of neighbouring batches and other enrichments too")
    func bulk() async throws {
        let service = Mutex<StubService?>(nil)
        var setup = EngineCase([.byKey("first"), .byKey("second")], batchSize: 30, concurrency: 1)
        setup.enrichments[1].makeKey = { batch, row in
            .ask(LookupKey([.text("other \(batch.rows.value(row: row, field: 0).text ?? "")")]))
        }
        let result = try await setup.run(Self.numbers(60)) { clock in
            let stub = StubService(["share": 50], clock: clock, delay: .of(.milliseconds(100)))
            service.withLock { $0 = stub }
            return ["tether": stub]
        }
        let sizes = service.withLock { $0 }?.keysPerCall
        #expect(sizes == [50, 50, 20])
        #expect(result.report.enrichments.map(\.keys) == [60, 60])
    }

    @Test("A call does not wait for company")
    func alone() async throws {
        let service = StubService(["share": 100])
        _ = try await EngineCase([.byKey()]).run(StubReader(keys: [.text("a")])) { _ in ["tether": service] }
        #expect(service.keysPerCall == [1])
    }

    @Test("Batches in work never exceed the cap while emitting is slow", arguments: [2, 5])
    func bounded(most: Int) async throws {
        let reader = Self.numbers(500)
        var setup = EngineCase([.byKey()], batchSize: 10, concurrency: 1_000)
        setup.options.mostBatchesInWork = most
        let peak = try await withSimulatedTime { [setup] clock in
            try await ServiceDesk.open(clock: clock) { desk in
                await desk.add("tether", limits: setup.limits) {
                    StubService(clock: clock, delay: .of(.milliseconds(10)))
                }
                let peak = Mutex((emitted: 0, most: 0))
                _ = try await desk.enrich(reader, setup.enrichments, options: setup.options) { _ in
                    try await clock.sleep(for: .seconds(1))
                    peak.withLock {
                        $0.most = max($0.most, reader.batchesRead - $0.emitted)
                        $0.emitted += 1
                    }
                }
                return peak.withLock { $0.most }
            }
        }
        #expect(peak <= most)
        #expect(reader.batchesRead == 50)
    }

    @Test("No more batches are read than keep the service busy")
    func noReadingAhead() async throws {
        let reader = Self.numbers(1_000)
        let read = Mutex(0)
        _ = try await EngineCase([.byKey()], batchSize: 10, concurrency: 25).run(reader) { clock in
            [
                "tether": StubService(
                    clock: clock,
                    delay: .by { call in
                        if call.number == 24 { read.withLock { $0 = reader.batchesRead } }
                        return .seconds(1)
                    })
            ]
        }
        #expect(read.withLock { $0 } <= 4)
    }

    @Test("Warnings of one text are added up")
    func warnings() async throws {
        let result = try await EngineCase([.byKey()]).run(Self.numbers(10)) { _ in
            ["tether": StubService(warnings: [LookupWarning("items that were not asked for", count: 2)])]
        }
        #expect(
            result.report.warnings == [
                .init(
                    lookup: LookupReference(service: "tether", lookup: "share"), text: "items that were not asked for",
                    count: 20)
            ])
    }

    @Test("A run without enrichments or rows just passes them on", arguments: [0, 25])
    func nothingToAsk(rows: Int) async throws {
        let result = try await EngineCase([], batchSize: 10).run(Self.numbers(rows)) { _ in [:] }
        #expect(result.rows.count == rows)
        #expect(result.report.rows == rows)
    }
}
