/// A cron in English: 'at 07:00 on the 1st of each month'.
enum EnglishWords {
    static func of(_ cron: CronExpression) -> String {
        let days = DaysOfYear(cron)
        switch TimesOfDay(cron) {
        case .listed(let times):
            return "at " + list(times.map(\.description)) + (text(days) ?? " every day")
        case .repeated(let pace, let hours):
            return text(pace, hours) + (text(days) ?? "")
        }
    }

    private static func text(_ pace: TimesOfDay.Pace, _ hours: TimesOfDay.Hours) -> String {
        let (first, last) = pace.bounds
        switch (pace, hours) {
        case (.once(0), .all): return "every hour"
        case (.once(let minute), .all): return "at minute \(minute) of every hour"
        case (.once, .every(let step, let hour)):
            let start = ClockTime(hour: hour, minute: first)
            return "every \(step) hours" + (hour == 0 && first == 0 ? "" : " from \(start) on")
        case (.once, .span(let from, let to)):
            return "every hour from \(ClockTime(hour: from, minute: first)) to \(ClockTime(hour: to, minute: last))"
        case (.everyMinute, .span(let from, let to)), (.every, .span(let from, let to)):
            return every(pace)
                + " from \(ClockTime(hour: from, minute: first)) to \(ClockTime(hour: to, minute: last))"
        case (.every(_, from: let minute), .all) where minute > 0:
            return every(pace) + " from minute \(minute) of every hour on"
        case (.everyMinute, .all), (.every, .all): return every(pace)
        default: return every(pace) + text(hours)
        }
    }

    private static func every(_ pace: TimesOfDay.Pace) -> String {
        switch pace {
        case .everyMinute: "every minute"
        case .every(let step, _): "every \(step) minutes"
        case .once(let minute): "at minute \(minute)"
        case .listed(let minutes): "at minutes " + runs(minutes) { String($0) }
        }
    }

    private static func text(_ hours: TimesOfDay.Hours) -> String {
        switch hours {
        case .all: " of every hour"
        case .every(let step, let first): " of every \(ordinal(step)) hour from \(twoDigits(first)) on"
        case .span(let first, let last): " of the hours \(twoDigits(first)) to \(twoDigits(last))"
        case .listed(let hours): " of the hours " + runs(hours, twoDigits)
        }
    }

    /// - Returns: nil where it is every day.
    private static func text(_ days: DaysOfYear) -> String? {
        let months = days.months.map { runs($0) { monthNames[$0 - 1] } }
        let ofMonth = months.map { " of \($0)" } ?? " of each month"
        let inMonth = months.map { " in \($0)" } ?? ""
        switch days.days {
        case .all: return months.map { " every day in \($0)" }
        case .ofMonth(let list):
            if let month = days.months, month.count == 1, !list.hasLast, list.numbers.count == 1 {
                return " on \(list.numbers[0]) \(monthNames[month[0] - 1])"
            }
            return " on " + text(list) + ofMonth
        case .ofWeek(let list): return text(list, ofMonth: ofMonth, inMonth: inMonth)
        case .either(let list, let week):
            return " on " + text(list) + ofMonth + ", and" + text(week, ofMonth: ofMonth, inMonth: inMonth)
        case .both(let list, let week):
            return " on " + text(list) + ofMonth + ", if that is " + condition(week)
        }
    }

    private static func text(_ days: DaysOfYear.MonthDays) -> String {
        var texts: [String] = []
        if let step = days.numbers.commonStep, step > 1, days.numbers.count > 4, let first = days.numbers.first,
            let last = days.numbers.last
        {
            texts.append("every \(ordinal(step)) day from the \(ordinal(first)) to the \(ordinal(last))")
        } else if !days.numbers.isEmpty {
            texts.append("the " + runs(days.numbers, ordinal, to: " to the "))
        }
        if days.hasLast { texts.append("the last day") }
        return texts.joined(separator: " and ")
    }

    private static func text(_ days: DaysOfYear.WeekDays, ofMonth: String, inMonth: String) -> String {
        var texts: [String] = []
        if let run = days.numbers.runs.first, run.count == days.numbers.count, run.count > 2 {
            texts.append(" from \(dayNames[run.lowerBound - 1]) to \(dayNames[run.upperBound - 1])" + inMonth)
        } else if !days.numbers.isEmpty {
            texts.append(" on " + list(days.numbers.map { dayNames[$0 - 1] + "s" }) + inMonth)
        }
        if !days.last.isEmpty { texts.append(" on the last " + list(days.last.map { dayNames[$0 - 1] }) + ofMonth) }
        return texts.joined(separator: " and")
    }

    private static func condition(_ days: DaysOfYear.WeekDays) -> String {
        list(
            days.numbers.map { "a " + dayNames[$0 - 1] } + days.last.map { "the month's last " + dayNames[$0 - 1] },
            " or ")
    }

    private static func runs(_ numbers: [Int], _ name: (Int) -> String, to word: String = " to ") -> String {
        list(
            numbers.runs.map { $0.count == 1 ? name($0.lowerBound) : name($0.lowerBound) + word + name($0.upperBound) })
    }

    private static func list(_ texts: [String], _ word: String = " and ") -> String {
        guard let last = texts.last, texts.count > 1 else { return texts.first ?? "" }
        return texts.dropLast().joined(separator: ", ") + word + last
    }

    private static func ordinal(_ number: Int) -> String {
        switch (number % 100, number % 10) {
        case (11...13, _): "\(number)th"
        case (_, 1): "\(number)st"
        case (_, 2): "\(number)nd"
        case (_, 3): "\(number)rd"
        default: "\(number)th"
        }
    }

    private static let monthNames = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let dayNames = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
}
