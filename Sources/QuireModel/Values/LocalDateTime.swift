/// A date and time on the wall, without a zone.
public struct LocalDateTime: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Microseconds since 1970-01-01 00:00 on the same wall.
    public var microseconds: Int64

    public init(microseconds: Int64) { self.microseconds = microseconds }

    public init(date: CalendarDate, time: TimeOfDay) {
        microseconds = Int64(date.daysSinceEpoch) * TimeOfDay.perDay + time.microseconds
    }

    public var date: CalendarDate {
        let (days, rest) = microseconds.quotientAndRemainder(dividingBy: TimeOfDay.perDay)
        return CalendarDate(daysSinceEpoch: Int(rest < 0 ? days - 1 : days))
    }

    public var time: TimeOfDay {
        let remainder = microseconds % TimeOfDay.perDay
        return TimeOfDay(microseconds: remainder < 0 ? remainder + TimeOfDay.perDay : remainder)
    }

    /// Reads `2026-01-31 12:30:00`, with `T` or a space, seconds and their fraction optional, and an offset
    /// (`Z`, `+08:00`) where there is one.
    ///
    /// - Returns: the time on the wall, and its offset from UTC in seconds where the text gives one.
    public static func parse(_ text: some StringProtocol) -> (moment: LocalDateTime, offset: Int?)? {
        var digits = DigitReader(text)
        guard let year = digits.number(4), digits.skip("-"), let month = digits.number(2), digits.skip("-"),
            let day = digits.number(2), let date = CalendarDate(year: year, month: month, day: day)
        else { return nil }
        if digits.isAtEnd { return (LocalDateTime(date: date, time: TimeOfDay(microseconds: 0)), nil) }
        guard digits.skip("T") || digits.skip("t") || digits.skip(" "), let time = TimeOfDay.read(&digits) else {
            return nil
        }
        let moment = LocalDateTime(date: date, time: time)
        if digits.isAtEnd { return (moment, nil) }
        if digits.skip("Z") || digits.skip("z") { return digits.isAtEnd ? (moment, 0) : nil }
        let sign = digits.skip("+") ? 1 : digits.skip("-") ? -1 : 0
        guard sign != 0, let hours = digits.number(2), hours < 24 else { return nil }
        var minutes = 0
        if !digits.isAtEnd {
            _ = digits.skip(":")
            guard let read = digits.number(2), read < 60, digits.isAtEnd else { return nil }
            minutes = read
        }
        return (moment, sign * (hours * 3600 + minutes * 60))
    }

    /// `2026-01-31 12:30:00`, with the fraction of the second where it is not zero.
    public var description: String { "\(date) \(time)" }

    public static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }
}

/// A time of day.
public struct TimeOfDay: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Microseconds in a day.
    public static let perDay: Int64 = 86_400_000_000

    /// Microseconds since midnight.
    public var microseconds: Int64

    public init(microseconds: Int64) { self.microseconds = microseconds }

    /// Reads `12:30`, `12:30:05` and `12:30:05.25`.
    public init?(_ text: some StringProtocol) {
        var digits = DigitReader(text)
        guard let time = TimeOfDay.read(&digits), digits.isAtEnd else { return nil }
        self = time
    }

    static func read(_ digits: inout DigitReader) -> TimeOfDay? {
        guard let hour = digits.number(2), hour < 24, digits.skip(":"), let minute = digits.number(2), minute < 60
        else { return nil }
        var second = 0
        var millionths = 0
        if digits.skip(":") {
            guard let read = digits.number(2), read < 60 else { return nil }
            second = read
            if digits.skip(".") {
                guard let read = digits.millionths() else { return nil }
                millionths = read
            }
        }
        return TimeOfDay(microseconds: Int64((hour * 60 + minute) * 60 + second) * 1_000_000 + Int64(millionths))
    }

    public var description: String {
        let seconds = Int(microseconds / 1_000_000)
        let clock = "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
        let millionths = Int(microseconds % 1_000_000)
        guard millionths != 0 else { return clock }
        var fraction = padded(millionths, 6)
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return clock + "." + fraction
    }

    public static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }
}
