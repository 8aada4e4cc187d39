import QuireModel

extension PatternSection {
    /// - Parameter days: since 1899-12-30, as Excel counts them, or a length of time.
    func momentText(of days: Double, isMarked: Bool) -> String {
        // Excel fills the cell with '#'.
        guard abs(days) < 2_958_466, days >= 0 || hasElapsed else { return GeneralText.of(days) }
        let microseconds = shownMicroseconds(of: abs(days))
        let moment = LocalDateTime(microseconds: microseconds - 25_569 * TimeOfDay.perDay)
        let isTwelveHours = tokens.contains { if case .meridiem = $0 { true } else { false } }
        var text = isMarked && microseconds > 0 ? "-" : ""
        for token in tokens {
            text += self.text(of: token, moment, elapsed: microseconds, isTwelveHours: isTwelveHours)
        }
        return text
    }

    /// Rounded to the fraction of a second that is shown; where seconds are not shown, they are cut off.
    private func shownMicroseconds(of days: Double) -> Int64 {
        let exact = days * Double(TimeOfDay.perDay)
        let fraction = tokens.reduce(nil) { digits, token -> Int? in
            switch token {
            case .second, .elapsed(.seconds, _): digits ?? 0
            case .fraction(let count): min(count, 6)
            default: digits
            }
        }
        // What a double holds of a second today is exact to a millionth or so; without it 12:30 may be 12:29:59.999999.
        let unit = (0..<(fraction ?? 3)).reduce(1_000_000.0) { unit, _ in unit / 10 }
        return Int64((exact / unit).rounded() * unit)
    }

    private func text(
        of token: Token, _ moment: LocalDateTime, elapsed: Int64, isTwelveHours: Bool
    ) -> String {
        let date = moment.date.components
        let seconds = Int(moment.time.microseconds / 1_000_000)
        let hour = seconds / 3600
        switch token {
        case .literal(let literal): return literal
        case .gap: return " "
        case .year(let count): return count > 2 ? padded(date.year, 4) : padded(date.year % 100, 2)
        case .month(let count):
            switch count {
            case 1, 2: return padded(date.month, count)
            case 3: return String(Self.months[date.month - 1].prefix(3))
            case 5: return String(Self.months[date.month - 1].prefix(1))
            default: return Self.months[date.month - 1]
            }
        case .day(let count):
            if count <= 2 { return padded(date.day, count) }
            // 1970-01-01 was a Thursday.
            let day = Self.weekdays[((moment.date.daysSinceEpoch + 4) % 7 + 7) % 7]
            return count == 3 ? String(day.prefix(3)) : day
        case .hour(let count): return padded(isTwelveHours ? (hour + 11) % 12 + 1 : hour, min(count, 2))
        case .minute(let count): return padded(seconds / 60 % 60, min(count, 2))
        case .second(let count): return padded(seconds % 60, min(count, 2))
        case .fraction(let count):
            let millionths = padded(Int(moment.time.microseconds % 1_000_000), 6)
            return "." + millionths.prefix(count) + String(repeating: "0", count: max(0, count - 6))
        case .elapsed(let unit, let count):
            let total = Int(elapsed / 1_000_000)
            switch unit {
            case .hours: return padded(total / 3600, count)
            case .minutes: return padded(total / 60, count)
            case .seconds: return padded(total, count)
            }
        case .meridiem(let before, let after): return hour < 12 ? before : after
        case .digit, .point, .percent, .slash, .general, .text, .exponent: return ""
        }
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
}
