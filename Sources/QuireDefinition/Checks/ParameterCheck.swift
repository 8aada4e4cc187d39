import QuireModel
import QuirePlugin

/// Tries every default and limit of a report's parameters.
struct ParameterCheck {
    let report: ReportDefinition
    let zone: Zone

    /// Any day serves: defaults are tried, not used.
    private static let someDay = LocalDateTime(
        date: CalendarDate(daysSinceEpoch: 20_000), time: TimeOfDay(microseconds: 0))

    func check(_ reading: inout Reading) {
        var builtIn: [String: ParameterValue] = [:]
        for name in ParameterResolver.builtInNames {
            builtIn[name] = .single(name == "today" ? .date(Self.someDay.date) : .datetime(Self.someDay))
        }
        for entry in report.parameters.entries {
            if ParameterResolver.builtInNames.contains(entry.name) {
                reading.error(
                    "invalid-name", "every run has a parameter '\(entry.name)' already", at: entry.position)
            }
            let definition = entry.value
            for bound in definition.choices + [definition.minimum, definition.maximum].compactMap(\.self)
            where definition.type.element.convert(bound, zone: zone.local) == nil {
                reading.error(
                    "invalid-parameter", "'\(bound.text ?? "null")' is no \(definition.type.element.rawValue)",
                    at: definition.position)
            }
            guard let written = definition.defaultValue else { continue }
            do {
                _ = try ParameterValueCheck(name: entry.name, definition: definition, zone: zone)
                    .value(written, builtIn: builtIn)
            } catch {
                reading.report(
                    error.diagnostics.map { problem in
                        var placed = problem
                        placed.position = problem.position ?? definition.position
                        return placed
                    })
            }
        }
    }
}
