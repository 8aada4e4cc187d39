import QuireModel

/// Values as bytes for work files of one run: a tag, then eight bytes or a length and a text.
struct ValueEncoder {
    private(set) var bytes: [UInt8] = []

    mutating func append(_ values: [Value]) {
        append(values.count)
        for value in values { append(value) }
    }

    mutating func append(_ value: Value) {
        switch value {
        case .null: bytes.append(0)
        case .boolean(let flag): bytes.append(flag ? 2 : 1)
        case .integer(let integer): append(3, UInt64(bitPattern: integer))
        case .number(let number): append(4, number.bitPattern)
        case .decimal(let digits): append(5, digits)
        case .text(let text): append(6, text)
        case .date(let date): append(7, UInt64(bitPattern: Int64(date.daysSinceEpoch)))
        case .datetime(let moment): append(8, UInt64(bitPattern: moment.microseconds))
        case .time(let time): append(9, UInt64(bitPattern: time.microseconds))
        case .interval(let days): append(10, days.bitPattern)
        }
    }

    mutating func append(_ count: Int) {
        withUnsafeBytes(of: UInt64(truncatingIfNeeded: count).littleEndian) { bytes += $0 }
    }

    mutating func append(_ text: String) {
        append(text.utf8.count)
        bytes += text.utf8
    }

    private mutating func append(_ tag: UInt8, _ word: UInt64) {
        bytes.append(tag)
        withUnsafeBytes(of: word.littleEndian) { bytes += $0 }
    }

    private mutating func append(_ tag: UInt8, _ text: String) {
        bytes.append(tag)
        append(text)
    }
}

/// Reads what a `ValueEncoder` wrote.
struct ValueDecoder {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func values() -> [Value] { (0..<count()).map { _ in value() } }

    mutating func value() -> Value {
        let tag = bytes[place]
        place += 1
        return switch tag {
        case 1: .boolean(false)
        case 2: .boolean(true)
        case 3: .integer(Int64(bitPattern: word()))
        case 4: .number(Double(bitPattern: word()))
        case 5: .decimal(text())
        case 6: .text(text())
        case 7: .date(CalendarDate(daysSinceEpoch: Int(Int64(bitPattern: word()))))
        case 8: .datetime(LocalDateTime(microseconds: Int64(bitPattern: word())))
        case 9: .time(TimeOfDay(microseconds: Int64(bitPattern: word())))
        case 10: .interval(Double(bitPattern: word()))
        default: .null
        }
    }

    mutating func count() -> Int { Int(truncatingIfNeeded: word()) }

    mutating func text() -> String {
        let length = count()
        defer { place += length }
        return String(decoding: bytes[place..<place + length], as: UTF8.self)
    }

    private mutating func word() -> UInt64 {
        defer { place += 8 }
        return bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: UInt64.self) }
    }
}
