package import QuireCalendar
package import QuireModel

/// A schedule as it is shown.
package struct ScheduleStatus: Sendable {
    package var schedule: FollowedSchedule
    package var isPaused: Bool
    /// Five at most, in UTC, without jitter.
    package var next: [LocalDateTime]
    package var last: FireRecord?
    /// How the run of the last fire stands.
    package var result: RunSummary.Status?
    /// The run of the latest fire that has one.
    package var lastRun: String?
    /// The run that was under way when the next fire was due.
    package var lateRun: String?
    /// So many failures in a row paused it; nil where nobody did, or somebody.
    package var pausedAfter: Int?

    package var id: String { schedule.id }
    package var zone: Zone { schedule.plan.times.zone }

    /// `at 07:00 on the 1st of each month`
    package func words(in language: WordLanguage = .english) -> String {
        schedule.plan.times.cron.words(in: language)
    }

    /// What is wrong with it.
    package var warning: Warning? {
        if schedule.isBroken { return .broken }
        return lateRun.map(Warning.late)
    }

    package enum Warning: Sendable, Hashable, CustomStringConvertible {
        /// The report has errors.
        case broken
        /// Its runs take longer than the time between its fires, as this one did.
        case late(run: String)

        package var description: String {
            switch self {
            case .broken: "the report has errors"
            case .late(let run):
                "its runs take longer than the time between its fires: \(run) was under way when the next was due"
            }
        }
    }

    package func json(in language: WordLanguage = .english) -> JSON {
        .members([
            "id": .string(id), "report": .string(schedule.report), "name": .string(schedule.name),
            "cron": .string(schedule.plan.times.cron.text), "timezone": .string(zone.identifier),
            "words": .string(words(in: language)), "enabled": .boolean(schedule.plan.isEnabled),
            "paused": .boolean(isPaused), "next": .array(next.map { .string(zone.iso8601(ofUTC: $0)) }),
            "last": last.map(lastJSON) ?? .null, "warning": warning.map { .string($0.description) } ?? .null,
        ])
    }

    private func lastJSON(_ fire: FireRecord) -> JSON {
        guard case .object(let members) = fire.json(in: zone) else { return .null }
        return .object(members + [JSON.Member("result", result.map { .string($0.rawValue) } ?? .null)])
    }
}
