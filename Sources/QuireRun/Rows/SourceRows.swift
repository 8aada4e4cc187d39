import QuireExpression
import QuireModel
import QuirePlugin
import Synchronization

/// The rows of a source that a report is made of: those that its `where` keeps, the first of each `distinct_by` key,
/// and no more than the report may have.
final class SourceRows: RowReader {
    private let reader: any RowReader
    private let filter: CompiledExpression?
    private let distinctFields: [Int]
    private let limits: RowLimits
    private let state = Mutex(State())

    private struct State {
        var keys: Set<LookupKey> = []
        var count = 0
        var isEnded = false
    }

    var fields: [FieldShape] { reader.fields }

    init(_ reader: any RowReader, filter: CompiledExpression?, distinctFields: [Int], limits: RowLimits) {
        self.reader = reader
        self.filter = filter
        self.distinctFields = distinctFields
        self.limits = limits
    }

    /// Ends the rows: what has been read is all there is.
    func end() { state.withLock { $0.isEnded = true } }

    func next(_ count: Int) async throws -> RowBatch? {
        while true {
            let (taken, isEnded) = state.withLock { ($0.count, $0.isEnded) }
            let wanted = min(count, (limits.taken ?? .max) - taken)
            guard !isEnded, wanted > 0, let batch = try await reader.next(wanted) else { return nil }
            let kept = try keep(batch, firstRow: taken)
            let total = state.withLock { state in
                state.count += kept.rowCount
                return state.count
            }
            if total > limits.allowed {
                throw RunFailure(
                    "the report has more than \(limits.allowed) rows",
                    hint: "narrow it with its parameters, or raise row_limit under 'defaults' in quire.yaml")
            }
            if kept.rowCount > 0 { return kept }
        }
    }

    private func keep(_ batch: RowBatch, firstRow: Int) throws -> RowBatch {
        guard filter != nil || !distinctFields.isEmpty else {
            var all = batch
            all.firstRow = firstRow
            return all
        }
        let enriched = EnrichedBatch(rows: batch, enrichments: [])
        var values: [Value] = []
        values.reserveCapacity(batch.values.count)
        var rowCount = 0
        for row in 0..<batch.rowCount {
            if let filter, try !filter.holds(enriched, row: row) { continue }
            if !distinctFields.isEmpty {
                let key = LookupKey(distinctFields.map { batch.value(row: row, field: $0) })
                guard state.withLock({ $0.keys.insert(key).inserted }) else { continue }
            }
            values += batch.values[(row * batch.fields.count)..<((row + 1) * batch.fields.count)]
            rowCount += 1
        }
        return RowBatch(fields: batch.fields, firstRow: firstRow, values: values, rowCount: rowCount)
    }
}

/// How many rows a run may have.
struct RowLimits {
    /// A report with more of them fails.
    var allowed: Int
    /// After so many the rest is left.
    var taken: Int?
}
