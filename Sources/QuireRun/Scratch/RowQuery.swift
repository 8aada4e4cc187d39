import GRDBSQLite
import QuireExpression
import QuireModel
import QuirePlugin

/// A query over the table `rows`, ready to be read. Used by one thread at a time.
final class RowQuery {
    /// Of its results.
    let fields: [FieldShape]
    private let text: SQLText
    private let database: RowDatabase
    private let statement: OpaquePointer
    /// For each result the column of `rows` that it is and nothing else, by its place in the table.
    private let origins: [Int?]
    private var rowCount = 0
    private var isAtEnd = false

    /// - Parameters:
    ///   - checked: the query as it was found to be right.
    ///   - types: of the columns in the table.
    /// - Throws: `DiagnosticError` where the values of its parameters do not fit into it.
    init(
        _ checked: CheckedQuery, parameters: [String: ParameterValue], types: [FieldType?], in database: RowDatabase
    ) throws {
        text = checked.text
        self.database = database
        let bound = try checked.text.expandingLists(parameters)
        let watch = QueryGuard()
        statement = try PreparedSQL(bound, in: database, watch).take()
        let binding = ValueBinding(to: statement, room: 0)
        for (index, value) in zip(Int32(1)..., bound.values) where binding.bind(value, at: index) != SQLITE_OK {
            sqlite3_finalize(statement)
            throw database.failure(at: text.position)
        }
        let statement = statement
        origins = checked.names.indices.map { column in
            sqlite3_column_decltype(statement, Int32(column)).flatMap { RowTable.place(declared: String(cString: $0)) }
        }
        fields = zip(checked.names, origins).map { FieldShape($0, $1.flatMap { types[$0] }) }
    }

    deinit { sqlite3_finalize(statement) }

    /// Begins again with the first row.
    func rewind() {
        sqlite3_reset(statement)
        rowCount = 0
        isAtEnd = false
    }

    /// - Parameter types: of the columns in the table, as far as it is known what stands in them.
    /// - Returns: nil after the last row.
    func next(_ count: Int, types: [FieldType?]) throws -> RowBatch? {
        let types = origins.map { $0.flatMap { types[$0] }.flatMap { $0.isKnownToSQL ? nil : $0 } }
        var values: [Value] = []
        values.reserveCapacity(count * fields.count)
        var rows = 0
        while rows < count, try step() {
            for column in fields.indices {
                let stored = SQLiteCell.value(statement, Int32(column))
                // What does not fit comes from another part of a UNION.
                values.append(types[column]?.convert(stored) ?? stored)
            }
            rows += 1
        }
        defer { rowCount += rows }
        return rows == 0 ? nil : RowBatch(fields: fields, firstRow: rowCount, values: values, rowCount: rows)
    }

    private func step() throws -> Bool {
        guard !isAtEnd else { return false }
        switch sqlite3_step(statement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE:
            isAtEnd = true
            sqlite3_reset(statement)
            return false
        default:
            isAtEnd = true
            let failure: any Error = Task.isCancelled ? CancellationError() : database.failure(at: text.position)
            sqlite3_reset(statement)
            throw failure
        }
    }
}

/// A query whose text is right for the table `rows` with all its columns.
struct CheckedQuery {
    let text: SQLText
    /// Of its results, as the query is written.
    let names: [String]

    /// - Parameters:
    ///   - columns: names of the table's, for hints.
    ///   - watch: learns which of them the query reads.
    /// - Throws: `DiagnosticError` with the place of what is wrong with it.
    init(
        _ source: ExpressionText, parameters: [String: ParameterValue], columns: [String], in database: RowDatabase,
        _ watch: QueryGuard
    ) throws {
        text = SQLText(source)
        let unknown = text.unknownParameters(among: parameters.keys.sorted())
        guard unknown.isEmpty else { throw DiagnosticError(unknown) }
        let statement = try PreparedSQL(BoundSQL(asWritten: text), columns: columns, in: database, watch)
        names = statement.names
        let repeated = text.repeated(names)
        guard repeated.isEmpty else { throw DiagnosticError(repeated) }
        // Lists that stand where they cannot.
        _ = try text.expandingLists(parameters)
    }

    /// SQLite does not tell which columns it reads for a join by their names.
    var joinsByName: Bool { ["using", "natural"].contains { text.offset(ofName: $0) != nil } }
}

extension FieldType {
    /// SQLite has values of the type as they are.
    fileprivate var isKnownToSQL: Bool {
        switch self {
        case .text, .integer, .json: true
        case .number, .boolean, .date, .datetime, .time, .interval: false
        }
    }
}
