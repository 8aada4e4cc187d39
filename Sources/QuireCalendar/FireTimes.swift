package import QuireModel

/// What becomes of a time that clocks put forward pass over.
package enum GapRule: String, Sendable, Hashable, CaseIterable {
    /// It fires at the first moment after the gap.
    case shift
    case skip
}

/// Which of two is meant where clocks put back show a time twice.
package enum FoldRule: String, Sendable, Hashable, CaseIterable {
    case first, last, both
}

/// The moments at which a cron fires in a zone. All of them are in UTC.
package struct FireTimes: Sendable, Hashable {
    package let cron: CronExpression
    package let zone: Zone
    package let gap: GapRule
    package let fold: FoldRule

    package init(_ cron: CronExpression, in zone: Zone, gap: GapRule = .shift, fold: FoldRule = .first) {
        self.cron = cron
        self.zone = zone
        self.gap = gap
        self.fold = fold
    }

    /// All after a moment, in order, without end.
    package func all(after moment: LocalDateTime) -> some Sequence<LocalDateTime> {
        sequence(state: moment) { last in
            guard let next = next(after: last) else { return nil }
            last = next
            return next
        }
    }

    /// - Returns: nil where there is none in the next sixty years.
    package func next(after moment: LocalDateTime) -> LocalDateTime? {
        let second = Int(moment.microseconds.dividedDown(by: 1_000_000).quotient)
        return next(afterSecond: second).map { LocalDateTime(microseconds: Int64($0) * 1_000_000) }
    }

    /// Time goes by in stretches between two changes of the clocks. Within one the wall's time is that of UTC, moved.
    private func next(afterSecond start: Int) -> Int? {
        let end = start + Self.furthest
        var now = start
        var offset = zone.offset(at: now)
        var fit = cron.firstFit(from: (now + offset).dividedDown(by: 60).quotient + 1)
        while let minute = fit, now < end {
            let moment = minute * 60 - offset
            if let change = zone.change(after: now, through: moment) {
                let (before, after) = (change.at + change.before, change.at + change.after)
                if minute * 60 < after, fires(afterGap: minute, before: after) { return change.at }
                now = change.at
                offset = change.after
                // Clocks that are put back show times again that were passed already.
                let first = -(-after).dividedDown(by: 60).quotient
                if after < before || first > minute { fit = cron.firstFit(from: first) }
                continue
            }
            if isMeant(moment, fit: minute) { return moment }
            now = moment
            fit = cron.firstFit(from: minute + 1)
        }
        return nil
    }

    /// In seconds: sixty years.
    private static let furthest = 60 * 366 * 86_400

    /// A time that fits and that clocks which have just been put forward pass over fires now.
    private func fires(afterGap fit: Int, before end: Int) -> Bool {
        guard gap == .shift, !cron.followsRealTime else { return false }
        var fit: Int? = fit
        while let minute = fit, minute * 60 < end {
            if zone.moments(atWall: minute * 60).isEmpty { return true }
            fit = cron.firstFit(from: minute + 1)
        }
        return false
    }

    /// Of several moments that show one time only some are meant.
    private func isMeant(_ moment: Int, fit: Int) -> Bool {
        guard fold != .both, !cron.followsRealTime else { return true }
        let moments = zone.moments(atWall: fit * 60)
        return moment == (fold == .first ? moments.first : moments.last)
    }
}

extension Int64 {
    fileprivate func dividedDown(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
