import QuireEngine
import QuireModel
import QuireTesting
import Synchronization
import Testing

@Suite("Answers a run keeps")
struct AnswerStoreTests {
    /// Takes its time, as a file does.
    struct SlowStore: AnswerStore {
        let clock: TestClock
        let memory = AnswersInMemory()

        func answers(for keys: [LookupKey], of lookup: LookupReference) async throws -> [KnownAnswer?] {
            try await clock.sleep(for: .milliseconds(30))
            return await memory.answers(for: keys, of: lookup)
        }

        func keep(_ answers: [KeptAnswer], of lookup: LookupReference) async throws {
            try await clock.sleep(for: .milliseconds(30))
            await memory.keep(answers, of: lookup)
        }
    }

    @Test("A key is asked for once, and counted once by each enrichment, however slow its store is")
    func once() async throws {
        try await withSimulatedTime { clock in
            let service = StubService(clock: clock, delay: .by { .milliseconds(10 + $0.number % 50) })
            let report = try await ServiceDesk.open(clock: clock) { desk in
                await desk.add("tether", limits: ServiceLimits()) { service }
                var options = EnrichmentOptions()
                options.batchSize = 7
                return try await desk.enrich(
                    StubReader(["key"], count: 300) { [.text("k\($0 * 31 % 90)")] },
                    [.byKey("first"), .byKey("second"), .byKey("third", after: 0)], options: options,
                    answers: SlowStore(clock: clock)
                ) { _ in }
            }
            #expect(service.callCount == 90)
            #expect(report.enrichments.map(\.keys) == [90, 90, 90])
            #expect(report.enrichments.map(\.found) == [90, 90, 90])
        }
    }

    @Test("What is kept already is not asked for, and counts as cached where it is from before the run")
    func known() async throws {
        let key = LookupKey([.text("a")])
        let lookup = LookupReference(service: "tether", lookup: "share")
        let store = AnswersInMemory()
        let answer = KnownAnswer(answer: .found([.integer(5)]), isFromBefore: true)
        await store.keep([KeptAnswer(key: key, known: answer, isNew: false)], of: lookup)
        let service = StubService()
        let values = Mutex<[Value]>([])
        let report = try await withSimulatedTime { clock in
            try await ServiceDesk.open(clock: clock) { desk in
                await desk.add("tether", limits: ServiceLimits()) { service }
                return try await desk.enrich(
                    StubReader(keys: [.text("a"), .text("b")]), [.byKey("one"), .byKey("two")], answers: store
                ) { batch in
                    values.withLock { $0 = (0..<2).map { batch.enrichments[0].value(row: $0, field: 0) } }
                }
            }
        }
        #expect(service.keys == [LookupKey([.text("b")])])
        #expect(report.enrichments.map(\.keys) == [2, 2])
        #expect(report.enrichments.map(\.cached) == [1, 1])
        #expect(values.withLock { $0 } == [.integer(5), .text("b")])
    }
}
