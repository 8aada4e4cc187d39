/// What a cron says of the day, as people say it.
struct DaysOfYear {
    enum Days {
        case all
        case ofMonth(MonthDays)
        case ofWeek(WeekDays)
        case either(MonthDays, WeekDays)
        case both(MonthDays, WeekDays)
    }

    /// Days of the month.
    struct MonthDays {
        /// In order.
        var numbers: [Int]
        var hasLast: Bool
    }

    /// Days of the week, in the order Monday to Sunday, 1 to 7.
    struct WeekDays {
        var numbers: [Int]
        /// Those of which the month's last is meant.
        var last: [Int]
    }

    var days: Days
    /// Nil: all.
    var months: [Int]?

    init(_ cron: CronExpression) {
        months = cron.months.count == 12 ? nil : cron.months.numbers
        let monthDays = MonthDays(numbers: cron.days.numbers, hasLast: cron.hasLastDay)
        let weekDays = WeekDays(numbers: Self.fromMonday(cron.weekdays), last: Self.fromMonday(cron.lastWeekdays))
        let (allOfMonth, allOfWeek) = (cron.days.count == 31, cron.weekdays.count == 7)
        days =
            switch (allOfMonth, allOfWeek, cron.needsBothDays) {
            case (true, true, _), (true, false, false), (false, true, false): .all
            case (true, false, true): .ofWeek(weekDays)
            case (false, true, true): .ofMonth(monthDays)
            case (false, false, true): .both(monthDays, weekDays)
            case (false, false, false): .either(monthDays, weekDays)
            }
    }

    private static func fromMonday(_ days: NumberSet) -> [Int] { days.numbers.map { $0 == 0 ? 7 : $0 }.sorted() }
}
