import QuireModel

/// Values as bytes for the work of one run: a tag, then eight bytes or a length and a text.
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

    /// Seven bits a byte, the lowest first; all but the last have their eighth bit set.
    mutating func append(_ count: Int) {
        var rest = UInt(bitPattern: count)
        while rest > 0x7F {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
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

    mutating func count() -> Int {
        var result: UInt = 0
        var shift: UInt = 0
        while bytes[place] & 0x80 != 0 {
            result |= UInt(bytes[place] & 0x7F) << shift
            shift += 7
            place += 1
        }
        defer { place += 1 }
        return Int(bitPattern: result | UInt(bytes[place]) << shift)
    }

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
