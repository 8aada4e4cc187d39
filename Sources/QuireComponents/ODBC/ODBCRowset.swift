import CODBC
import QuireModel

/// Where the driver puts the cells of some rows at once. Closed after its statement.
final class ODBCRowset {
    /// About as many bytes are fetched at once.
    private static let portion = 1 << 20
    private static let mostRows = 1000

    fileprivate struct Buffer {
        var valueType: SQLSMALLINT
        /// Bytes of one cell.
        var width: Int
        /// Bytes of the zero that the driver puts behind a cell.
        var ending: Int
        var cells: UnsafeMutableRawPointer
        var lengths: UnsafeMutablePointer<SQLLEN>
    }

    private let statement: ODBCStatement
    let columns: [ODBCColumn]
    private let capacity: Int
    /// Otherwise each cell is asked for by itself, in order.
    private let isBound: Bool
    private var buffers: [Buffer] = []
    private let statuses: UnsafeMutablePointer<SQLUSMALLINT>
    private let fetched: UnsafeMutablePointer<SQLULEN>
    /// For a value that is fetched by itself.
    private var single: UnsafeMutableRawBufferPointer
    private var isOpen = true

    /// - Parameter readsLongValues: those of bound columns too.
    init(_ columns: [ODBCColumn], of statement: ODBCStatement, readsLongValues: Bool) throws {
        self.statement = statement
        self.columns = columns
        single = .allocate(byteCount: 4096, alignment: 8)
        isBound = readsLongValues || columns.allSatisfy(\.form.isBounded)
        let row = columns.reduce(0) { $0 + $1.form.width + MemoryLayout<SQLLEN>.stride }
        capacity = isBound ? max(1, min(Self.mostRows, Self.portion / max(1, row))) : 1
        statuses = .allocate(capacity: capacity)
        statuses.initialize(repeating: SQLUSMALLINT(SQL_ROW_NOROW), count: capacity)
        fetched = .allocate(capacity: 1)
        fetched.initialize(to: 0)
        let capacity = capacity
        buffers = columns.map { $0.form.buffer(capacity) }
        do {
            try bind()
        } catch {
            close()
            throw error
        }
    }

    deinit { close() }

    func close() {
        guard isOpen else { return }
        isOpen = false
        for buffer in buffers {
            buffer.cells.deallocate()
            buffer.lengths.deallocate()
        }
        statuses.deallocate()
        fetched.deallocate()
        single.deallocate()
    }

    private func bind() throws {
        guard isBound else { return }
        let handle = statement.handle
        try statement.check(
            SQLSetStmtAttrW(handle, SQL_ATTR_ROW_ARRAY_SIZE, ODBCConnection.value(UInt(capacity)), 0))
        try statement.check(SQLSetStmtAttrW(handle, SQL_ATTR_ROW_STATUS_PTR, statuses, 0))
        try statement.check(SQLSetStmtAttrW(handle, SQL_ATTR_ROWS_FETCHED_PTR, fetched, 0))
        for (index, buffer) in buffers.enumerated() {
            try statement.check(
                SQLBindCol(
                    handle, SQLUSMALLINT(index + 1), buffer.valueType, buffer.cells, SQLLEN(buffer.width),
                    buffer.lengths))
        }
    }

    /// The next rows.
    ///
    /// - Returns: how many there are; 0 after the last.
    func fetch() throws -> Int {
        let code = SQLFetch(statement.handle)
        if code == SQLRETURN(SQL_NO_DATA) { return 0 }
        try statement.check(code)
        guard isBound else { return 1 }
        // Rows with a cell that was too long for its buffer are among those that went well.
        for row in 0..<Int(fetched.pointee) where statuses[row] == SQLUSMALLINT(SQL_ROW_ERROR) {
            throw statement.fault()
        }
        return Int(fetched.pointee)
    }

    /// A cell of what was fetched last. Cells of one row are asked for in order.
    func cell(row: Int, column: Int) throws -> ODBCCell {
        let buffer = buffers[column]
        if !isBound { return try single(column, buffer) }
        let length = buffer.lengths[row]
        if length == SQLLEN(SQL_NULL_DATA) { return .null }
        let room = buffer.width - buffer.ending
        guard length >= 0, Int(length) <= room else { return try long(column, buffer, row: row) }
        return columns[column].form.cell(UnsafeRawPointer(buffer.cells) + row * buffer.width, count: Int(length))
    }

    private func long(_ column: Int, _ buffer: Buffer, row: Int) throws -> ODBCCell {
        try statement.check(
            SQLSetPos(
                statement.handle, SQLSETPOSIROW(row + 1), SQLUSMALLINT(SQL_POSITION),
                SQLUSMALLINT(SQL_LOCK_NO_CHANGE)))
        return try single(column, buffer)
    }

    /// Fetches one cell, piece by piece where it is long.
    private func single(_ column: Int, _ buffer: Buffer) throws -> ODBCCell {
        var count = 0
        while true {
            let room = single.count - count
            var length: SQLLEN = 0
            let code = SQLGetData(
                statement.handle, SQLUSMALLINT(column + 1), buffer.valueType, single.baseAddress.map { $0 + count },
                SQLLEN(room), &length)
            if code == SQLRETURN(SQL_NO_DATA) { break }
            try statement.check(code)
            if length == SQLLEN(SQL_NULL_DATA) { return .null }
            let most = room - buffer.ending
            if length >= 0, Int(length) <= most {
                count += Int(length)
                break
            }
            count += most
            // What is left, where the driver says so.
            grow(to: length >= 0 ? count + Int(length) - most + buffer.ending : single.count * 2)
        }
        return columns[column].form.cell(UnsafeRawPointer(single.baseAddress ?? buffer.cells), count: count)
    }

    private func grow(to count: Int) {
        let larger = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(count, single.count * 2), alignment: 8)
        larger.copyMemory(from: UnsafeRawBufferPointer(single))
        single.deallocate()
        single = larger
    }
}

extension ODBCColumn.Form {
    /// No cell is longer than its buffer.
    fileprivate var isBounded: Bool {
        switch self {
        case .plain, .double, .float: true
        case .wide, .bytes: false
        }
    }

    /// Bytes of one cell, with the zero behind it.
    fileprivate var width: Int {
        switch self {
        case .plain(let count): count
        case .wide(let units): (units + 1) * 2
        case .bytes(let count): max(count, 1)
        case .double: 8
        case .float: 4
        }
    }

    fileprivate func buffer(_ rows: Int) -> ODBCRowset.Buffer {
        let (valueType, ending) =
            switch self {
            case .plain: (Int32(SQL_C_CHAR), 1)
            case .wide: (Int32(SQL_C_WCHAR), 2)
            case .bytes: (Int32(SQL_C_BINARY), 0)
            case .double: (Int32(SQL_C_DOUBLE), 0)
            case .float: (Int32(SQL_C_FLOAT), 0)
            }
        let cells = UnsafeMutableRawPointer.allocate(byteCount: width * rows, alignment: 8)
        let lengths = UnsafeMutablePointer<SQLLEN>.allocate(capacity: rows)
        lengths.initialize(repeating: 0, count: rows)
        return ODBCRowset.Buffer(
            valueType: SQLSMALLINT(valueType), width: width, ending: ending, cells: cells, lengths: lengths)
    }

    fileprivate func cell(_ start: UnsafeRawPointer, count: Int) -> ODBCCell {
        switch self {
        case .plain:
            .plain(UnsafeBufferPointer(start: start.assumingMemoryBound(to: UInt8.self), count: count))
        case .bytes:
            .bytes(UnsafeBufferPointer(start: start.assumingMemoryBound(to: UInt8.self), count: count))
        case .wide:
            .wide(UnsafeBufferPointer(start: start.assumingMemoryBound(to: UInt16.self), count: count / 2))
        case .double: .number(start.loadUnaligned(as: Double.self))
        case .float: .number(Double("\(start.loadUnaligned(as: Float.self))") ?? .nan)
        }
    }
}
