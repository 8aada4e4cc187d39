import CODBC
import QuireModel

/// How the cells of one column are fetched and read, decided once for all of them.
struct ODBCColumn {
    /// In what form the driver hands a cell over.
    enum Form {
        /// Digits and signs, at most so many bytes.
        case plain(Int)
        /// UTF-16, usually no more than so many units.
        case wide(Int)
        /// Usually no more than so many.
        case bytes(Int)
        case double, float
    }

    private enum Reading {
        case text, paddedText, guid, integer, decimal, boolean, date, datetime, offsetDatetime, time, number, bytes
        /// A number where it looks like one: columns that may hold anything.
        case stored
    }

    let field: FieldShape
    let form: Form
    private let reading: Reading
    /// Nil where the values are of it as they come.
    private let wanted: FieldType?
    private let zone: LocalZone

    /// - Parameters:
    ///   - wanted: in place of the column's own type.
    ///   - zone: where datetimes with an offset are shown.
    init(
        _ column: ODBCColumnDescription, _ driver: ODBCDriver, wanted: FieldType?, zone: @escaping LocalZone
    ) {
        let (form, reading, type) =
            driver.isUntyped ? Self.untyped(column) : Self.typed(Int32(column.type), column)
        self.form = form
        self.reading = reading
        self.zone = zone
        self.wanted = wanted == type ? nil : wanted
        field = FieldShape(column.name, wanted ?? type)
    }

    private static func typed(_ type: Int32, _ column: ODBCColumnDescription) -> (Form, Reading, FieldType?) {
        switch type {
        case SQL_BIT: (.plain(8), .boolean, .boolean)
        case SQL_TINYINT, SQL_SMALLINT, SQL_INTEGER, SQL_BIGINT: (.plain(24), .integer, .integer)
        case SQL_DECIMAL, SQL_NUMERIC: (.plain(64), .decimal, .number)
        case SQL_REAL: (.float, .number, .number)
        case SQL_FLOAT, SQL_DOUBLE: (.double, .number, .number)
        case SQL_TYPE_DATE, SQL_DATE: (.plain(32), .date, .date)
        case SQL_TYPE_TIMESTAMP, SQL_TIMESTAMP: (.plain(40), .datetime, .datetime)
        case SQL_TYPE_TIME, SQL_TIME, sqlServerTime: (.plain(32), .time, .time)
        case sqlServerOffset: (.plain(48), .offsetDatetime, .datetime)
        case SQL_GUID: (.plain(48), .guid, .text)
        case SQL_BINARY, SQL_VARBINARY, SQL_LONGVARBINARY: (.bytes(usual(column.size)), .bytes, .text)
        case SQL_CHAR, SQL_WCHAR: (.wide(usual(column.size)), .paddedText, .text)
        default: (.wide(usual(column.size)), .text, .text)
        }
    }

    /// `time` and `datetimeoffset` of Microsoft's own.
    private static let sqlServerTime: Int32 = -154
    private static let sqlServerOffset: Int32 = -155

    /// What the declared type says that the values do not say themselves, as with `kind: sqlite`.
    private static func untyped(_ column: ODBCColumnDescription) -> (Form, Reading, FieldType?) {
        switch Int32(column.type) {
        case SQL_BINARY, SQL_VARBINARY, SQL_LONGVARBINARY: return (.bytes(usual(column.size)), .bytes, nil)
        default: break
        }
        switch column.isOfTable ? SQLiteColumn.type(declared: column.typeName) : nil {
        case .date: return (.plain(32), .date, .date)
        case .datetime: return (.plain(40), .datetime, .datetime)
        case .boolean: return (.plain(8), .boolean, .boolean)
        case .number: return (.plain(64), .decimal, .number)
        default: break
        }
        let isNumber = [SQL_TINYINT, SQL_SMALLINT, SQL_INTEGER, SQL_BIGINT, SQL_DOUBLE].contains(Int32(column.type))
        return (.wide(usual(column.size)), isNumber ? .stored : .text, nil)
    }

    /// Longer values are fetched by themselves.
    private static func usual(_ size: Int) -> Int { size > 0 ? min(size, 256) : 256 }
}

/// A cell's content, which lasts until the next is asked for.
enum ODBCCell {
    case null
    case plain(UnsafeBufferPointer<UInt8>)
    case wide(UnsafeBufferPointer<UInt16>)
    case bytes(UnsafeBufferPointer<UInt8>)
    case number(Double)

    /// For messages.
    var text: String {
        switch self {
        case .null: ""
        case .plain(let bytes), .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
        case .wide(let units): String(decoding: units, as: UTF16.self)
        case .number(let number): Value.number(number).text ?? ""
        }
    }
}

extension ODBCColumn {
    /// - Returns: nil where the cell does not fit the field's type.
    @inline(__always)
    func read(_ cell: ODBCCell) -> Value? {
        guard let value = own(cell) else { return nil }
        guard let wanted else { return value }
        return wanted.convert(value, zone: zone)
    }

    private func own(_ cell: ODBCCell) -> Value? {
        switch cell {
        case .null: .null
        case .number(let number): .number(number)
        case .wide(let units): text(String(decoding: units, as: UTF16.self))
        case .bytes(let bytes): .text(Hexadecimal.text(UnsafeRawBufferPointer(bytes)))
        case .plain(let bytes): plain(bytes)
        }
    }

    private func text(_ text: String) -> Value {
        switch reading {
        case .paddedText:
            guard text.utf8.last == UInt8(ascii: " ") else { return .text(text) }
            let end = text.utf8.lastIndex { $0 != UInt8(ascii: " ") }.map { text.utf8.index(after: $0) }
            return .text(String(text[..<(end ?? text.startIndex)]))
        case .stored:
            if case .integer(let integer)? = FieldType.integer.read(text) { return .integer(integer) }
            return Double(text).map(Value.number) ?? .text(text)
        default: return .text(text)
        }
    }

    private func plain(_ bytes: UnsafeBufferPointer<UInt8>) -> Value? {
        switch reading {
        case .date where bytes.count == 10:
            if let date = FixedDate.date(bytes) { return .date(date) }
        case .datetime where bytes.count == 19:
            if let moment = FixedDate.datetime(bytes) { return .datetime(moment) }
        case .decimal, .number:
            if let scan = DecimalScan(bytes, from: 0), scan.end == bytes.count, let number = scan.number {
                return .number(number)
            }
        case .integer:
            if let scan = DecimalScan(bytes, from: 0), scan.end == bytes.count, let integer = scan.integer {
                return .integer(integer)
            }
        default: break
        }
        return unusual(String(decoding: bytes, as: UTF8.self))
    }

    /// What is not written as it usually is.
    private func unusual(_ text: String) -> Value? {
        switch reading {
        case .boolean: FieldType.boolean.read(text)
        case .integer: FieldType.integer.read(text)
        case .decimal, .number: FieldType.number.read(text) ?? Double(text.trimmingBlanks).map(Value.number)
        case .date: FieldType.date.read(text, zone: zone)
        case .datetime: FieldType.datetime.read(text, zone: zone)
        case .offsetDatetime: FieldType.datetime.read(Self.closingUp(text), zone: zone)
        case .time: FieldType.time.read(text)
        case .guid: .text(text.lowercased())
        case .text, .paddedText, .bytes, .stored: .text(text)
        }
    }

    /// `2026-01-31 12:30:00 +08:00` without the blank before the offset.
    private static func closingUp(_ text: String) -> String {
        text.replacing(" +", with: "+").replacing(" -", with: "-")
    }
}

extension String {
    fileprivate var trimmingBlanks: String { replacing(" ", with: "") }
}
