/// What a cron says of the time of day, as people say it.
enum TimesOfDay {
    /// A few times a day.
    case listed([ClockTime])
    case repeated(Pace, Hours)

    /// How often within an hour.
    enum Pace {
        case everyMinute
        /// Every so many minutes, all through the hour.
        case every(Int, from: Int)
        case once(at: Int)
        case listed([Int])
    }

    /// In which hours.
    enum Hours {
        case all
        /// Every so many hours, all through the day.
        case every(Int, from: Int)
        case span(Int, Int)
        case listed([Int])
    }

    /// So many times are listed at most.
    private static let longestList = 6

    init(_ cron: CronExpression) {
        let minutes = cron.minutes.numbers
        let hours = cron.hours.numbers
        if minutes.count * hours.count <= Self.longestList, hours.count < 24 {
            self = .listed(
                hours.flatMap { hour in minutes.map { ClockTime(hour: hour, minute: $0) } })
        } else {
            self = .repeated(Pace(minutes), Hours(hours))
        }
    }
}

extension TimesOfDay.Pace {
    fileprivate init(_ minutes: [Int]) {
        let step = minutes.commonStep
        self =
            if minutes.count == 60 {
                .everyMinute
            } else if minutes.count == 1 {
                .once(at: minutes[0])
            } else if let step, step * minutes.count == 60 {
                .every(step, from: minutes[0])
            } else {
                .listed(minutes)
            }
    }

    /// The first and the last minute of each hour.
    var bounds: (first: Int, last: Int) {
        switch self {
        case .everyMinute: (0, 59)
        case .every(let step, let first): (first, 60 - step + first)
        case .once(let minute): (minute, minute)
        case .listed(let minutes): (minutes[0], minutes[minutes.count - 1])
        }
    }
}

extension TimesOfDay.Hours {
    fileprivate init(_ hours: [Int]) {
        let step = hours.commonStep
        self =
            if hours.count == 24 {
                .all
            } else if let step, step == 1, hours.count > 2 {
                .span(hours[0], hours[hours.count - 1])
            } else if let step, step * hours.count == 24 {
                .every(step, from: hours[0])
            } else {
                .listed(hours)
            }
    }
}
