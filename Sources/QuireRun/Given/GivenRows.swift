import QuireModel
import QuirePlugin
import Synchronization

/// A source whose rows are all known beforehand.
struct GivenRows: RowSource {
    let fields: [FieldShape]
    /// One value for each field.
    let rows: [[Value]]

    func withReader<Result: Sendable>(
        parameters: [String: ParameterValue], _ body: (any RowReader) async throws -> Result
    ) async throws -> Result {
        try await body(Reader(fields: fields, rows: rows))
    }

    private final class Reader: RowReader {
        let fields: [FieldShape]
        private let rows: [[Value]]
        private let next = Mutex(0)

        init(fields: [FieldShape], rows: [[Value]]) {
            self.fields = fields
            self.rows = rows
        }

        func next(_ count: Int) async throws -> RowBatch? {
            let taken = next.withLock { next in
                defer { next = min(rows.count, next + count) }
                return next..<min(rows.count, next + count)
            }
            guard !taken.isEmpty else { return nil }
            return RowBatch(
                fields: fields, firstRow: taken.lowerBound, values: rows[taken].flatMap(\.self), rowCount: taken.count)
        }
    }
}
