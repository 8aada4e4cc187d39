import GRDBSQLite
import QuireModel
import QuirePlugin

/// A prepared query that reads. Used by one thread at a time, closed before its connection.
final class SQLiteStatement {
    var columns: [SQLiteColumn] = []
    private let connection: SQLiteConnection
    private let sql: BoundSQL
    private var handle: OpaquePointer?
    private var isAtEnd = false

    init(_ sql: BoundSQL, on connection: SQLiteConnection) throws {
        self.connection = connection
        self.sql = sql
        var text = sql.text
        var handle: OpaquePointer?
        let rest: (code: Int32, hasMore: Bool) = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                var tail: UnsafePointer<CChar>?
                let code = sqlite3_prepare_v3(
                    connection.handle, characters.baseAddress, Int32(characters.count), 0, &handle, &tail)
                guard code == SQLITE_OK, let tail, let base = characters.baseAddress else { return (code, false) }
                return (
                    code, SQLText(String(decoding: bytes[(tail - base)...], as: UTF8.self), at: nil).holdsMore(from: 0)
                )
            }
        }
        self.handle = handle
        guard rest.code == SQLITE_OK else {
            let error = problem()
            close()
            throw error
        }
        do {
            guard handle != nil else { throw sql.query.isEmpty }
            guard !rest.hasMore else { throw sql.query.hasSeveralStatements }
            guard sqlite3_stmt_readonly(handle) != 0, sqlite3_column_count(handle) > 0 else {
                throw sql.query.readsNoRows
            }
            try checkParameters()
        } catch {
            close()
            throw error
        }
    }

    /// - Throws: where the query has parameters that are not written `:name`.
    private func checkParameters() throws {
        let count = sqlite3_bind_parameter_count(handle)
        for index in 0..<count {
            let name = sqlite3_bind_parameter_name(handle, index + 1).map { String(cString: $0) }
            let isKnown =
                sql.isAsWritten ? name?.hasPrefix(":") == true : name == nil && Int(count) == sql.values.count
            guard isKnown else { throw sql.query.hasOtherPlaceholder(name ?? "?") }
        }
    }

    func close() {
        sqlite3_finalize(handle)
        handle = nil
    }

    deinit { close() }

    private func problem() -> any Error {
        // A syntax error in the first query of a connection is told as a change of schema.
        let faultsOfTheQuery = [SQLITE_ERROR, SQLITE_SCHEMA, SQLITE_RANGE, SQLITE_TOOBIG, SQLITE_AUTH]
        guard faultsOfTheQuery.contains(sqlite3_errcode(connection.handle) & 0xFF) else { return connection.failure() }
        let offset = sqlite3_error_offset(connection.handle)
        return DiagnosticError(
            Diagnostic(
                .error, "query", "the query is wrong: \(connection.message)",
                at: offset < 0 ? sql.query.position : sql.position(of: Int(offset))))
    }

    /// Begins anew with these values.
    func bind(_ values: [Value]) throws {
        reset()
        isAtEnd = false
        // SQLite makes a copy of a text that is bound so.
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        for (index, value) in zip(Int32(1)..., values) {
            let code =
                switch value {
                case .null: sqlite3_bind_null(handle, index)
                case .boolean(let flag): sqlite3_bind_int(handle, index, flag ? 1 : 0)
                case .integer(let integer): sqlite3_bind_int64(handle, index, integer)
                case .number(let number), .interval(let number): sqlite3_bind_double(handle, index, number)
                case .text, .decimal, .date, .datetime, .time:
                    (value.text ?? "").withCString { sqlite3_bind_text(handle, index, $0, -1, transient) }
                }
            guard code == SQLITE_OK else { throw connection.failure() }
        }
    }

    /// Lets go of what it holds locked.
    func reset() { sqlite3_reset(handle) }

    /// The columns with their types: those under `fields`, otherwise what the database declares.
    func fields(types: [String: FieldType]) throws -> [FieldShape] {
        var fields: [FieldShape] = []
        for column in 0..<sqlite3_column_count(handle) {
            let name = sqlite3_column_name(handle, column).map { String(cString: $0) } ?? ""
            let declared = sqlite3_column_decltype(handle, column).map { String(cString: $0) }
            fields.append(FieldShape(name, types[name] ?? declared.flatMap(SQLiteColumn.type(declared:))))
        }
        let names = fields.map(\.name)
        let diagnostics =
            sql.query.repeated(names)
            + unknownFields(types, in: names, of: "the query", at: sql.query.position)
        guard diagnostics.isEmpty else { throw DiagnosticError(diagnostics) }
        return fields
    }

    /// - Returns: false after the last row.
    func step() throws -> Bool {
        guard handle != nil, !isAtEnd else { return false }
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE:
            reset()
            isAtEnd = true
            return false
        default: throw connection.failure()
        }
    }

    /// Appends the current row's values as they are stored.
    func append(to row: inout [Value]) {
        guard let handle else { return }
        for index in columns.indices { row.append(columns[index].stored(handle, Int32(index))) }
    }

    /// Appends the current row's values.
    func read(
        into cells: UnsafeMutableBufferPointer<Value>, _ filled: inout Int, invalid: InvalidValues
    ) throws(MisfitValue) {
        guard let handle, let base = cells.baseAddress else { return }
        for index in columns.indices {
            let value: Value
            if let read = columns[index].read(handle, Int32(index)) {
                value = read
            } else if invalid == .blank {
                value = .null
            } else {
                throw MisfitValue(
                    place: "", field: columns[index].field, text: columns[index].stored(handle, Int32(index)).text ?? ""
                )
            }
            (base + filled).initialize(to: value)
            filled += 1
        }
    }
}
