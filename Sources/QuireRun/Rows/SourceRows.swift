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
    private let seen: SeenKeys
    private let limits: RowLimits
    private let state = Mutex(State())

    private struct State {
        var count = 0
        var isEnded = false
    }

    var fields: [FieldShape] { reader.fields }
    var warnings: [String] { get async { await reader.warnings } }

    /// - Parameter seen: the keys of `distinctFields` so far.
    init(
        _ reader: any RowReader, filter: CompiledExpression?, distinctFields: [Int], seen: SeenKeys, limits: RowLimits
    ) {
        self.reader = reader
        self.filter = filter
        self.distinctFields = distinctFields
        self.seen = seen
        self.limits = limits
    }

    /// Ends the rows: what has been read is all there is.
    func end() { state.withLock { $0.isEnded = true } }

    func next(_ count: Int) async throws -> RowBatch? {
        while true {
            let (taken, isEnded) = state.withLock { ($0.count, $0.isEnded) }
            let wanted = min(count, (limits.taken ?? .max) - taken)
            guard !isEnded, wanted > 0, let batch = try await reader.next(wanted) else { return nil }
            let kept = try await keep(batch, firstRow: taken)
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

    private func keep(_ batch: RowBatch, firstRow: Int) async throws -> RowBatch {
        guard filter != nil || !distinctFields.isEmpty else {
            var all = batch
            all.firstRow = firstRow
            return all
        }
        let rows = try await newRows(of: batch, among: try filteredRows(of: batch))
        let width = batch.fields.count
        var values: [Value] = []
        values.reserveCapacity(rows.count * width)
        for row in rows { values += batch.values[row * width..<(row + 1) * width] }
        return RowBatch(fields: batch.fields, firstRow: firstRow, values: values, rowCount: rows.count)
    }

    private func filteredRows(of batch: RowBatch) throws -> [Int] {
        guard let filter else { return Array(0..<batch.rowCount) }
        let enriched = EnrichedBatch(rows: batch, enrichments: [])
        return try (0..<batch.rowCount).filter { try filter.holds(enriched, row: $0) }
    }

    private func newRows(of batch: RowBatch, among rows: [Int]) async throws -> [Int] {
        guard !distinctFields.isEmpty else { return rows }
        let isNew = try await seen.add(
            rows.map { row in LookupKey(distinctFields.map { batch.value(row: row, field: $0) }) })
        return zip(rows, isNew).filter(\.1).map(\.0)
    }
}

/// How many rows a run may have.
struct RowLimits {
    /// A report with more of them fails.
    var allowed: Int
    /// After so many the rest is left.
    var taken: Int?
}
