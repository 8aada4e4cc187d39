import Glibc
import QuireExpression
import QuireModel

/// Values as bytes that compare as the values do in SQLite: numbers by size, before text byte by byte. Dates and times
/// are their ISO text, in any year by the calendar. Null is last, also descending.
struct SortableCoding {
    private enum Tag {
        static let number: UInt8 = 0x10
        static let text: UInt8 = 0x20
        static let null: UInt8 = 0xFF
    }

    private let isoText = RowText(capacity: 64)

    func append(_ value: Value, isDescending: Bool, to buffer: inout ByteBuffer) {
        let start = buffer.count
        switch value {
        case .boolean(let flag): append(flag ? 1 : 0, residue: 0, to: &buffer)
        case .integer(let integer): append(integer, to: &buffer)
        case .number(let number) where !number.isNaN: append(number, residue: 0, to: &buffer)
        case .interval(let number) where !number.isNaN: append(number, residue: 0, to: &buffer)
        case .decimal(let digits):
            if let integer = Int64(digits) {
                append(integer, to: &buffer)
            } else {
                append(Double(digits) ?? 0, residue: 0, to: &buffer)
            }
        case .text(let text): append(text, to: &buffer)
        case .date(let date):
            isoText.removeAll()
            append(isoText.append(date), orElse: date, "", to: &buffer)
        case .datetime(let moment):
            isoText.removeAll()
            append(isoText.append(moment), orElse: moment.date, " \(moment.time)", to: &buffer)
        case .time(let time):
            isoText.removeAll()
            if let text = isoText.append(time) { append(UnsafeRawBufferPointer(text), to: &buffer) }
        case .null, .number, .interval:
            return buffer.append(Tag.null)
        }
        if isDescending { buffer.invert(from: start) }
    }

    /// The nearest `Double`, and what is missing from there: so integers beyond 2^53 are compared exactly, also with
    /// numbers that are none.
    private func append(_ integer: Int64, to buffer: inout ByteBuffer) {
        let nearest = Double(integer)
        // 2^63 itself is none; its difference comes out right all the same.
        let residue = integer &- (Int64(exactly: nearest) ?? .min)
        append(nearest, residue: Int16(truncatingIfNeeded: residue), to: &buffer)
    }

    private func append(_ number: Double, residue: Int16, to buffer: inout ByteBuffer) {
        let bits = (number + 0).bitPattern
        let ordered = bits >> 63 == 1 ? ~bits : bits | 1 << 63
        buffer.append(Tag.number)
        buffer.append(word: ordered.bigEndian)
        buffer.append(word: (UInt16(bitPattern: residue) ^ 0x8000).bigEndian)
    }

    private func append(_ text: String, to buffer: inout ByteBuffer) {
        var text = text
        text.withUTF8 { append(UnsafeRawBufferPointer($0), to: &buffer) }
    }

    /// Ends with two zeros; a zero within is followed by 255, so that a text comes before all that begin with it.
    private func append(_ bytes: UnsafeRawBufferPointer, to buffer: inout ByteBuffer) {
        buffer.append(Tag.text)
        var rest = bytes
        while let start = rest.baseAddress, let zero = memchr(start, 0, rest.count) {
            let length = UnsafeRawPointer(zero) - start
            buffer.append(UnsafeRawBufferPointer(rebasing: rest[..<length]))
            buffer.append(word: UInt16(0x00FF).bigEndian)
            rest = UnsafeRawBufferPointer(rebasing: rest[(length + 1)...])
        }
        buffer.append(rest)
        buffer.append(word: UInt16(0))
    }

    private func append(
        _ text: UnsafeBufferPointer<UInt8>?, orElse date: CalendarDate, _ time: String, to buffer: inout ByteBuffer
    ) {
        if let text { return append(UnsafeRawBufferPointer(text), to: &buffer) }
        let (year, month, day) = date.components
        // '-' stands before all digits, ':' behind them.
        let shownYear = year < 0 ? "-\(padded(year + 100_000, 6))" : ":\(padded(year, 6))"
        append("\(shownYear)-\(padded(month, 2))-\(padded(day, 2))\(time)", to: &buffer)
    }
}
