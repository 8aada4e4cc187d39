import QuireEngine
import QuireModel
import QuirePlugin
import QuireTesting
import Testing

@Suite struct KeptOnFailureTests {
    @Test("What came before the answer that fails a run is kept, and so is that answer")
    func kept() async throws {
        let keys: [Value] = [.text("a"), .text("b")]
        let service = StubService(["share": 2]) { call in
            call.keys.map { $0.values[0] == .text("b") ? .failed(message: "no", mayRetry: false) : .missing }
        }
        let store = AnswersInMemory()
        await #expect(throws: RunFailure.self) {
            try await withSimulatedTime { clock in
                try await ServiceDesk.open(clock: clock) { desk in
                    await desk.add("tether", limits: ServiceLimits()) { service }
                    var enrichment = Enrichment.byKey()
                    enrichment.onError = .fail
                    _ = try await desk.enrich(StubReader(keys: keys), [enrichment], answers: store) { _ in }
                }
            }
        }
        let lookup = LookupReference(service: "tether", lookup: "share")
        let known = await store.answers(for: keys.map { LookupKey([$0]) }, of: lookup)
        #expect(known[0]?.answer == .missing)
        #expect(known[1]?.answer == .failed(LookupFailure(message: "tether.share, key b: no", attempts: 1)))
    }
}
