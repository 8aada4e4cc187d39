import QuireCalendar
package import QuireModel
import QuirePlugin

extension CheckedReport {
    /// The name of a sheet, or the template of it.
    package func shownName(of sheet: CheckedSheet) -> String {
        sheet.name?.text ?? sheet.splitName.map { "{\($0)}" } ?? title
    }

    /// As `quire list --json` has it.
    ///
    /// - Parameters:
    ///   - moment: in UTC; the next run is the first after it.
    ///   - paused: ids of schedules that are paused.
    package func listing(at moment: LocalDateTime, paused: Set<String> = []) -> JSON {
        let next = schedules.nextFire(after: moment, paused: paused)
        return .members([
            "name": .string(name), "title": .string(title),
            "description": definition.description.map(JSON.string) ?? .null,
            "next_run": next.map { .string($0.zone.iso8601(ofUTC: $0.fire)) } ?? .null,
        ])
    }

    /// As `quire show --json` has it.
    ///
    /// - Parameter moment: in UTC; the fires shown come after it.
    package func detail(at moment: LocalDateTime) -> JSON {
        .members([
            "name": .string(name), "title": .string(title),
            "description": definition.description.map(JSON.string) ?? .null,
            "parameters": .array(definition.parameters.entries.map { $0.value.json(named: $0.name) }),
            "columns": .array(
                sheets.flatMap { sheet in
                    (sheet.columns ?? []).map { column in
                        .members([
                            "id": .string(column.layout.id), "title": .string(column.layout.title),
                            "sheet": .string(shownName(of: sheet)),
                        ])
                    }
                }),
            "enrichments": .array(
                enrichments.map { enrichment in
                    .members([
                        "name": .string(enrichment.name), "lookup": .string(enrichment.lookupText),
                        "depends_on": .array(enrichment.dependsOn.map(JSON.string)),
                    ])
                }),
            "schedules": .array(schedules.map { $0.json(at: moment) }),
        ])
    }
}

extension CheckedSchedule {
    fileprivate func json(at moment: LocalDateTime) -> JSON {
        .members([
            "id": .string(id), "name": .string(name), "cron": .string(times.cron.text),
            "timezone": .string(zone.identifier), "words": .string(times.cron.words()),
            "enabled": .boolean(definition.isEnabled),
            "next": .array(fires(after: moment, atMost: 5).map { .string(zone.iso8601(ofUTC: $0)) }),
        ])
    }
}

extension CheckedEnrichment {
    package var lookupText: String { lookups.map(\.description).joined(separator: ", ") }
}

extension ParameterDefinition {
    fileprivate func json(named name: String) -> JSON {
        .members([
            "name": .string(name), "type": .string(type.name), "required": .boolean(isRequired),
            "default": isSecret ? .null : shownDefault,
            "choices": choices.isEmpty ? .null : .array(choices.map { JSON($0) }),
            "label": label.map(JSON.string) ?? .null, "description": description.map(JSON.string) ?? .null,
        ])
    }

    package var shownDefault: JSON {
        guard let defaultValue else { return .null }
        return defaultValue.isList
            ? .array(defaultValue.values.map { JSON($0) }) : defaultValue.values.first.map { JSON($0) } ?? .null
    }
}
