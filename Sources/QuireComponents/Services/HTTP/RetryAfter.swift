import QuireModel

/// RFC 9110's `Retry-After`: seconds, or one of its three forms of a date.
package enum RetryAfter {
    /// - Parameter now: seconds since 1970.
    /// - Returns: how long to wait, zero where the moment has passed; nil where the text is neither.
    package static func parse(_ text: String, now: Int64) -> Duration? {
        let words = text.split { $0 == " " || $0 == "," || $0 == "\t" }.map(String.init)
        if words.count == 1, let seconds = Double(words[0]), seconds.isFinite, seconds >= 0 {
            return .seconds(min(seconds, 1e9))
        }
        return moment(words).map { .seconds(max(0, $0 - now)) }
    }

    /// `Sun 06 Nov 1994 08:49:37 GMT`, `Sunday 06-Nov-94 08:49:37 GMT`, `Sun Nov 6 08:49:37 1994`.
    private static func moment(_ words: [String]) -> Int64? {
        switch words.count {
        case 6 where words[5] == "GMT" || words[5] == "UTC":
            return moment(year: words[3], month: words[2], day: words[1], time: words[4])
        case 4 where words[3] == "GMT" || words[3] == "UTC":
            let parts = words[1].split(separator: "-").map(String.init)
            guard parts.count == 3, let year = Int(parts[2]) else { return nil }
            let full = year >= 100 ? year : year + (year < 70 ? 2000 : 1900)
            return moment(year: String(full), month: parts[1], day: parts[0], time: words[2])
        case 5: return moment(year: words[4], month: words[1], day: words[2], time: words[3])
        default: return nil
        }
    }

    private static func moment(year: String, month: String, day: String, time: String) -> Int64? {
        let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        guard let year = Int(year), let month = months.firstIndex(of: month.lowercased()), let day = Int(day),
            let date = CalendarDate(year: year, month: month + 1, day: day), let time = TimeOfDay(time)
        else { return nil }
        return Int64(date.daysSinceEpoch) * 86400 + time.microseconds / 1_000_000
    }
}
