package import QuireModel
package import QuirePlugin

/// The schedules of a report: one, or a list.
package struct ScheduleList: DefinitionValue {
    package var schedules: [ScheduleDefinition]
    /// All could be read.
    var isComplete: Bool

    package static var shape: Shape {
        .anyOf([ScheduleDefinition.shape, .list(ScheduleDefinition.shape, count: 1 ... .max)])
    }

    package static func read(_ node: Node, named name: String, _ reading: inout Reading) -> ScheduleList? {
        switch node.content {
        case .mapping:
            let schedule = reading.read(ScheduleDefinition.self, from: node, named: name)
            return ScheduleList(schedules: [schedule].compactMap(\.self), isComplete: schedule != nil)
        case .sequence(let items):
            if items.isEmpty {
                reading.error(
                    "missing-value", "'\(name)' has no schedule", at: node.position,
                    hint: "leave it out for a report that runs by hand alone")
            }
            let schedules = items.compactMap { reading.read(ScheduleDefinition.self, from: $0, named: name) }
            let list = ScheduleList(schedules: schedules, isComplete: schedules.count == items.count)
            list.checkNames(isOneOfSeveral: items.count > 1, &reading)
            return list
        case .scalar:
            reading.reportMismatch(node, named: name, wanted: "a mapping or a list of them")
            return nil
        }
    }

    private func checkNames(isOneOfSeveral: Bool, _ reading: inout Reading) {
        var lines: [String: Int] = [:]
        for schedule in schedules {
            guard let name = schedule.name else {
                guard isOneOfSeveral else { continue }
                reading.error(
                    "unnamed-schedule", "one of several schedules needs 'name'", at: schedule.position,
                    hint: "such as name: monthly")
                continue
            }
            if let line = lines[name] {
                reading.error(
                    "duplicate-name", "another schedule has the name '\(name)', in line \(line)",
                    at: schedule.namePosition, hint: "name this one otherwise")
            } else {
                lines[name] = schedule.namePosition.line
            }
        }
    }
}
