/// Takes a time on UTC's wall to the wall of the project's zone.
public typealias LocalZone = @Sendable (LocalDateTime) -> LocalDateTime

extension FieldType {
    /// The value that a text stands for: a csv cell, an attribute, an input.
    ///
    /// Numbers are plain decimals (`12.5`, `+3`, `.5`, `1e3`), of more than 15 significant digits `.decimal`; booleans
    /// `true`, `false`, `1`, `0`; dates and datetimes ISO 8601. White space around anything but text is passed over.
    ///
    /// - Parameter zone: where datetimes with an offset are shown; UTC unless given.
    /// - Returns: nil where the text is no such value.
    public func read(_ text: String, zone: LocalZone = { $0 }) -> Value? {
        switch self {
        case .text: .text(text)
        case .integer: NumberReader.read(text)?.integer
        case .number: NumberReader.read(text)?.number
        case .interval: NumberReader.read(text)?.double.map(Value.interval)
        case .boolean: Self.boolean(text)
        case .date: Self.date(text, zone)
        case .datetime: Self.datetime(text, zone).map(Value.datetime)
        case .time: TimeOfDay(text.trimmed).map(Value.time)
        case .json: (try? JSON.parse(text)) == nil ? nil : .text(text)
        }
    }

    /// The value as one of this type, where nothing of it is lost; null stays null.
    public func convert(_ value: Value, zone: LocalZone = { $0 }) -> Value? {
        switch (self, value) {
        case (_, .null), (.text, .text), (.integer, .integer), (.number, .number), (.boolean, .boolean),
            (.date, .date), (.datetime, .datetime), (.time, .time), (.interval, .interval):
            value
        case (_, .text(let text)): read(text, zone: zone)
        case (.text, _): value.text.map(Value.text)
        case (.number, .integer(let integer)): Self.number(integer)
        case (.number, .decimal), (.number, .interval): value
        case (.integer, .number(let number)), (.integer, .interval(let number)):
            Int64(exactly: number).map(Value.integer)
        case (.integer, .decimal(let digits)): NumberReader.read(digits)?.integer
        case (.interval, .number(let days)): .interval(days)
        case (.interval, .integer(let days)): .interval(Double(days))
        case (.interval, .decimal(let digits)): NumberReader.read(digits)?.double.map(Value.interval)
        case (.interval, .time(let time)): .interval(Double(time.microseconds) / Double(TimeOfDay.perDay))
        case (.boolean, .integer(let integer)): Self.boolean(integer)
        case (.date, .datetime(let moment)): moment.time.microseconds == 0 ? .date(moment.date) : nil
        case (.datetime, .date(let date)):
            .datetime(LocalDateTime(date: date, time: TimeOfDay(microseconds: 0)))
        case (.json, _): .text(JSON(value).text)
        default: nil
        }
    }

    /// The value that a part of a JSON document stands for, where nothing of it is lost; null stays null.
    public func convert(_ json: JSON, zone: LocalZone = { $0 }) -> Value? {
        switch (self, json) {
        case (_, .null): .null
        case (.json, _): .text(json.text)
        case (.text, .string(let text)): .text(text)
        case (.text, _): .text(json.text)
        case (_, .string(let text)): read(text, zone: zone)
        case (_, .boolean(let flag)): convert(Value.boolean(flag), zone: zone)
        case (_, .integer(let integer)): convert(Value.integer(integer), zone: zone)
        case (_, .number(let number)): convert(Value.number(number), zone: zone)
        case (_, .decimal(let digits)): convert(Value.decimal(digits), zone: zone)
        case (_, .array), (_, .object): nil
        }
    }

    /// 'a number', 'an integer', …, for messages.
    public var phrase: String {
        switch self {
        case .text: "text"
        case .integer: "an integer"
        case .number: "a number"
        case .boolean: "a boolean"
        case .date: "a date"
        case .datetime: "a datetime"
        case .time: "a time"
        case .interval: "an interval"
        case .json: "JSON"
        }
    }

    private static func boolean(_ text: String) -> Value? {
        switch text.trimmed.lowercased() {
        case "true", "1": .boolean(true)
        case "false", "0": .boolean(false)
        default: nil
        }
    }

    private static func boolean(_ integer: Int64) -> Value? {
        integer == 0 || integer == 1 ? .boolean(integer == 1) : nil
    }

    private static func number(_ integer: Int64) -> Value {
        integer.magnitude <= 1 << 53 ? .number(Double(integer)) : .decimal(String(integer))
    }

    private static func date(_ text: String, _ zone: LocalZone) -> Value? {
        if let date = CalendarDate(text.trimmed) { return .date(date) }
        guard let moment = datetime(text, zone), moment.time.microseconds == 0 else { return nil }
        return .date(moment.date)
    }

    private static func datetime(_ text: String, _ zone: LocalZone) -> LocalDateTime? {
        guard let (moment, offset) = LocalDateTime.parse(text.trimmed) else { return nil }
        guard let offset else { return moment }
        return zone(LocalDateTime(microseconds: moment.microseconds - Int64(offset) * 1_000_000))
    }
}

extension JSON {
    /// A value as it is written in JSON: dates and times as ISO 8601 text, decimals with all their digits.
    public init(_ value: Value) {
        self =
            switch value {
            case .null: .null
            case .boolean(let flag): .boolean(flag)
            case .integer(let integer): .integer(integer)
            case .number(let number), .interval(let number): .number(number)
            case .decimal(let digits): NumberReader.read(digits).map { .decimal($0.strictDigits) } ?? .string(digits)
            case .text(let text): .string(text)
            case .date(let date): .string(date.description)
            case .datetime(let moment): .string("\(moment.date)T\(moment.time)")
            case .time(let time): .string(time.description)
            }
    }

    /// The value that it is by itself, where nothing says a type: an array or object is its JSON text.
    public var value: Value {
        switch self {
        case .null: .null
        case .boolean(let flag): .boolean(flag)
        case .integer(let integer): .integer(integer)
        case .number(let number): .number(number)
        case .decimal(let digits): .decimal(digits)
        case .string(let text): .text(text)
        case .array, .object: .text(text)
        }
    }
}

/// A number in a text, in the type that keeps its digits.
struct NumberReader {
    private var scan: DecimalScan
    private var digits: String

    static func read(_ text: String) -> NumberReader? {
        let trimmed = text.trimmed
        var digits = String(trimmed.first == "+" ? trimmed.dropFirst() : trimmed)
        if trimmed.first == "+", digits.first == "-" { return nil }
        let scan = digits.withUTF8 { bytes in DecimalScan(bytes, from: 0).flatMap { $0.end == bytes.count ? $0 : nil } }
        return scan.map { NumberReader(scan: $0, digits: digits) }
    }

    /// Beyond an `Int64` a decimal; nil where it has a fraction.
    var integer: Value? {
        if let integer = scan.integer { return .integer(integer) }
        return scan.exponent >= 0 ? .decimal(digits) : nil
    }

    /// As JSON has it: one digit at least before the point, and no zero before others.
    var strictDigits: String {
        let sign = scan.isNegative ? "-" : ""
        let size = digits.dropFirst(sign.count)
        if scan.wholeDigits == 0 { return sign + "0" + size }
        let zeros = size.prefix { $0 == "0" }.count
        return zeros == 0 ? digits : sign + size.dropFirst(min(zeros, scan.wholeDigits - 1))
    }

    var number: Value { scan.number.map(Value.number) ?? .decimal(digits) }
    var double: Double? { Double(digits) }
}

extension String {
    fileprivate var trimmed: Substring {
        guard let first = utf8.first, let last = utf8.last, first <= 0x20 || last <= 0x20 else { return self[...] }
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" || $0 == "\r\n" }
        guard let end = lastIndex(where: { !isSpace($0) }) else { return "" }
        return self[...end].drop(while: isSpace)
    }
}
