import GRDBSQLite
import QuireModel
import QuirePlugin

/// A statement that does nothing but read the table `rows`.
final class PreparedSQL {
    private var statement: OpaquePointer?
    private let sql: BoundSQL

    /// - Parameter columns: names of the table's, for hints.
    /// - Throws: `DiagnosticError` with the place of what is wrong.
    init(_ sql: BoundSQL, columns: [String] = [], in database: RowDatabase, _ watch: QueryGuard) throws {
        self.sql = sql
        var text = sql.text
        var statement: OpaquePointer?
        let (code, used) = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                var tail: UnsafePointer<CChar>?
                let code = watch.watch(database.handle) {
                    sqlite3_prepare_v3(
                        database.handle, characters.baseAddress, Int32(characters.count),
                        UInt32(SQLITE_PREPARE_PERSISTENT), &statement, &tail)
                }
                return (code, tail.flatMap { tail in characters.baseAddress.map { tail - $0 } } ?? 0)
            }
        }
        self.statement = statement
        guard code == SQLITE_OK else {
            switch watch.refusal {
            case .statement?: throw sql.query.readsNoRows
            case .table(let name)?: throw DiagnosticError(sql.unknownTable(name))
            case .function(let name)?: throw DiagnosticError(sql.forbiddenFunction(name))
            case nil: throw sql.problem(of: database, columns: columns)
            }
        }
        guard statement != nil else { throw sql.query.isEmpty }
        guard !SQLText(String(decoding: sql.text.utf8.dropFirst(used), as: UTF8.self), at: nil).holdsMore(from: 0)
        else {
            throw sql.query.hasSeveralStatements
        }
        guard sqlite3_stmt_readonly(statement) != 0, sqlite3_stmt_isexplain(statement) == 0,
            sqlite3_column_count(statement) > 0
        else { throw sql.query.readsNoRows }
        try checkPlaceholders()
    }

    deinit { sqlite3_finalize(statement) }

    /// Hands the statement over to the caller, who finalizes it.
    func take() throws -> OpaquePointer {
        guard let statement else { throw sql.query.isEmpty }
        self.statement = nil
        return statement
    }

    /// Of its results.
    var names: [String] {
        (0..<sqlite3_column_count(statement)).map { column in
            sqlite3_column_name(statement, column).map { String(cString: $0) } ?? ""
        }
    }

    /// - Throws: where there are others than those written `:name`.
    private func checkPlaceholders() throws {
        let count = sqlite3_bind_parameter_count(statement)
        for index in 0..<count {
            let name = sqlite3_bind_parameter_name(statement, index + 1).map { String(cString: $0) }
            let isKnown =
                sql.isAsWritten ? name?.hasPrefix(":") == true : name == nil && Int(count) == sql.values.count
            guard isKnown else { throw sql.query.hasOtherPlaceholder(name ?? "?") }
        }
    }
}
