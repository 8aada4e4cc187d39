import Foundation

/// Where the zone's clocks stand against UTC, and when that changes. Times are seconds since 1970: of UTC, or as the zone's
/// clocks show them.
extension Zone {
    /// Clocks put forward or back.
    package struct Change: Sendable, Hashable {
        /// The first second after it, in UTC.
        package var at: Int
        /// Seconds east of UTC, before and after.
        package var before: Int
        package var after: Int

        package init(at: Int, before: Int, after: Int) {
            self.at = at
            self.before = before
            self.after = after
        }
    }

    /// Seconds east of UTC.
    package func offset(at second: Int) -> Int { offset(atUTC: Date(timeIntervalSince1970: Double(second))) }

    /// The first change in the seconds after one and up to another.
    ///
    /// Looks at every day, so that of two changes within one day that take each other back none is seen; no zone has had such.
    package func change(after start: Int, through end: Int) -> Change? {
        let before = offset(at: start)
        var low = start
        while low < end {
            let high = min(low + 86_400, end)
            if offset(at: high) != before { return firstChange(after: low, through: high, from: before) }
            low = high
        }
        return nil
    }

    /// Halves the seconds between one before a change and one after it.
    private func firstChange(after start: Int, through end: Int, from before: Int) -> Change {
        var (low, high) = (start, end)
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if offset(at: middle) == before { low = middle } else { high = middle }
        }
        return Change(at: high, before: before, after: offset(at: high))
    }

    /// The moments at which the zone's clocks show a time: none where they are put forward past it, two where they are put
    /// back over it. In order.
    package func moments(atWall wall: Int) -> [Int] {
        // No clock is further from UTC than 15 hours.
        let reach = 15 * 3600
        var offsets: [Int] = []
        for moment in [wall - reach, wall, wall + reach] {
            let offset = offset(at: moment)
            if !offsets.contains(offset) { offsets.append(offset) }
        }
        return offsets.map { (moment: wall - $0, offset: $0) }
            .filter { offset(at: $0.moment) == $0.offset }.map(\.moment).sorted()
    }

    /// The moment, in UTC, at which the zone's clocks show a time: the first of two; where there is none the one that they
    /// would show it at had they not been put forward.
    package func moment(atWall wall: LocalDateTime) -> LocalDateTime {
        let second = Int((Double(wall.microseconds) / 1e6).rounded(.down))
        let moment = moments(atWall: second).first ?? second - offset(at: second - 86_400)
        return LocalDateTime(microseconds: wall.microseconds + Int64(moment - second) * 1_000_000)
    }
}
