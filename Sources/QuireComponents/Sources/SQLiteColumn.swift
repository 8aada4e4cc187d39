import GRDBSQLite
import QuireModel

/// How the cells of one column are read, decided once for all of them.
struct SQLiteColumn {
    private enum Reading {
        case asStored, text, number, boolean, date, datetime
        case converted(FieldType)
    }

    let field: FieldShape
    private let reading: Reading
    private let zone: LocalZone

    init(_ field: FieldShape, zone: @escaping LocalZone) {
        self.field = field
        self.zone = zone
        reading =
            switch field.type {
            case nil: .asStored
            case .text: .text
            case .number: .number
            case .boolean: .boolean
            case .date: .date
            case .datetime: .datetime
            case .integer, .time, .interval, .json: .converted(field.type ?? .text)
            }
    }

    /// What SQLite's declared types say that its storage classes do not; nil where the storage class says all.
    static func type(declared: String) -> FieldType? {
        let name = declared.uppercased().prefix { $0 != "(" }.split(separator: " ").first
        return switch name {
        case "DATE": .date
        case "DATETIME", "TIMESTAMP", "TIMESTAMPTZ": .datetime
        case "BOOLEAN", "BOOL": .boolean
        case "DECIMAL", "NUMERIC": .number
        default: nil
        }
    }

    /// - Returns: nil where the cell does not fit the field's type.
    @inline(__always)
    func read(_ row: OpaquePointer, _ index: Int32) -> Value? {
        let kind = sqlite3_column_type(row, index)
        if kind == SQLITE_NULL { return .null }
        switch reading {
        case .asStored: return stored(row, index, kind)
        case .text where kind == SQLITE_TEXT: return .text(text(row, index))
        case .number where kind == SQLITE_FLOAT: return .number(sqlite3_column_double(row, index))
        case .number where kind == SQLITE_INTEGER:
            let integer = sqlite3_column_int64(row, index)
            return integer.magnitude <= 1 << 53 ? .number(Double(integer)) : .decimal(String(integer))
        case .boolean where kind == SQLITE_INTEGER:
            let integer = sqlite3_column_int64(row, index)
            return integer == 0 || integer == 1 ? .boolean(integer == 1) : nil
        case .date where kind == SQLITE_TEXT && sqlite3_column_bytes(row, index) == 10:
            return FixedDate.date(UnsafeBufferPointer(start: sqlite3_column_text(row, index), count: 10)).map(
                Value.date)
        case .datetime where kind == SQLITE_TEXT && sqlite3_column_bytes(row, index) == 19:
            return FixedDate.datetime(UnsafeBufferPointer(start: sqlite3_column_text(row, index), count: 19))
                .map(Value.datetime)
        case .text: return converted(row, index, kind, to: .text)
        case .number: return converted(row, index, kind, to: .number)
        case .boolean: return converted(row, index, kind, to: .boolean)
        case .date: return converted(row, index, kind, to: .date)
        case .datetime: return converted(row, index, kind, to: .datetime)
        case .converted(let type): return converted(row, index, kind, to: type)
        }
    }

    func stored(_ row: OpaquePointer, _ index: Int32) -> Value { stored(row, index, sqlite3_column_type(row, index)) }

    @inline(never)
    private func converted(_ row: OpaquePointer, _ index: Int32, _ kind: Int32, to type: FieldType) -> Value? {
        type.convert(stored(row, index, kind), zone: zone)
    }

    @inline(__always)
    private func stored(_ row: OpaquePointer, _ index: Int32, _ kind: Int32) -> Value {
        switch kind {
        case SQLITE_INTEGER: .integer(sqlite3_column_int64(row, index))
        case SQLITE_FLOAT: .number(sqlite3_column_double(row, index))
        case SQLITE_TEXT: .text(text(row, index))
        case SQLITE_BLOB: .text(hexadecimal(row, index))
        default: .null
        }
    }

    @inline(__always)
    private func text(_ row: OpaquePointer, _ index: Int32) -> String {
        let start = sqlite3_column_text(row, index)
        let count = Int(sqlite3_column_bytes(row, index))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    private func hexadecimal(_ row: OpaquePointer, _ index: Int32) -> String {
        let bytes = UnsafeRawBufferPointer(
            start: sqlite3_column_blob(row, index), count: Int(sqlite3_column_bytes(row, index)))
        return Hexadecimal.text(bytes)
    }
}

/// Dates and datetimes of the usual width, read from bytes.
enum FixedDate {
    /// `2026-01-31`
    static func date(_ bytes: UnsafeBufferPointer<UInt8>) -> CalendarDate? {
        guard bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"), let century = pair(bytes, 0),
            let year = pair(bytes, 2), let month = pair(bytes, 5), let day = pair(bytes, 8)
        else { return nil }
        return CalendarDate(year: century * 100 + year, month: month, day: day)
    }

    /// `2026-01-31 12:30:00`, with `T` or a space.
    static func datetime(_ bytes: UnsafeBufferPointer<UInt8>) -> LocalDateTime? {
        guard let date = date(bytes), bytes[10] == UInt8(ascii: " ") || bytes[10] | 0x20 == UInt8(ascii: "t"),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"), let hour = pair(bytes, 11), hour < 24,
            let minute = pair(bytes, 14), minute < 60, let second = pair(bytes, 17), second < 60
        else { return nil }
        let seconds = Int64((hour * 60 + minute) * 60 + second)
        return LocalDateTime(date: date, time: TimeOfDay(microseconds: seconds * 1_000_000))
    }

    @inline(__always)
    private static func pair(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int? {
        let tens = bytes[index] &- 48
        let ones = bytes[index + 1] &- 48
        return tens < 10 && ones < 10 ? Int(tens) * 10 + Int(ones) : nil
    }
}
