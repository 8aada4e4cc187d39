import CPostgres
import Glibc
import QuireModel

/// How the cells of one column are read from the text that the server sends, decided once for all of them.
struct PostgresColumn {
    private enum Reading {
        case text, paddedText, bytes, boolean, integer, float, decimal, date, datetime, time, interval
        /// Digits behind the point.
        case money(Int)
    }

    let field: FieldShape
    private let reading: Reading
    /// Nil where the values are of it as they come.
    private let wanted: FieldType?
    private let zone: LocalZone

    static let money: Oid = 790

    /// - Parameters:
    ///   - moneyDigits: behind the point, as the server's locale has it.
    ///   - wanted: in place of the column's own type.
    ///   - zone: for text that is wanted as a datetime.
    init(_ column: PostgresField, moneyDigits: Int, wanted: FieldType?, zone: @escaping LocalZone) {
        let (reading, type) = Self.reading(column.type, moneyDigits)
        self.reading = reading
        self.zone = zone
        self.wanted = wanted == type ? nil : wanted
        field = FieldShape(column.name, wanted ?? type)
    }

    private static func reading(_ type: Oid, _ moneyDigits: Int) -> (Reading, FieldType) {
        switch type {
        case PostgresType.boolean: (.boolean, .boolean)
        // int2, int4, int8, oid, xid
        case 20, 21, 23, 26, 28: (.integer, .integer)
        case 700, 701: (.float, .number)
        case PostgresType.numeric: (.decimal, .number)
        case money: (.money(moneyDigits), .number)
        case PostgresType.date: (.date, .date)
        // timestamp and timestamptz, which comes in the session's zone
        case PostgresType.timestamp, 1184: (.datetime, .datetime)
        case PostgresType.time: (.time, .time)
        case 1186: (.interval, .interval)
        case 114, 3802: (.text, .json)
        case 17: (.bytes, .text)
        // char(n), whose blanks at the end mean nothing
        case 1042: (.paddedText, .text)
        default: (.text, .text)
        }
    }

    /// - Returns: nil where the cell does not fit the field's type.
    @inline(__always)
    func read(_ cell: UnsafeBufferPointer<UInt8>?) -> Value? {
        guard let cell else { return .null }
        guard let value = own(cell) else { return nil }
        guard let wanted else { return value }
        return wanted.convert(value, zone: zone)
    }

    /// The value by the column's own type.
    @inline(__always)
    private func own(_ cell: UnsafeBufferPointer<UInt8>) -> Value? {
        switch reading {
        case .text: .text(String(decoding: cell, as: UTF8.self))
        case .integer: Self.integer(cell).map(Value.integer)
        case .decimal: Self.decimal(cell)
        case .date: PostgresMoment.date(cell)
        case .datetime: PostgresMoment.datetime(cell)
        case .boolean: .boolean(cell.first == UInt8(ascii: "t"))
        case .float: Self.float(cell).map(Value.number)
        case .time: PostgresMoment.time(cell)
        case .interval: PostgresInterval.days(cell).map(Value.interval)
        case .paddedText: .text(Self.trimmed(cell))
        case .bytes: .text(String(decoding: UnsafeBufferPointer(rebasing: cell.dropFirst(2)), as: UTF8.self))
        case .money(let digits): Self.money(cell, digits)
        }
    }

    @inline(__always)
    private static func integer(_ cell: UnsafeBufferPointer<UInt8>) -> Int64? {
        var index = 0
        let isNegative = cell.first == UInt8(ascii: "-")
        if isNegative { index = 1 }
        guard index < cell.count, cell.count < 20 || isNegative && cell.count < 21 else { return nil }
        // Counted downwards, where the least number has its place.
        var value: Int64 = 0
        while index < cell.count {
            let digit = cell[index] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            value = value &* 10 &- Int64(digit)
            index += 1
        }
        return isNegative ? value : 0 &- value
    }

    private static func decimal(_ cell: UnsafeBufferPointer<UInt8>) -> Value? {
        guard let scan = DecimalScan(cell, from: 0), scan.end == cell.count else {
            return float(cell).map(Value.number)
        }
        return scan.number.map(Value.number) ?? .decimal(String(decoding: cell, as: UTF8.self))
    }

    /// Also `NaN` and `-Infinity`. libpq ends every cell with a zero byte.
    private static func float(_ cell: UnsafeBufferPointer<UInt8>) -> Double? {
        guard let start = UnsafeRawPointer(cell.baseAddress)?.assumingMemoryBound(to: CChar.self) else { return nil }
        var end: UnsafeMutablePointer<CChar>?
        let number = strtod(start, &end)
        return UnsafePointer(end) == start + cell.count ? number : nil
    }

    private static func trimmed(_ cell: UnsafeBufferPointer<UInt8>) -> String {
        let end = cell.lastIndex { $0 != UInt8(ascii: " ") }.map { $0 + 1 } ?? 0
        return String(decoding: UnsafeBufferPointer(rebasing: cell[..<end]), as: UTF8.self)
    }

    /// `-$1,234.50`, whatever the locale's signs are.
    private static func money(_ cell: UnsafeBufferPointer<UInt8>, _ digits: Int) -> Value? {
        var number = cell.filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard number.count > digits else { return nil }
        if digits > 0 { number.insert(UInt8(ascii: "."), at: number.count - digits) }
        if cell.contains(UInt8(ascii: "-")) || cell.contains(UInt8(ascii: "(")) {
            number.insert(UInt8(ascii: "-"), at: 0)
        }
        return number.withUnsafeBufferPointer(decimal)
    }
}
