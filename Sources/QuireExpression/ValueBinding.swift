import GRDBSQLite
package import QuireModel

/// Binds values to the placeholders of a statement, as SQL has them: booleans are 1 and 0, dates and times ISO text, a
/// decimal is the integer that it is or else the nearest number. Used by one thread at a time.
package final class ValueBinding {
    private let statement: OpaquePointer
    private let room: RowText

    /// - Parameter room: bytes of texts that are bound without a copy, until `removeAll()`; no longer than this lives.
    package init(to statement: OpaquePointer, room: Int) {
        self.statement = statement
        self.room = RowText(capacity: room)
    }

    /// Begins a new row.
    package func removeAll() { room.removeAll() }

    /// - Returns: SQLite's code.
    package func bind(_ value: Value, at index: Int32) -> Int32 {
        switch value {
        case .null: sqlite3_bind_null(statement, index)
        case .boolean(let value): sqlite3_bind_int64(statement, index, value ? 1 : 0)
        case .integer(let value): sqlite3_bind_int64(statement, index, value)
        case .number(let value), .interval(let value): sqlite3_bind_double(statement, index, value)
        case .decimal(let digits):
            if let integer = Int64(digits) {
                sqlite3_bind_int64(statement, index, integer)
            } else {
                sqlite3_bind_double(statement, index, Double(digits) ?? .nan)
            }
        case .text(let text): bind(text, at: index)
        case .date(let date): bind(room.append(date), orElse: date, at: index)
        case .datetime(let moment): bind(room.append(moment), orElse: moment, at: index)
        case .time(let time): bind(room.append(time), orElse: time, at: index)
        }
    }

    private func bind(_ text: String, at index: Int32) -> Int32 {
        var text = text
        return text.withUTF8 { bytes in
            if let kept = room.append(bytes) { return bind(kept, at: index, isKept: true) }
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
            return sqlite3_bind_text64(statement, index, "", 0, copied, UInt8(SQLITE_UTF8))
        }
        return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
            sqlite3_bind_text64(statement, index, $0, UInt64(bytes.count), isKept ? nil : copied, UInt8(SQLITE_UTF8))
        }
    }
}

/// What stands in a column of a statement's current row.
package enum SQLiteCell {
    /// The value as it is stored, bytes as hex text.
    package static func value(_ row: OpaquePointer, _ column: Int32) -> Value {
        switch sqlite3_column_type(row, column) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(row, column))
        case SQLITE_FLOAT: return .number(sqlite3_column_double(row, column))
        case SQLITE_TEXT:
            let characters = sqlite3_column_text(row, column)
            let count = Int(sqlite3_column_bytes(row, column))
            return .text(String(decoding: UnsafeBufferPointer(start: characters, count: count), as: UTF8.self))
        case SQLITE_BLOB:
            let bytes = sqlite3_column_blob(row, column)
            let count = Int(sqlite3_column_bytes(row, column))
            return .text(hex(UnsafeRawBufferPointer(start: bytes, count: count)))
        default: return .null
        }
    }

    private static func hex(_ bytes: UnsafeRawBufferPointer) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
