import QuireExpression
import QuireModel
import QuirePlugin
import QuireWorkbook
import Synchronization

/// The table `rows` of one run, on disk, and the queries that sheets make over it. Used by one task at a time.
final class RowTable: Sendable {
    struct Column: Hashable {
        var name: String
        var type: FieldType?
    }

    /// Places of the columns that the queries read, which alone are kept, among those that there are.
    let storedColumns: [Int]
    /// What each query gives.
    let fields: [[FieldShape]]
    private let file: RowTableFile
    private let handover: Handover
    private let queries: [BoundSQL]

    /// - Parameters:
    ///   - columns: no two names differ only in the case of ASCII letters.
    ///   - folder: where the rows are kept.
    /// - Throws: `DiagnosticError` for everything that is wrong with the queries; `RunFailure` where no file can be made.
    init(columns: [Column], queries: [ExpressionText], parameters: [String: ParameterValue], in folder: String) throws {
        var diagnostics: [Diagnostic] = []
        var bound: [BoundSQL] = []
        for query in queries {
            do throws(DiagnosticError) {
                let text = SQLText(query)
                let unknown = text.unknownParameters(among: parameters.keys.sorted())
                guard unknown.isEmpty else { throw DiagnosticError(unknown) }
                bound.append(try text.expandingLists(parameters))
            } catch {
                diagnostics += error.diagnostics
            }
        }
        guard diagnostics.isEmpty else { throw DiagnosticError(diagnostics) }
        self.queries = bound
        let file = try RowTableFile(in: folder)
        let (fields, read) = try file.learn(columns, bound)
        self.fields = fields
        let stored = columns.indices.filter { read.contains(columns[$0].name.lowercased()) }
        storedColumns = stored
        try file.make(stored.map { columns[$0] })
        self.file = file
        handover = Handover(to: file.thread)
    }

    /// - Parameters:
    ///   - values: of the stored columns, row after row.
    /// - Throws: `RunFailure` where rows before could not be kept, `CancellationError`.
    func add(_ values: [Value], rowCount: Int) async throws {
        try await handover.submit { [file] in try file.insert(values, rowCount: rowCount) }
    }

    /// Ends the rows; none may come after that.
    func end() async throws {
        try await handover.submit { [file] in try file.end() }
        try await handover.drain()
    }

    /// Hands over the rows that a query gives, batch after batch.
    ///
    /// - Throws: `RunFailure` that names the query's place, `CancellationError`, what `body` throws.
    func read(query: Int, batchSize: Int, _ body: (RowBatch) async throws -> Void) async throws {
        let reading = try await file.begin(queries[query], fields[query])
        var first = 0
        while let batch = try await file.next(reading, batchSize, firstRow: first) {
            first += batch.rowCount
            try await body(batch)
        }
    }
}
