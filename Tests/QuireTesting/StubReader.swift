package import QuireModel
import QuirePlugin
import Synchronization

/// Rows made by a function, or given.
package final class StubReader: RowReader {
    package let fields: [FieldShape]
    private let count: Int
    private let row: @Sendable (Int) -> [Value]
    private let state = Mutex((next: 0, batches: 0))

    /// - Parameter row: the values of a row, by its place from 0.
    package init(_ fields: [String], count: Int, row: @escaping @Sendable (Int) -> [Value]) {
        self.fields = fields.map { FieldShape($0) }
        self.count = count
        self.row = row
    }

    /// One field, `key`.
    package convenience init(keys: [Value]) {
        self.init(["key"], count: keys.count) { [keys[$0]] }
    }

    package var batchesRead: Int { state.withLock { $0.batches } }

    package func next(_ count: Int) async throws -> RowBatch? {
        let first = state.withLock { state in
            defer { state.next = min(self.count, state.next + count) }
            if state.next < self.count { state.batches += 1 }
            return state.next
        }
        guard first < self.count else { return nil }
        let rows = first..<min(self.count, first + count)
        return RowBatch(fields: fields, firstRow: first, values: rows.flatMap(row), rowCount: rows.count)
    }
}
