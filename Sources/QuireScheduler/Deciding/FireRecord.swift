package import QuireModel

/// One fire of a schedule, as it is remembered.
package struct FireRecord: Sendable, Hashable {
    package enum Status: String, Sendable, Hashable {
        /// It has a run, or waits for the one before it to end.
        case run
        case missed
        case skipped
    }

    /// Why it did not run.
    package enum Reason: String, Sendable, Hashable {
        /// A run of the schedule was under way.
        case overlap
        /// It came too late, or a later one was made up.
        case window
        case paused
        /// The report had errors since before the scheduler was started, or went away.
        case definition
    }

    package var report: String
    package var schedule: String
    /// When it was due, in UTC, jitter left out.
    package var at: LocalDateTime
    package var status: Status
    package var reason: Reason?
    /// Nil where it has none, or not yet.
    package var run: String?

    package init(
        report: String, schedule: String, at: LocalDateTime, status: Status, reason: Reason? = nil, run: String? = nil
    ) {
        self.report = report
        self.schedule = schedule
        self.at = at
        self.status = status
        self.reason = reason
        self.run = run
    }

    /// `report/schedule@2026-12-01T07:00:00+00:00`: of each there is one, whoever makes it.
    package var key: String { "\(ScheduleID.make(report, schedule))@\(Zone.utc.iso8601(ofUTC: at))" }

    /// - Parameter zone: the schedule's.
    package func json(in zone: Zone) -> JSON {
        .members([
            "at": .string(zone.iso8601(ofUTC: at)), "utc": .string(Zone.utc.iso8601(ofUTC: at)),
            "status": .string(status.rawValue), "reason": reason.map { .string($0.rawValue) } ?? .null,
            "run": run.map(JSON.string) ?? .null,
        ])
    }
}

/// A fire whose outcome is not known yet.
package struct OpenFire: Sendable, Hashable {
    /// How its run stands.
    package enum Standing: Sendable, Hashable {
        /// It waits for the run of another fire to end, and has none yet.
        case buffered
        case underWay
        case succeeded
        case failed
        /// By somebody, or it is forgotten.
        case cancelled
    }

    package var at: LocalDateTime
    package var run: String?
    package var standing: Standing
    /// Those made so far.
    package var attempts: Int
    /// When the next is to be made, where that is settled.
    package var retryAt: LocalDateTime?

    package init(
        at: LocalDateTime, run: String? = nil, standing: Standing, attempts: Int = 1, retryAt: LocalDateTime? = nil
    ) {
        self.at = at
        self.run = run
        self.standing = standing
        self.attempts = attempts
        self.retryAt = retryAt
    }
}
