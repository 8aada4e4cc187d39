import QuireModel

/// When a schedule fires: minute, hour, day of the month, month, day of the week, as Vixie's cron has them.
package struct CronExpression: Sendable, Hashable {
    /// As written.
    package let text: String
    /// What is allowed, and most likely not meant.
    package let doubts: [CronProblem]
    let minutes: NumberSet
    let hours: NumberSet
    let days: NumberSet
    /// The month's last day as well.
    let hasLastDay: Bool
    let months: NumberSet
    /// Sunday is 0.
    let weekdays: NumberSet
    /// Days of the week of which the month's last is meant.
    let lastWeekdays: NumberSet
    /// The hour begins with `*`: it fires at each moment whose time fits, whatever clocks are put forward or back.
    let followsRealTime: Bool
    /// The day of the month or that of the week begins with `*`: both must fit. Otherwise either has to.
    let needsBothDays: Bool

    /// - Throws: the first problem in the text.
    package init(_ text: String) throws(CronProblem) {
        let parts = CronText.fields(text)
        guard let first = parts.first else { throw .empty }
        guard first.text.hasPrefix("@") else {
            try self.init(text, parts)
            return
        }
        guard parts.count == 1, let written = CronText.shorthands[first.text.lowercased()] else {
            throw .unknownShorthand(first, among: CronText.shorthands.keys.sorted())
        }
        try self.init(text, CronText.fields(written))
    }

    private init(_ text: String, _ parts: [CronText.Part]) throws(CronProblem) {
        guard parts.count == 5 else { throw .fieldCount(parts) }
        self.text = text
        let minute = try CronFieldReader(parts[0], .minute)
        let hour = try CronFieldReader(parts[1], .hour)
        let day = try CronFieldReader(parts[2], .day)
        let month = try CronFieldReader(parts[3], .month)
        let weekday = try CronFieldReader(parts[4], .weekday)
        minutes = minute.numbers
        hours = hour.numbers
        days = day.numbers
        hasLastDay = day.hasLast
        months = month.numbers
        weekdays = weekday.numbers
        lastWeekdays = weekday.lastNumbers
        followsRealTime = hour.beginsWithStar
        needsBothDays = day.beginsWithStar || weekday.beginsWithStar
        doubts = [minute, hour, day, month, weekday].flatMap(\.doubts)
        // All kinds of years there are come in the 28 from 2000 on.
        guard firstDay(from: 10_957) != nil else { throw .neverFires(parts[2]) }
    }
}

/// Times as the clocks on the wall show them, in minutes since 1970.
extension CronExpression {
    /// The first that fits and is not before another.
    ///
    /// - Returns: nil where there is none in the sixty years that follow.
    func firstFit(from minute: Int) -> Int? {
        let (day, time) = minute.dividedDown(by: 1440)
        if fits(day: day), let found = firstTime(from: time) { return day * 1440 + found }
        return firstDay(from: day + 1).flatMap { day in firstTime(from: 0).map { day * 1440 + $0 } }
    }

    /// The first minute of a day that fits.
    private func firstTime(from time: Int) -> Int? {
        let (hour, minute) = (time / 60, time % 60)
        if hours.contains(hour), let found = minutes.first(from: minute) { return hour * 60 + found }
        return hours.first(from: hour + 1).flatMap { hour in minutes.first(from: 0).map { hour * 60 + $0 } }
    }

    private func fits(day: Int) -> Bool {
        let (year, month, dayOfMonth) = CalendarDate(daysSinceEpoch: day).components
        guard months.contains(month) else { return false }
        return fits(dayOfMonth, of: Month(year: year, month: month), weekday: Self.weekday(of: day))
    }

    private func fits(_ day: Int, of month: Month, weekday: Int) -> Bool {
        let length = month.length
        let fitsMonth = days.contains(day) || (hasLastDay && day == length)
        let fitsWeek = weekdays.contains(weekday) || (lastWeekdays.contains(weekday) && day + 7 > length)
        return needsBothDays ? fitsMonth && fitsWeek : fitsMonth || fitsWeek
    }

    /// The first day that fits, in days since 1970, if it is in the sixty years that follow: a 29th of February on some day of
    /// the week can be forty years away.
    private func firstDay(from day: Int) -> Int? {
        let (year, number, dayOfMonth) = CalendarDate(daysSinceEpoch: day).components
        var month = Month(year: year, month: number)
        var first = dayOfMonth
        var begin = day - (dayOfMonth - 1)
        for _ in 0..<720 {
            let length = month.length
            if months.contains(month.month) {
                for candidate in first...length
                where fits(candidate, of: month, weekday: Self.weekday(of: begin + candidate - 1)) {
                    return begin + candidate - 1
                }
            }
            begin += length
            first = 1
            month = month.next
        }
        return nil
    }

    /// 1970 began on a Thursday.
    private static func weekday(of day: Int) -> Int { (day + 4).dividedDown(by: 7).remainder }
}

/// A month of a year.
private struct Month {
    var year: Int
    var month: Int

    var length: Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    var next: Month { month == 12 ? Month(year: year + 1, month: 1) : Month(year: year, month: month + 1) }
}

extension Int {
    /// With a remainder that is not negative.
    func dividedDown(by divisor: Int) -> (quotient: Int, remainder: Int) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
