package import QuireCalendar
package import QuireModel
import QuirePlugin

/// A schedule that fits its report, and that fires.
package struct CheckedSchedule: Sendable {
    package var report: String
    /// Its own; `default` where it has none.
    package var name: String
    package var definition: ScheduleDefinition
    package var times: FireTimes
    package var jitter: Jitter
    /// What a run is given, as on a command line.
    package var assignments: [(name: String, text: String)]

    /// `report/schedule`
    package var id: String { "\(report)/\(name)" }
    package var zone: Zone { times.zone }

    /// The coming fires, without jitter; a disabled schedule has none.
    ///
    /// - Parameter moment: in UTC, as they are; they come after it.
    package func fires(after moment: LocalDateTime, atMost count: Int) -> [LocalDateTime] {
        definition.isEnabled ? Array(times.all(after: moment).prefix(count)) : []
    }
}

extension [CheckedSchedule] {
    /// The next fire of any of them, as its schedule's clocks show it.
    ///
    /// - Parameter paused: ids of those that are paused, and do not fire.
    package func nextFire(
        after moment: LocalDateTime, paused: Set<String> = []
    ) -> (fire: LocalDateTime, zone: Zone)? {
        filter { !paused.contains($0.id) }.compactMap { schedule in
            schedule.fires(after: moment, atMost: 1).first.map { (fire: $0, zone: schedule.zone) }
        }.min { $0.fire < $1.fire }
    }
}

/// Holds a report's schedules against it.
struct ScheduleCheck {
    let name: String
    let report: ReportDefinition
    let zone: Zone

    func check(_ reading: inout Reading) -> [CheckedSchedule] { report.schedules.map { check($0, &reading) } }

    private func check(_ schedule: ScheduleDefinition, _ reading: inout Reading) -> CheckedSchedule {
        let times = FireTimes(
            schedule.cron, in: schedule.zone ?? zone, gap: schedule.clockChanges.gap, fold: schedule.clockChanges.fold)
        if times.next(after: ParameterCheck.someDay) == nil {
            reading.error(
                "invalid-cron", "this schedule never fires: clocks in \(times.zone.identifier) pass over all its times",
                at: schedule.position, hint: "leave out 'gap: skip', or choose another time")
        }
        checkParameters(of: schedule, &reading)
        let ownName = schedule.name ?? "default"
        return CheckedSchedule(
            report: name, name: ownName, definition: schedule, times: times,
            jitter: Jitter(schedule.jitter, of: "\(name)/\(ownName)"),
            assignments: schedule.parameters.entries.filter { !$0.value.isNull }.map { ($0.name, $0.value.argument) })
    }

    private func checkParameters(of schedule: ScheduleDefinition, _ reading: inout Reading) {
        for entry in schedule.parameters.entries where report.parameters[entry.name]?.isSecret == true {
            for text in entry.value.values.compactMap(\.node.scalar?.text) { reading.keepSecret(text) }
        }
        // A parameter that cannot be read has been reported by itself.
        guard report.parameters.unreadable.isEmpty else { return }
        do {
            _ = try ParameterResolver(report, zone: zone, now: ParameterCheck.someDay)
                .resolve(schedule.parameters, at: schedule.position)
        } catch {
            reading.report(error.diagnostics)
        }
    }
}

extension GivenParameter {
    /// As it would stand behind `name=` on a command line.
    fileprivate var argument: String {
        guard isList else { return values.first?.node.scalar?.text ?? "" }
        return JSON.array(values.map { .string($0.node.scalar?.text ?? "") }).text
    }
}
