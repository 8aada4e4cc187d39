import GRDBSQLite
import QuireExpression
import QuireModel
import QuirePlugin

/// A query over the table `rows` that gives its rows one after the other. Used by one thread at a time.
final class RowTableReading: @unchecked Sendable {
    let fields: [FieldShape]
    private let query: BoundSQL
    private let connection: OpaquePointer
    private var handle: OpaquePointer?

    /// - Parameter names: of the columns there are, for hints.
    /// - Throws: what is wrong with the query, at its place.
    init(_ query: BoundSQL, on connection: OpaquePointer, _ names: [String]) throws(DiagnosticError) {
        self.query = query
        self.connection = connection
        var handle: OpaquePointer?
        var text = query.text
        let (code, rest) = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                var tail: UnsafePointer<CChar>?
                let code = sqlite3_prepare_v3(
                    connection, characters.baseAddress, Int32(characters.count), 0, &handle, &tail)
                let used = tail.flatMap { tail in characters.baseAddress.map { tail - $0 } } ?? characters.count
                return (code, String(decoding: bytes[used...], as: UTF8.self))
            }
        }
        guard code == SQLITE_OK, let handle else {
            throw DiagnosticError(
                code == SQLITE_OK ? Self.refused(query, "the query is empty") : Self.problem(query, connection, names))
        }
        self.handle = handle
        fields = (0..<sqlite3_column_count(handle)).map { column in
            let name = sqlite3_column_name(handle, column).map { String(cString: $0) } ?? ""
            let declared = sqlite3_column_decltype(handle, column).map { String(cString: $0) }
            return FieldShape(name, declared.flatMap(DeclaredType.type))
        }
        if let problem = check(rest) {
            sqlite3_finalize(handle)
            self.handle = nil
            throw DiagnosticError(problem)
        }
        let binder = ValueBinder(room: 0)
        for (index, value) in query.values.enumerated() { _ = binder.bind(value, to: handle, at: Int32(index + 1)) }
    }

    deinit { sqlite3_finalize(handle) }

    private func check(_ rest: String) -> Diagnostic? {
        if !Self.isBlank(rest) { return Self.refused(query, "the query holds more than one statement") }
        if fields.isEmpty || sqlite3_stmt_readonly(handle) == 0 {
            return Self.refused(query, "the query does not read rows")
        }
        if Int(sqlite3_bind_parameter_count(handle)) != query.values.count {
            return Diagnostic(
                .error, "query", "'?' is no parameter", at: query.position(of: 0), hint: "parameters are written ':name'")
        }
        var names: Set<String> = []
        for field in fields where !names.insert(field.name.lowercased()).inserted {
            return Diagnostic(
                .error, "duplicate-field", "two fields of the query are named '\(field.name)'",
                at: query.position(of: 0), hint: "give one another name: '… AS other'")
        }
        return nil
    }

    /// Whether text behind a statement is no more than white space, comments and ';'.
    private static func isBlank(_ rest: String) -> Bool {
        rest.replacing(/--[^\n]*|\/\*[\s\S]*?(\*\/|$)|;/, with: "").allSatisfy(\.isWhitespace)
    }

    /// - Returns: nil after the last row.
    func next(_ count: Int, firstRow: Int) throws -> RowBatch? {
        guard let handle else { return nil }
        var values: [Value] = []
        values.reserveCapacity(count * fields.count)
        var rowCount = 0
        while rowCount < count {
            let code = sqlite3_step(handle)
            if code == SQLITE_DONE {
                sqlite3_finalize(handle)
                self.handle = nil
                break
            }
            guard code == SQLITE_ROW else { throw failure() }
            for (column, field) in fields.enumerated() {
                let value = StoredValue.read(handle, column: Int32(column))
                values.append(field.type?.convert(value) ?? value)
            }
            rowCount += 1
        }
        return rowCount == 0 ? nil : RowBatch(fields: fields, firstRow: firstRow, values: values, rowCount: rowCount)
    }

    private func failure() -> RunFailure {
        let place = query.position(of: 0).map { "\($0): " } ?? ""
        return RunFailure("\(place)the query failed: \(String(cString: sqlite3_errmsg(connection)))")
    }

    private static func refused(_ query: BoundSQL, _ message: String) -> Diagnostic {
        Diagnostic(
            .error, "query", message, at: query.position(of: 0),
            hint: "a sheet's query is one SELECT over the table 'rows'")
    }

    private static func problem(_ query: BoundSQL, _ connection: OpaquePointer, _ names: [String]) -> Diagnostic {
        let message = String(cString: sqlite3_errmsg(connection))
        let offset = sqlite3_error_offset(connection)
        let place = query.position(of: offset < 0 ? 0 : Int(offset))
        if sqlite3_errcode(connection) & 0xFF == SQLITE_AUTH {
            return refused(query, "the query may only read the table 'rows': \(message)")
        }
        var hint: String?
        if message.hasPrefix("no such column: ") {
            let name = String(message.dropFirst("no such column: ".count))
            hint = NearestName.hint(name, among: names) ?? "the columns are " + names.joined(separator: ", ")
        } else if message.hasPrefix("no such table") {
            hint = "the rows of the report are in the table 'rows'"
        }
        return Diagnostic(.error, "query", "the query is wrong: \(message)", at: place, hint: hint)
    }
}
