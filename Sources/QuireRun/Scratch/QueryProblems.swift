import GRDBSQLite
import QuireExpression
import QuireModel
import QuirePlugin

extension BoundSQL {
    /// What SQLite does not like of the query.
    func problem(of database: RowDatabase, columns: [String]) -> any Error {
        let faultsOfTheQuery = [SQLITE_ERROR, SQLITE_SCHEMA, SQLITE_RANGE, SQLITE_AUTH, SQLITE_TOOBIG]
        guard faultsOfTheQuery.contains(sqlite3_errcode(database.handle) & 0xFF) else {
            return database.failure(at: query.position)
        }
        let found = sqlite3_error_offset(database.handle)
        let offset = found < 0 ? nil : Int(found)
        let message = database.message
        let diagnostic =
            if let name = message.remainder(after: "no such column: ") {
                unknownColumn(name, at: offset, columns)
            } else if let name = message.remainder(after: "no such table: ") {
                unknownTable(name)
            } else if let name = message.remainder(after: "no such function: ") {
                unknownFunction(name, at: offset)
            } else {
                Diagnostic(.error, "query", "the query is wrong: \(message)", at: place(of: offset))
            }
        return DiagnosticError(diagnostic)
    }

    private func place(of offset: Int?) -> FilePosition? { offset.flatMap { position(of: $0) } ?? query.position }

    private func place(ofName name: String) -> FilePosition? {
        query.offset(ofName: name).flatMap { query.position(of: $0) } ?? query.position
    }

    func unknownTable(_ name: String) -> Diagnostic {
        // The other name of 'sqlite_master', which is the one that SQLite tells.
        let written = [name, "sqlite_schema"].first { query.offset(ofName: $0) != nil } ?? name
        let table = written.split(separator: ".").last.map(String.init) ?? written
        return Diagnostic(
            .error, "unknown-table", "there is no table '\(written)'", at: place(ofName: table),
            hint: "the table is '\(QueryGuard.table)'")
    }

    func forbiddenFunction(_ name: String) -> Diagnostic {
        Diagnostic(
            .error, "query", "'\(name)' is not allowed: it reads or changes more than its arguments",
            at: place(ofName: name))
    }

    private func unknownFunction(_ name: String, at offset: Int?) -> Diagnostic {
        Diagnostic(
            .error, "unknown-function", "there is no function '\(name)'", at: place(of: offset),
            hint: NearestName.hint(name.lowercased(), among: ScalarFunctions.withoutEffect.sorted()))
    }

    private func unknownColumn(_ written: String, at offset: Int?, _ columns: [String]) -> Diagnostic {
        Diagnostic(
            .error, "unknown-column", "there is no column '\(written)'", at: place(of: offset),
            hint: hint(for: written, isQuoted: offset.map { query.isQuoted(at: $0) } ?? false, among: columns))
    }

    private func hint(for written: String, isQuoted: Bool, among columns: [String]) -> String {
        let joined = written.split(separator: ".").joined(separator: "_")
        if let column = columns.first(where: { $0.isSameName(as: joined) }) {
            return "in '\(QueryGuard.table)' it is '\(column)'"
        }
        let name = written.split(separator: ".").last.map(String.init) ?? written
        if let hint = NearestName.hint(name, among: columns) { return hint }
        if isQuoted { return "double quotes hold names; text stands in single ones: '\(written)'" }
        let shown = columns.prefix(20).joined(separator: ", ") + (columns.count > 20 ? ", …" : "")
        return "'\(QueryGuard.table)' has \(shown)"
    }
}

extension String {
    fileprivate func remainder(after prefix: String) -> String? {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }
}
