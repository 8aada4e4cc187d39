import GRDBSQLite
package import QuireModel

/// Values as SQLite has them: dates and times as ISO text, booleans as 1 and 0. Used by one thread at a time.
package final class ValueBinder {
    /// Of the row that is bound.
    private let text: RowText

    /// - Parameter room: bytes for the texts of one row; SQLite makes copies of what goes beyond.
    package init(room: Int) { text = RowText(capacity: room) }

    /// Lets go of the texts of the row before; its statement has been stepped.
    package func beginRow() { text.removeAll() }

    /// - Returns: SQLite's result code.
    package func bind(_ value: Value, to statement: OpaquePointer, at index: Int32) -> Int32 {
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
        case .text(let text): bind(text, to: statement, at: index)
        case .date(let date): bind(text.append(date), orElse: date, to: statement, at: index)
        case .datetime(let moment): bind(text.append(moment), orElse: moment, to: statement, at: index)
        case .time(let time): bind(text.append(time), orElse: time, to: statement, at: index)
        }
    }

    private func bind(_ value: String, to statement: OpaquePointer, at index: Int32) -> Int32 {
        var value = value
        return value.withUTF8 { bytes in
            if let kept = text.append(bytes) { return bind(kept, to: statement, at: index, isKept: true) }
            return bind(bytes, to: statement, at: index, isKept: false)
        }
    }

    private func bind(
        _ kept: UnsafeBufferPointer<UInt8>?, orElse value: some CustomStringConvertible, to statement: OpaquePointer,
        at index: Int32
    ) -> Int32 {
        guard let kept else { return bind(value.description, to: statement, at: index) }
        return bind(kept, to: statement, at: index, isKept: true)
    }

    /// - Parameter isKept: the bytes outlive the step; otherwise SQLite makes a copy.
    private func bind(
        _ bytes: UnsafeBufferPointer<UInt8>, to statement: OpaquePointer, at index: Int32, isKept: Bool
    ) -> Int32 {
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

package enum StoredValue {
    /// A value of a statement's current row; a blob is hex text.
    package static func read(_ statement: OpaquePointer, column: Int32) -> Value {
        switch sqlite3_column_type(statement, column) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, column))
        case SQLITE_FLOAT: return .number(sqlite3_column_double(statement, column))
        case SQLITE_TEXT:
            let characters = sqlite3_column_text(statement, column)
            let count = Int(sqlite3_column_bytes(statement, column))
            return .text(String(decoding: UnsafeBufferPointer(start: characters, count: count), as: UTF8.self))
        case SQLITE_BLOB:
            let bytes = sqlite3_column_blob(statement, column)
            let count = Int(sqlite3_column_bytes(statement, column))
            return .text(hex(UnsafeRawBufferPointer(start: bytes, count: count)))
        default: return .null
        }
    }

    private static func hex(_ bytes: UnsafeRawBufferPointer) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
