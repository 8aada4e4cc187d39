/// A cron in Chinese: '每月 1 日 07:00'.
enum ChineseWords {
    static func of(_ cron: CronExpression) -> String {
        let days = DaysOfYear(cron)
        switch TimesOfDay(cron) {
        case .listed(let times): return (text(days) ?? "每天") + " " + list(times.map(\.description))
        case .repeated(let pace, let hours):
            return [text(days), text(pace, hours)].compactMap(\.self).joined(separator: " ")
        }
    }

    private static func text(_ pace: TimesOfDay.Pace, _ hours: TimesOfDay.Hours) -> String {
        let (first, last) = pace.bounds
        switch (pace, hours) {
        case (.once(0), .all): return "每小时"
        case (.once, .every(let step, let hour)):
            let start = hour == 0 && first == 0 ? "" : "从 \(ClockTime(hour: hour, minute: first)) 起"
            return start + "每 \(step) 小时"
        case (.once, .span(let from, let to)):
            return "\(ClockTime(hour: from, minute: first)) 至 \(ClockTime(hour: to, minute: last)) 每小时"
        case (.everyMinute, .span(let from, let to)), (.every, .span(let from, let to)):
            return "\(ClockTime(hour: from, minute: first)) 至 \(ClockTime(hour: to, minute: last)) " + every(pace)
        case (.every(_, from: let minute), .all) where minute > 0:
            return "每小时从第 \(minute) 分起" + every(pace)
        case (.everyMinute, .all), (.every, .all): return every(pace)
        case (.everyMinute, _), (.every, _): return text(hours) + every(pace)
        default: return text(hours) + "的" + every(pace)
        }
    }

    private static func every(_ pace: TimesOfDay.Pace) -> String {
        switch pace {
        case .everyMinute: "每分钟"
        case .every(let step, _): "每 \(step) 分钟"
        case .once(let minute): "第 \(minute) 分"
        case .listed(let minutes): "第 " + runs(minutes) { String($0) } + " 分"
        }
    }

    private static func text(_ hours: TimesOfDay.Hours) -> String {
        switch hours {
        case .all: "每小时"
        case .every(let step, let first): "从 \(twoDigits(first)) 时起每隔 \(step) 小时，该小时内"
        case .span(let first, let last): "\(twoDigits(first)) 至 \(twoDigits(last)) 时"
        case .listed(let hours): runs(hours, twoDigits) + " 时"
        }
    }

    /// - Returns: nil where it is every day.
    private static func text(_ days: DaysOfYear) -> String? {
        let months = days.months.map { runs($0) { String($0) } + " 月" }
        switch days.days {
        case .all: return months.map { $0 + "每天" }
        case .ofMonth(let list):
            let gap = list.gap
            if let months = days.months, months.count == 1 { return "每年 \(months[0]) 月" + gap + text(list) }
            return (months.map { $0 + "的" } ?? "每月") + gap + text(list)
        case .ofWeek(let week): return (months ?? "") + text(week, isWithin: months != nil)
        case .either(let list, let week):
            return (months.map { $0 + "的" } ?? "每月") + list.gap + text(list) + "以及" + text(week, isWithin: false)
        case .both(let list, let week):
            return (months.map { $0 + "的" } ?? "每月") + list.gap + text(list) + "中的" + condition(week)
        }
    }

    private static func text(_ days: DaysOfYear.MonthDays) -> String {
        var texts: [String] = []
        if let step = days.numbers.commonStep, step > 1, days.numbers.count > 4, let first = days.numbers.first,
            let last = days.numbers.last
        {
            texts.append("\(first) 日至 \(last) 日每 \(step) 天")
        } else {
            texts = days.numbers.runs.map {
                $0.count == 1 ? "\($0.lowerBound) 日" : "\($0.lowerBound) 日至 \($0.upperBound) 日"
            }
        }
        if days.hasLast { texts.append("最后一天") }
        return list(texts)
    }

    /// - Parameter isWithin: months are named before it.
    private static func text(_ days: DaysOfYear.WeekDays, isWithin: Bool) -> String {
        var texts: [String] = []
        if !days.numbers.isEmpty { texts.append("每" + names(days.numbers)) }
        if !days.last.isEmpty {
            texts.append((isWithin ? "的" : "每月") + list(days.last.map { "最后一个周" + dayNames[$0 - 1] }))
        }
        return texts.joined(separator: "和")
    }

    private static func condition(_ days: DaysOfYear.WeekDays) -> String {
        let last = days.last.map { "最后一个周" + dayNames[$0 - 1] }
        return list((days.numbers.isEmpty ? [] : [names(days.numbers)]) + last)
    }

    /// 周一至周五, 周一、周三
    private static func names(_ days: [Int]) -> String {
        days.runs.map { run in
            "周" + dayNames[run.lowerBound - 1] + (run.count > 1 ? "至周" + dayNames[run.upperBound - 1] : "")
        }.joined(separator: "、")
    }

    private static func runs(_ numbers: [Int], _ name: (Int) -> String) -> String {
        numbers.runs.map { $0.count == 1 ? name($0.lowerBound) : name($0.lowerBound) + " 至 " + name($0.upperBound) }
            .joined(separator: "、")
    }

    private static func list(_ texts: [String]) -> String { texts.joined(separator: "、") }

    private static let dayNames = ["一", "二", "三", "四", "五", "六", "日"]
}

extension DaysOfYear.MonthDays {
    /// What stands before it: Chinese is set apart from numbers, not from words.
    fileprivate var gap: String { numbers.isEmpty ? "" : " " }
}
