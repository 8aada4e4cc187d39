import CODBC
import QuireModel
import QuirePlugin
import Synchronization

/// One statement of a session. Used by one thread at a time, closed before its connection; any thread may cancel it.
final class ODBCStatement {
    private let connection: ODBCConnection
    let handle: SQLHSTMT
    let cancellation: ODBCCancellation
    /// What parameters are bound to, for as long as the statement is.
    private var bound: [UnsafeMutableRawPointer] = []
    private var isOpen = true

    /// - Throws: `ODBCFault`
    init(on connection: ODBCConnection) throws {
        self.connection = connection
        var handle: SQLHSTMT?
        let code = SQLAllocHandle(SQLSMALLINT(SQL_HANDLE_STMT), connection.handle, &handle)
        guard SQLReturn.isSuccess(code), let handle else { throw ODBCFault(SQL_HANDLE_DBC, connection.handle) }
        self.handle = handle
        cancellation = ODBCCancellation(handle)
        let limit = connection.settings.statementTimeout.wholeSeconds
        // The driver's own limit ends what nobody waits for any more.
        if limit > 0 { set(SQL_ATTR_QUERY_TIMEOUT, limit + 1) }
    }

    deinit { close() }

    func close() {
        guard isOpen else { return }
        isOpen = false
        cancellation.end { SQLFreeHandle(SQLSMALLINT(SQL_HANDLE_STMT), handle) }
        for place in bound { place.deallocate() }
        bound = []
    }

    func set(_ attribute: Int32, _ value: UInt) {
        SQLSetStmtAttrW(handle, attribute, ODBCConnection.value(value), 0)
    }

    func check(_ code: SQLRETURN) throws { if !SQLReturn.isSuccess(code) { throw fault() } }

    func fault() -> ODBCFault {
        var fault = ODBCFault(SQL_HANDLE_STMT, handle)
        if !fault.isLoss, connection.isDead { fault.state = "08S01" }
        return fault
    }

    func prepare(_ sql: String) throws {
        // Drivers put something of their own behind it, and some take no ';'. A new line ends a comment.
        var text = Array(SQLText.withoutEnd(sql, .odbc).utf16) + [10, 0]
        try check(SQLPrepareW(handle, &text, SQLINTEGER(SQL_NTS)))
    }

    func execute() throws {
        let code = SQLExecute(handle)
        // A statement that was to change rows and found none.
        if code != SQLRETURN(SQL_NO_DATA) { try check(code) }
    }

    /// Binds one value to each `?`.
    func bind(_ parameters: [ODBCParameter]) throws {
        for (index, parameter) in parameters.enumerated() {
            let content = parameter.bytes ?? []
            let indicatorSize = MemoryLayout<SQLLEN>.stride
            let place = UnsafeMutableRawPointer.allocate(
                byteCount: indicatorSize + max(16, content.count), alignment: MemoryLayout<SQLLEN>.alignment)
            bound.append(place)
            let indicator = place.initializeMemory(
                as: SQLLEN.self, to: parameter.bytes == nil ? SQLLEN(SQL_NULL_DATA) : SQLLEN(content.count))
            let value = place + indicatorSize
            value.copyMemory(from: content, byteCount: content.count)
            try check(
                SQLBindParameter(
                    handle, SQLUSMALLINT(index + 1), SQLSMALLINT(SQL_PARAM_INPUT), parameter.valueType,
                    parameter.sqlType, parameter.size, parameter.digits, value, SQLLEN(content.count), indicator))
        }
    }

    /// The columns that it gives; none where it reads no rows.
    func columns() throws -> [ODBCColumnDescription] {
        var count: SQLSMALLINT = 0
        try check(SQLNumResultCols(handle, &count))
        return try (0..<max(0, count)).map { try column(SQLUSMALLINT($0 + 1)) }
    }

    private func column(_ number: SQLUSMALLINT) throws -> ODBCColumnDescription {
        var type: SQLSMALLINT = 0
        var size: SQLULEN = 0
        var digits: SQLSMALLINT = 0
        var nullable: SQLSMALLINT = 0
        let name = ODBCText.read { buffer, capacity, count in
            SQLDescribeColW(
                handle, number, buffer, SQLSMALLINT(capacity), &count, &type, &size, &digits, &nullable)
        }
        guard let name else { throw fault() }
        return ODBCColumnDescription(
            name: name, type: type, size: Int(clamping: size), typeName: text(SQL_DESC_TYPE_NAME, of: number),
            isOfTable: connection.driver.isUntyped ? !text(SQL_DESC_BASE_TABLE_NAME, of: number).isEmpty : true)
    }

    private func text(_ attribute: Int32, of number: SQLUSMALLINT) -> String {
        ODBCText.read { buffer, capacity, count in
            SQLColAttributeW(
                handle, number, SQLUSMALLINT(attribute), buffer, SQLSMALLINT(capacity * 2), &count, nil)
        } ?? ""
    }
}

/// Ends a statement that another thread is waiting for.
final class ODBCCancellation: Sendable {
    private struct State {
        nonisolated(unsafe) var handle: SQLHSTMT?
    }

    private let state: Mutex<State>

    init(_ handle: SQLHSTMT) { state = Mutex(State(handle: handle)) }

    /// Waits for the driver, which may ask the server over a connection of its own.
    func cancel() {
        state.withLock { state in
            if let handle = state.handle { SQLCancel(handle) }
        }
    }

    /// After this nothing is cancelled.
    func end(_ free: () -> Void) {
        state.withLock { $0.handle = nil }
        free()
    }
}

/// A column as the driver describes it.
struct ODBCColumnDescription: Equatable {
    var name: String
    /// `SQL_INTEGER` and its like.
    var type: SQLSMALLINT
    /// Characters, digits or bytes; 0 where that is not known.
    var size: Int
    /// As the database calls the type.
    var typeName: String
    /// It is not the result of an expression, as far as that matters for its type.
    var isOfTable = true
}
