package import QuireCalendar
package import QuireDefinition
package import QuireModel

/// A schedule as the scheduler follows it.
package struct FollowedSchedule: Sendable {
    package var report: String
    /// Its own, within its report.
    package var name: String
    package var plan: FirePlan
    package var overlap = OverlapPolicy.skip
    /// So many further attempts at a run that failed.
    package var retries = 0
    /// Nil: never.
    package var pauseAfterFailures: Int?
    /// When the scheduler was started, in UTC; nil where it always was there.
    package var followedSince: LocalDateTime?
    /// Its report has had errors since before the scheduler was started: nobody knows what would run.
    package var isBroken = false

    package init(report: String, name: String, plan: FirePlan) {
        self.report = report
        self.name = name
        self.plan = plan
    }

    package init(_ schedule: CheckedSchedule) {
        self.init(report: schedule.report, name: schedule.name, plan: FirePlan(schedule))
        overlap = schedule.definition.overlap
        retries = schedule.definition.retries
        pauseAfterFailures = schedule.definition.pauseAfterFailures
    }

    /// `report/schedule`
    package var id: String { ScheduleID.make(report, name) }
}

/// `report/schedule`; reports may lie in folders, schedules do not.
package enum ScheduleID {
    package static func make(_ report: String, _ name: String) -> String { "\(report)/\(name)" }

    /// - Returns: nil where it is none.
    package static func parts(_ id: String) -> (report: String, name: String)? {
        guard let slash = id.lastIndex(of: "/") else { return nil }
        return (String(id[..<slash]), String(id[id.index(after: slash)...]))
    }
}

/// When a schedule fires, as it is kept for when its definition cannot be read.
package struct FirePlan: Sendable, Hashable {
    package var times: FireTimes
    /// At most.
    package var jitter: Duration
    /// How late a missed fire is made up.
    package var catchUpWindow: Duration
    package var isEnabled: Bool

    package init(_ times: FireTimes, jitter: Duration = .zero, catchUpWindow: Duration = .zero, isEnabled: Bool = true)
    {
        self.times = times
        self.jitter = jitter
        self.catchUpWindow = catchUpWindow
        self.isEnabled = isEnabled
    }

    init(_ schedule: CheckedSchedule) {
        self.init(
            schedule.times, jitter: schedule.definition.jitter, catchUpWindow: schedule.definition.catchUpWindow,
            isEnabled: schedule.definition.isEnabled)
    }

    /// Fires that one of the two missed are no fires of the other.
    func firesLike(_ other: FirePlan) -> Bool { times == other.times && isEnabled == other.isEnabled }
}
