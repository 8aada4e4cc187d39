import Foundation

/// A time zone of the IANA database.
package struct Zone: Sendable, Hashable {
    package let identifier: String
    private let timeZone: TimeZone

    package static let utc = Zone(identifier: "UTC", timeZone: .gmt)

    /// - Returns: nil where the database has no such zone.
    package init?(identifier: String) {
        guard identifier == "UTC" || identifier.contains("/") || Zone.identifiers.contains(identifier),
            let timeZone = TimeZone(identifier: identifier)
        else { return nil }
        self.init(identifier: identifier, timeZone: timeZone)
    }

    package static var identifiers: [String] { TimeZone.knownTimeZoneIdentifiers }

    private init(identifier: String, timeZone: TimeZone) {
        self.identifier = identifier
        self.timeZone = timeZone
    }

    /// What the zone's clocks show at a moment given in UTC.
    package func wallTime(ofUTC moment: LocalDateTime) -> LocalDateTime {
        let offset = offset(atUTC: Date(timeIntervalSince1970: Double(moment.microseconds) / 1e6))
        return LocalDateTime(microseconds: moment.microseconds + Int64(offset) * 1_000_000)
    }

    /// Seconds east of UTC.
    func offset(atUTC date: Date) -> Int { timeZone.secondsFromGMT(for: date) }

    /// `wallTime` as what converts values.
    package var local: LocalZone { { wallTime(ofUTC: $0) } }

    /// The moment as ISO 8601 with the zone's offset, to the millisecond: `2026-01-31T12:30:00.25+08:00`.
    package func iso8601(ofUTC moment: LocalDateTime) -> String {
        let moment = moment.inWholeMilliseconds
        let wall = wallTime(ofUTC: moment)
        let minutes = Int((wall.microseconds - moment.microseconds) / 60_000_000)
        let offset = "\(padded(abs(minutes) / 60, 2)):\(padded(abs(minutes) % 60, 2))"
        return "\(wall.date)T\(wall.time)" + (minutes < 0 ? "-" : "+") + offset
    }
}

extension LocalDateTime {
    /// The moment, in UTC.
    package static var now: LocalDateTime {
        LocalDateTime(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
    }

    /// As exactly as records hold it.
    package var inWholeMilliseconds: LocalDateTime { LocalDateTime(microseconds: microseconds / 1000 * 1000) }
}
