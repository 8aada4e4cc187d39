import QuireEngine
import QuireModel
import QuirePlugin
import QuireTesting
import Synchronization

/// A run of the engine over stub services in simulated time.
struct EngineCase: Sendable {
    var enrichments: [Enrichment]
    var options = EnrichmentOptions()
    var limits = ServiceLimits()

    init(_ enrichments: [Enrichment], batchSize: Int = 1_000, concurrency: Int = 32) {
        self.enrichments = enrichments
        options.batchSize = batchSize
        limits.maxConcurrency = concurrency
    }

    /// What a run gave: its rows' values, one enrichment after the other, and how long it took.
    struct Result: Sendable {
        var report: EnrichmentReport
        var rows: [[Value]]
        var answers: [[KeyAnswer?]]
        var elapsed: Duration
    }

    func run(_ reader: StubReader, on desk: ServiceDesk, clock: TestClock) async throws -> Result {
        let collected = Mutex<[EnrichedBatch]>([])
        let began = clock.elapsed
        let report = try await desk.enrich(reader, enrichments, options: options) { batch in
            collected.withLock { $0.append(batch) }
        }
        let batches = collected.withLock { $0 }
        let rows = batches.flatMap { batch in
            (0..<batch.rows.rowCount).map { row in
                [batch.rows.value(row: row, field: 0)] + batch.enrichments.map { $0.value(row: row, field: 0) }
            }
        }
        let answers = batches.flatMap { batch in
            (0..<batch.rows.rowCount).map { row in batch.enrichments.map { $0.answer(row: row) } }
        }
        return Result(report: report, rows: rows, answers: answers, elapsed: clock.elapsed - began)
    }

    /// Opens a desk for one run.
    func run(
        _ reader: StubReader, _ services: @escaping @Sendable (TestClock) -> [String: StubService]
    ) async throws -> Result {
        try await withSimulatedTime { clock in
            try await ServiceDesk.open(clock: clock, random: { 1 }) { desk in
                for (name, service) in services(clock) { await desk.add(name, limits: limits) { service } }
                return try await run(reader, on: desk, clock: clock)
            }
        }
    }
}

extension Enrichment {
    /// Asks for the source's first field, or for that of another enrichment.
    static func byKey(
        _ name: String = "tether", _ lookups: [String] = ["tether.share"], after enrichment: Int? = nil
    ) -> Enrichment {
        let references = lookups.map { text in
            let parts = text.split(separator: ".")
            return LookupReference(service: String(parts[0]), lookup: String(parts[1]))
        }
        let slot = enrichment.map { RowSlot.enrichment($0, field: 0) } ?? .field(0)
        return Enrichment(
            name: name, lookups: references, dependsOn: enrichment.map { [$0] } ?? [], fieldCount: 1
        ) { batch, row in
            let value = batch.value(slot, row: row)
            return value.isNull ? .skip : .ask(LookupKey([value]))
        }
    }
}
