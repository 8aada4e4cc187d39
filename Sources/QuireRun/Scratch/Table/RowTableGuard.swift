import GRDBSQLite

/// Lets queries read the table `rows` and nothing else, and learns which of its columns they read.
final class RowTableGuard {
    private(set) var columnsRead: Set<String> = []
    private(set) var refusal: String?

    /// Allows only reading for as long as `body` runs.
    func watching<Result, Failure: Error>(
        _ connection: OpaquePointer, _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let context = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_set_authorizer(
            connection,
            { context, action, first, second, _, _ in
                guard let context else { return SQLITE_DENY }
                return Unmanaged<RowTableGuard>.fromOpaque(context).takeUnretainedValue()
                    .decide(action, first.map { String(cString: $0) }, second.map { String(cString: $0) })
            }, context)
        defer { sqlite3_set_authorizer(connection, nil, nil) }
        return try body()
    }

    private func decide(_ action: Int32, _ first: String?, _ second: String?) -> Int32 {
        switch action {
        case SQLITE_SELECT, SQLITE_RECURSIVE: return SQLITE_OK
        case SQLITE_FUNCTION:
            return second?.lowercased() == "load_extension" ? SQLITE_DENY : SQLITE_OK
        case SQLITE_READ:
            let table = first?.lowercased() ?? ""
            if table == "rows" {
                if let column = second, !column.isEmpty { columnsRead.insert(column.lowercased()) }
                return SQLITE_OK
            }
            return table.hasPrefix("sqlite_") || table.hasPrefix("pragma_") ? SQLITE_DENY : SQLITE_OK
        default: return SQLITE_DENY
        }
    }
}
