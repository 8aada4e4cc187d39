import QuireModel

/// Dates and times as PostgreSQL writes them with `DateStyle = ISO`.
///
/// What lies outside the calendar stays text: `infinity`, `-infinity`.
enum PostgresMoment {
    static func date(_ cell: UnsafeBufferPointer<UInt8>) -> Value? {
        if cell.count == 10, let date = FixedDate.date(cell) { return .date(date) }
        var rest = cell[...]
        guard let date = day(&rest, of: cell) else { return endless(cell) }
        return rest.isEmpty ? .date(date) : nil
    }

    /// The wall time that is written; an offset behind it is that of the session's zone, on whose wall it is.
    static func datetime(_ cell: UnsafeBufferPointer<UInt8>) -> Value? {
        // 2026-01-31 12:30:00, with a fraction or an offset behind it; nothing else is as long and has its signs there.
        if cell.count >= 19, cell[4] == UInt8(ascii: "-"), cell[10] == UInt8(ascii: " "),
            cell.last != UInt8(ascii: "C"),
            var moment = FixedDate.datetime(UnsafeBufferPointer(rebasing: cell[..<19]))
        {
            if cell.count == 19 { return .datetime(moment) }
            var rest = cell[19...]
            moment.microseconds += fraction(&rest)
            return .datetime(moment)
        }
        var rest = cell[...]
        guard let date = day(&rest, of: cell) else { return endless(cell) }
        guard let time = time(&rest) else { return nil }
        return .datetime(LocalDateTime(date: date, time: TimeOfDay(microseconds: time)))
    }

    /// Also `24:00:00`.
    static func time(_ cell: UnsafeBufferPointer<UInt8>) -> Value? {
        var rest = cell[...]
        guard let time = time(&rest), rest.isEmpty else { return nil }
        return .time(TimeOfDay(microseconds: time))
    }

    private static func endless(_ cell: UnsafeBufferPointer<UInt8>) -> Value? {
        let text = String(decoding: cell, as: UTF8.self)
        return text.hasSuffix("infinity") ? .text(text) : nil
    }

    /// `12026-01-31`, and with ` BC` at the very end of the cell a year before the first.
    private static func day(_ rest: inout Slice<UnsafeBufferPointer<UInt8>>, of cell: UnsafeBufferPointer<UInt8>)
        -> CalendarDate?
    {
        let isBeforeChrist = cell.last == UInt8(ascii: "C")
        if isBeforeChrist { rest = rest.dropLast(3) }
        guard let year = number(&rest), skip(&rest, "-"), let month = number(&rest), skip(&rest, "-"),
            let day = number(&rest)
        else { return nil }
        return CalendarDate(year: isBeforeChrist ? 1 - year : year, month: month, day: day)
    }

    /// `12:30:05.25`, in microseconds.
    private static func time(_ rest: inout Slice<UnsafeBufferPointer<UInt8>>) -> Int64? {
        _ = skip(&rest, " ")
        guard let hour = number(&rest), skip(&rest, ":"), let minute = number(&rest), skip(&rest, ":"),
            let second = number(&rest)
        else { return nil }
        return Int64(hour * 3600 + minute * 60 + second) * 1_000_000 + fraction(&rest)
    }

    /// In millionths; 0 where there is none.
    static func fraction(_ rest: inout Slice<UnsafeBufferPointer<UInt8>>) -> Int64 {
        guard skip(&rest, ".") else { return 0 }
        var result: Int64 = 0
        var scale: Int64 = 100_000
        while let digit = rest.first.map({ $0 &- UInt8(ascii: "0") }), digit < 10 {
            result += Int64(digit) * scale
            scale /= 10
            rest = rest.dropFirst()
        }
        return result
    }

    static func number(_ rest: inout Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        var result = 0
        var count = 0
        while let digit = rest.first.map({ $0 &- UInt8(ascii: "0") }), digit < 10, count < 12 {
            result = result * 10 + Int(digit)
            count += 1
            rest = rest.dropFirst()
        }
        return count > 0 ? result : nil
    }

    static func skip(_ rest: inout Slice<UnsafeBufferPointer<UInt8>>, _ character: Unicode.Scalar) -> Bool {
        guard let byte = rest.first, UInt32(byte) == character.value else { return false }
        rest = rest.dropFirst()
        return true
    }
}

/// Lengths of time as PostgreSQL writes them with `IntervalStyle = postgres`: `1 year 2 mons -3 days +04:05:06.7`.
enum PostgresInterval {
    /// In days; a month has 30 and a year 365.25, as in PostgreSQL's own `extract(epoch from …)`.
    static func days(_ cell: UnsafeBufferPointer<UInt8>) -> Double? {
        var days = 0.0
        var rest = cell[...]
        while !rest.isEmpty {
            _ = PostgresMoment.skip(&rest, " ")
            let isNegative = PostgresMoment.skip(&rest, "-")
            if !isNegative { _ = PostgresMoment.skip(&rest, "+") }
            guard let number = PostgresMoment.number(&rest) else { return nil }
            let size: Double
            if PostgresMoment.skip(&rest, ":") {
                guard let minute = PostgresMoment.number(&rest), PostgresMoment.skip(&rest, ":"),
                    let second = PostgresMoment.number(&rest)
                else { return nil }
                let fraction = PostgresMoment.fraction(&rest)
                let microseconds = Int64(number * 3600 + minute * 60 + second) * 1_000_000 + fraction
                size = Double(microseconds) / Double(TimeOfDay.perDay)
            } else {
                guard PostgresMoment.skip(&rest, " ") else { return nil }
                let unit = rest.prefix { $0 != UInt8(ascii: " ") }
                rest = rest[unit.endIndex...]
                switch unit.first {
                case UInt8(ascii: "y"): size = Double(number) * 365.25
                case UInt8(ascii: "m"): size = Double(number) * 30
                case UInt8(ascii: "d"): size = Double(number)
                default: return nil
                }
            }
            days += isNegative ? -size : size
        }
        return days
    }
}
