import QuireExpression
import QuireModel
import QuirePlugin
import QuireWorkbook

/// The table `rows` of one run, kept on disk, and the queries over it.
///
/// Values are in it as expressions have them: a decimal of many digits is the number nearest to it, a boolean 1 or 0, a
/// date ISO text. A result that is a column and nothing else has the type of its column again.
actor RowTable {
    /// Places, among the columns that the table was made with, of those that a query reads: only these are stored.
    nonisolated let storedColumns: [Int]
    /// For each query what it gives. A result that is a column has the column's type, one that is computed none.
    nonisolated let fields: [[FieldShape]]
    private let queries: [RowQuery]
    private let insertion: RowInsertion
    private let thread = DedicatedThread(name: "queries")
    private let handover: Handover
    private var isComplete = false

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// Prepares the queries.
    ///
    /// - Parameters:
    ///   - columns: in order of precedence, the last first: of names that differ at most in the case of ASCII letters,
    ///     which are one name in SQL, the last is meant.
    ///   - queries: each with its place in the YAML.
    ///   - folder: where there is room.
    /// - Throws: `DiagnosticError` with all that is wrong with the queries, `RunFailure` where nothing can be written.
    init(
        columns: [FieldShape], queries: [ExpressionText], parameters: [String: ParameterValue], in folder: String
    ) throws {
        let database = try RowDatabase(in: folder)
        let named = Self.distinct(columns)
        let watch = QueryGuard()
        let checked = try Self.check(queries, over: named.map { columns[$0].name }, parameters, in: database, watch)
        let readsAll = checked.contains(where: \.joinsByName)
        storedColumns = named.filter { readsAll || watch.columnsRead.contains(columns[$0].name) }
        let stored = storedColumns.map { columns[$0] }
        try database.execute("DROP TABLE rows; " + Self.definition(of: stored.map(\.name)))
        self.queries = try checked.map {
            try RowQuery($0, parameters: parameters, types: stored.map(\.type), in: database)
        }
        fields = self.queries.map(\.fields)
        insertion = try RowInsertion(of: stored, in: database)
        handover = Handover(to: thread)
    }

    private static func check(
        _ queries: [ExpressionText], over columns: [String], _ parameters: [String: ParameterValue],
        in database: RowDatabase, _ watch: QueryGuard
    ) throws -> [CheckedQuery] {
        guard columns.count <= mostColumns else {
            throw DiagnosticError(
                Diagnostic(
                    .error, "query",
                    "the table 'rows' would have \(columns.count) columns, and SQL takes \(mostColumns)",
                    at: queries.first?.place(ofByte: 0), hint: "read fewer fields in the source"))
        }
        try database.execute(definition(of: columns))
        var checked: [CheckedQuery] = []
        var diagnostics: [Diagnostic] = []
        for query in queries {
            do {
                checked.append(
                    try CheckedQuery(query, parameters: parameters, columns: columns, in: database, watch))
            } catch let error as DiagnosticError {
                diagnostics += error.diagnostics
            }
        }
        guard diagnostics.isEmpty else { throw DiagnosticError(diagnostics) }
        return checked
    }

    /// SQLite's limit.
    private static let mostColumns = 2000

    /// Places of columns that have a name of their own: the last of each, and none that SQL could not write.
    private static func distinct(_ columns: [FieldShape]) -> [Int] {
        var seen = Set<[UInt8]>()
        return columns.indices.reversed().filter { place in
            let name = columns[place].name.utf8.map { (65...90).contains($0) ? $0 | 0x20 : $0 }
            return !name.contains(0) && seen.insert(name).inserted
        }.reversed()
    }

    /// The declared types hold the columns' places, and leave values as they are.
    private static func definition(of names: [String]) -> String {
        let columns = names.enumerated().map { place, name in
            "\"\(name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\" BLOB\(place)"
        }
        // A table has at least one.
        return "CREATE TABLE rows (\(columns.isEmpty ? "\"\"" : columns.joined(separator: ", ")))"
    }

    /// The place of the column that was declared so.
    static func place(declared type: String) -> Int? { type.hasPrefix("BLOB") ? Int(type.dropFirst(4)) : nil }

    /// Returns once the rows are handed over; what goes wrong with them is thrown by a later call. None may be added
    /// once a query is read.
    ///
    /// - Parameter values: of the stored columns, in their order, row after row.
    nonisolated func add(_ values: [Value], rowCount: Int) async throws {
        try await handover.submit {
            try self.assumeIsolated { try $0.insertion.add(values, rowCount: rowCount) }
        }
    }

    /// Rows of a query, from its first row on, as often as is wanted, but one reader of a query at a time.
    ///
    /// - Parameter query: its place among the queries.
    /// - Throws: what went wrong with rows that were added.
    func reader(ofQuery query: Int) async throws -> any RowReader {
        try await handover.drain()
        if !isComplete { try insertion.finish() }
        isComplete = true
        queries[query].rewind()
        return Reader(table: self, query: query, fields: fields[query])
    }

    /// What queries do not see as it was, fit to be shown; complete once a query is read.
    var warnings: [String] { insertion.warnings }

    private struct Reader: RowReader {
        let table: RowTable
        let query: Int
        let fields: [FieldShape]

        func next(_ count: Int) async throws -> RowBatch? { try await table.next(count, ofQuery: query) }
    }

    private func next(_ count: Int, ofQuery query: Int) throws -> RowBatch? {
        try Task.checkCancellation()
        return try queries[query].next(count, types: insertion.types)
    }
}
