import GRDBSQLite
import QuireModel

/// A prepared expression with its connection. Used by one thread at a time.
final class Statement {
    private let connection: Connection
    private let handle: OpaquePointer
    private let slots: [RowSlot]
    private let indices: [Int32]
    /// Of the row being evaluated.
    private var rowText: RowText

    init(_ query: ParameterizedSQL) throws(SQLiteProblem) {
        let connection = try Connection.restricted()
        handle = try connection.prepare(query.sql)
        self.connection = connection
        slots = query.slots
        indices = query.slotIndices
        // Constants stay bound, so SQLite copies them: there is no room for them here yet.
        rowText = RowText(capacity: 0)
        for (index, value) in query.constants { try bind(value, at: index) }
        rowText = RowText(capacity: slots.isEmpty ? 0 : 1024)
    }

    deinit {
        sqlite3_finalize(handle)
    }

    func evaluate(_ batch: EnrichedBatch, row: Int) throws(SQLiteProblem) -> Value {
        rowText.removeAll()
        for place in slots.indices {
            try bind(batch.value(slots[place], row: row), at: indices[place])
        }
        return try result()
    }

    /// The value where nothing differs by row, or all that was bound last.
    func result() throws(SQLiteProblem) -> Value {
        let code = sqlite3_step(handle)
        guard code == SQLITE_ROW else {
            let problem = connection.problem(code)
            sqlite3_reset(handle)
            throw problem
        }
        defer { sqlite3_reset(handle) }
        switch sqlite3_column_type(handle, 0) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, 0))
        case SQLITE_FLOAT: return .number(sqlite3_column_double(handle, 0))
        case SQLITE_TEXT:
            let characters = sqlite3_column_text(handle, 0)
            let count = Int(sqlite3_column_bytes(handle, 0))
            return .text(String(decoding: UnsafeBufferPointer(start: characters, count: count), as: UTF8.self))
        case SQLITE_BLOB:
            let bytes = sqlite3_column_blob(handle, 0)
            let count = Int(sqlite3_column_bytes(handle, 0))
            return .text(Self.hex(UnsafeRawBufferPointer(start: bytes, count: count)))
        default: return .null
        }
    }

    private static func hex(_ bytes: UnsafeRawBufferPointer) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    private func bind(_ value: Value, at index: Int32) throws(SQLiteProblem) {
        let code: Int32 =
            switch value {
            case .null: sqlite3_bind_null(handle, index)
            case .boolean(let value): sqlite3_bind_int64(handle, index, value ? 1 : 0)
            case .integer(let value): sqlite3_bind_int64(handle, index, value)
            case .number(let value), .interval(let value): sqlite3_bind_double(handle, index, value)
            case .decimal(let digits):
                if let integer = Int64(digits) {
                    sqlite3_bind_int64(handle, index, integer)
                } else {
                    sqlite3_bind_double(handle, index, Double(digits) ?? .nan)
                }
            case .text(let text): bind(text, at: index)
            case .date(let date): bind(rowText.append(date), orElse: date, at: index)
            case .datetime(let moment): bind(rowText.append(moment), orElse: moment, at: index)
            case .time(let time): bind(rowText.append(time), orElse: time, at: index)
            }
        guard code == SQLITE_OK else { throw connection.problem(code) }
    }

    private func bind(_ text: String, at index: Int32) -> Int32 {
        var text = text
        return text.withUTF8 { bytes in
            if let kept = rowText.append(bytes) { return bind(kept, at: index, isKept: true) }
            return bind(bytes, at: index, isKept: false)
        }
    }

    private func bind(
        _ kept: UnsafeBufferPointer<UInt8>?, orElse value: some CustomStringConvertible, at index: Int32
    ) -> Int32 {
        guard let kept else { return bind(value.description, at: index) }
        return bind(kept, at: index, isKept: true)
    }

    /// - Parameter isKept: the bytes outlive the evaluation; otherwise SQLite makes a copy.
    private func bind(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int32, isKept: Bool) -> Int32 {
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        guard let start = bytes.baseAddress, !bytes.isEmpty else {
            // Without an address it would be null.
            return sqlite3_bind_text64(handle, index, "", 0, copied, UInt8(SQLITE_UTF8))
        }
        return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
            sqlite3_bind_text64(handle, index, $0, UInt64(bytes.count), isKept ? nil : copied, UInt8(SQLITE_UTF8))
        }
    }
}
