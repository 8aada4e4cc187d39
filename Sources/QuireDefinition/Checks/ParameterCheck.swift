import QuireModel
import QuirePlugin

/// Tries every default and limit of a report's parameters.
struct ParameterCheck {
    let report: ReportDefinition
    let zone: Zone

    /// Any day serves: defaults are tried, not used.
    static let someDay = LocalDateTime(
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
            let values = ParameterValueCheck(name: entry.name, definition: definition, zone: zone)
            for bound in definition.bounds where definition.type.element.convert(bound.value, zone: zone.local) == nil {
                reading.error(
                    "invalid-parameter", "'\(bound.value.text ?? "null")' is no \(definition.type.element.rawValue)",
                    at: bound.position)
            }
            if values.hasEmptyRange {
                reading.error(
                    "invalid-parameter", "no value is allowed: 'min' is greater than 'max'",
                    at: definition.place(of: "min"))
                continue
            }
            guard let written = definition.defaultValue else { continue }
            do {
                _ = try values.value(written, builtIn: builtIn)
            } catch {
                reading.report(error.placed(at: definition.place(of: "default")).diagnostics)
            }
        }
    }
}
