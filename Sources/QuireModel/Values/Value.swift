/// One field of a row, or one result of an expression.
///
/// Equality and hashing are by kind and by content, text byte by byte: two spellings of one accented letter are
/// two values, as they are for the services that are asked for them.
public enum Value: Sendable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    /// A decimal of more digits than a `Double` keeps, as its exact text.
    case decimal(String)
    case text(String)
    case date(CalendarDate)
    case datetime(LocalDateTime)
    case time(TimeOfDay)
    /// A length of time in days.
    case interval(Double)
}

extension Value {
    public var isNull: Bool {
        if case .null = self { true } else { false }
    }

    /// The value as text a person can read and a database can parse; null has none.
    public var text: String? {
        switch self {
        case .null: nil
        case .boolean(let value): value ? "true" : "false"
        case .integer(let value): String(value)
        case .number(let value): NumberText.shortest(value)
        case .decimal(let digits): digits
        case .text(let text): text
        case .date(let date): date.description
        case .datetime(let moment): moment.description
        case .time(let time): time.description
        case .interval(let days): NumberText.shortest(days)
        }
    }

    /// The value as a number, where it is one.
    public var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value), .interval(let value): value
        case .decimal(let digits): Double(digits)
        case .boolean, .null, .text, .date, .datetime, .time: nil
        }
    }
}

extension Value: Hashable {
    public static func == (left: Value, right: Value) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.boolean(let a), .boolean(let b)): a == b
        case (.integer(let a), .integer(let b)): a == b
        case (.number(let a), .number(let b)), (.interval(let a), .interval(let b)):
            a == b || (a.isNaN && b.isNaN)
        case (.decimal(let a), .decimal(let b)), (.text(let a), .text(let b)): a.hasSameBytes(as: b)
        case (.date(let a), .date(let b)): a == b
        case (.datetime(let a), .datetime(let b)): a == b
        case (.time(let a), .time(let b)): a == b
        default: false
        }
    }

    public func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0 as UInt8)
        case .boolean(let value): hasher.combine(value)
        case .integer(let value): hasher.combine(value)
        case .number(let value), .interval(let value):
            hasher.combine(value.isNaN ? Double.nan.bitPattern : (value + 0).bitPattern)
        case .decimal(let text), .text(let text): text.hashBytes(into: &hasher)
        case .date(let date): hasher.combine(date)
        case .datetime(let moment): hasher.combine(moment)
        case .time(let time): hasher.combine(time)
        }
    }
}

extension String {
    fileprivate func hasSameBytes(as other: String) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        let same = utf8.withContiguousStorageIfAvailable { left in
            other.utf8.withContiguousStorageIfAvailable { right in left.elementsEqual(right) }
        }
        return (same ?? nil) ?? utf8.elementsEqual(other.utf8)
    }

    fileprivate func hashBytes(into hasher: inout Hasher) {
        let hashed: Void? = utf8.withContiguousStorageIfAvailable { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        if hashed == nil { for byte in utf8 { hasher.combine(byte) } }
    }
}
