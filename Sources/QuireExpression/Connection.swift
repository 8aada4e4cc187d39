import GRDBSQLite

/// What SQLite says went wrong.
struct SQLiteProblem: Error {
    var code: Int32
    var message: String
    /// The SQL was refused; otherwise it was its evaluation that failed.
    var isRefusal = false
    /// In bytes of the SQL; nil where SQLite names no place.
    var offset: Int?
}

/// A private in-memory database without tables. Used by one thread at a time.
final class Connection {
    let handle: OpaquePointer
    /// SELECTs seen by the authorizer in the statement being prepared.
    private let selects: UnsafeMutablePointer<Int>

    /// - Throws: where there is no memory.
    static func unrestricted() throws(SQLiteProblem) -> Connection { try Connection() }

    /// One that compiles a SELECT without FROM, of allowed functions only.
    static func restricted() throws(SQLiteProblem) -> Connection {
        let connection = try Connection()
        connection.restrict()
        return connection
    }

    private init() throws(SQLiteProblem) {
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOMUTEX
        let code = sqlite3_open_v2(":memory:", &opened, flags, ClosedMachine.name)
        guard code == SQLITE_OK, let opened else {
            sqlite3_close(opened)
            throw SQLiteProblem(code: code, message: String(cString: sqlite3_errstr(code)))
        }
        handle = opened
        selects = .allocate(capacity: 1)
        selects.initialize(to: 0)
    }

    deinit {
        sqlite3_close_v2(handle)
        selects.deallocate()
    }

    /// The most bytes of a text or blob on the way through an expression.
    static let maximumTextLength: Int32 = 1_000_000

    private static let limits: [(Int32, Int32)] = [
        (SQLITE_LIMIT_LENGTH, maximumTextLength), (SQLITE_LIMIT_SQL_LENGTH, 1_000_000),
        (SQLITE_LIMIT_EXPR_DEPTH, 1000), (SQLITE_LIMIT_COMPOUND_SELECT, 1), (SQLITE_LIMIT_VDBE_OP, 250_000),
        (SQLITE_LIMIT_ATTACHED, 0), (SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000), (SQLITE_LIMIT_TRIGGER_DEPTH, 0),
        (SQLITE_LIMIT_WORKER_THREADS, 0),
    ]

    private func restrict() {
        _disableDoubleQuotedStringLiterals(handle)
        for (limit, value) in Self.limits { sqlite3_limit(handle, limit, value) }
        sqlite3_set_authorizer(
            handle,
            { selects, action, _, function, _, _ in
                switch action {
                case SQLITE_SELECT:
                    guard let selects = selects?.assumingMemoryBound(to: Int.self), selects.pointee == 0 else {
                        return SQLITE_DENY
                    }
                    selects.pointee += 1
                    return SQLITE_OK
                case SQLITE_FUNCTION:
                    guard let function else { return SQLITE_DENY }
                    return ScalarFunctions.allowed.contains(String(cString: function)) ? SQLITE_OK : SQLITE_DENY
                default:
                    return SQLITE_DENY
                }
            }, selects)
    }

    /// - Returns: a statement that the caller finalizes.
    func prepare(_ sql: String) throws(SQLiteProblem) -> OpaquePointer {
        selects.pointee = 0
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard code == SQLITE_OK, let statement else {
            sqlite3_finalize(statement)
            var problem = problem(code)
            problem.isRefusal = true
            throw problem
        }
        return statement
    }

    func problem(_ code: Int32) -> SQLiteProblem {
        let offset = sqlite3_error_offset(handle)
        return SQLiteProblem(
            code: code, message: String(cString: sqlite3_errmsg(handle)), offset: offset < 0 ? nil : Int(offset))
    }

    func forEachRow(_ sql: String, _ body: (OpaquePointer) -> Void) {
        guard let statement = try? prepare(sql) else { return }
        defer { sqlite3_finalize(statement) }
        while sqlite3_step(statement) == SQLITE_ROW { body(statement) }
    }
}
