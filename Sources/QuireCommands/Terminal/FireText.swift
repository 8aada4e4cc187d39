import QuireCalendar
import QuireDefinition
import QuireModel

/// Fires as people read them.
enum FireText {
    /// `Tue 2026-12-01 07:00 +08:00`, as the zone's clocks show it.
    static func shown(_ moment: LocalDateTime, in zone: Zone) -> String {
        let text = zone.iso8601(ofUTC: moment)
        let day = zone.wallTime(ofUTC: moment).date.daysSinceEpoch
        // 1970 began on a Thursday.
        let names = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        return "\(names[(day % 7 + 7) % 7]) \(text.prefix(10)) \(text.dropFirst(11).prefix(5)) \(text.suffix(6))"
    }

    /// `at 07:00 on the 1st of each month, Asia/Shanghai`
    static func words(_ schedule: CheckedSchedule) -> String {
        "\(schedule.times.cron.words()), \(schedule.zone.identifier)"
    }
}
