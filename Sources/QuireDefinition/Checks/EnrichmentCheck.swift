import QuireExpression
import QuireModel
import QuirePlugin

/// Holds an enrichment against the lookups it names.
struct EnrichmentCheck {
    let report: ReportDefinition
    let surroundings: ReportSurroundings

    func check(_ entry: Named<EnrichmentDefinition>.Entry, _ reading: inout Reading) -> CheckedEnrichment? {
        let definition = entry.value
        let found = definition.lookups.map { find($0, &reading) }
        let when = definition.when.map { reading.syntax($0) }
        let inputs = definition.input.entries.map { input in (input, reading.syntax(input.value)) }
        let lookups = found.compactMap(\.self)
        guard lookups.count == found.count, let first = lookups.first else { return nil }
        for (lookup, name) in zip(lookups, definition.lookups).dropFirst() where !lookup.shape.fits(first.shape) {
            reading.error(
                "invalid-waterfall",
                "'\(lookup.reference)' does not have the inputs and fields of '\(first.reference)'",
                at: name.position,
                hint: "the lookups of one enrichment have the same inputs and fields, by name and type")
            return nil
        }
        let shape = first.shape
        for (input, _) in inputs where !shape.inputs.contains(where: { $0.name == input.name }) {
            reading.error(
                "unknown-input", "'\(first.reference)' has no input '\(input.name)'", at: input.position,
                hint: NearestName.hint(input.name, among: shape.inputs.map(\.name))
                    ?? "it takes " + shape.inputs.map(\.name).joined(separator: ", "))
        }
        for input in shape.inputs
        where definition.input[input.name] == nil
            && !definition.input.unreadable.contains(input.name)
        {
            reading.error(
                "missing-input", "'\(first.reference)' needs the input '\(input.name)'", at: definition.position,
                hint: "add it under 'input', as an expression")
        }
        let ordered = shape.inputs.compactMap { input in inputs.first { $0.0.name == input.name }?.1 }
        let onMissing = substitute(definition.onMissing, of: first, &reading)
        let onError = substitute(definition.onError, of: first, &reading)
        guard ordered.count == shape.inputs.count, when.map({ $0 != nil }) ?? true, let onMissing, let onError else {
            return nil
        }
        let expressions = ordered + [when ?? nil].compactMap(\.self)
        let mentioned = report.enrichments.names.filter { name in
            expressions.contains { $0.mentions(enrichment: name) }
        }
        return CheckedEnrichment(
            name: entry.name, lookups: lookups.map(\.reference), shape: shape, inputs: ordered, when: when ?? nil,
            onMissing: onMissing, onError: onError, errorLimit: definition.errorLimit, dependsOn: mentioned)
    }

    private struct FoundLookup {
        var reference: LookupReference
        var shape: LookupShape
    }

    private func find(_ name: LookupName, _ reading: inout Reading) -> FoundLookup? {
        guard surroundings.serviceNames.contains(name.service) else {
            reading.error(
                "unknown-service", "there is no service '\(name.service)'", at: name.position,
                hint: NearestName.hint(name.service, among: surroundings.serviceNames)
                    ?? "a service is a file in services/")
            return nil
        }
        // A service that cannot be read has been reported by itself.
        guard let service = surroundings.services[name.service] else { return nil }
        let lookups = service.blueprint.lookups
        let names = lookups.keys.sorted()
        guard let wanted = name.lookup ?? (names.count == 1 ? names[0] : nil) else {
            reading.error(
                "unknown-lookup", "the service '\(name.service)' has several lookups", at: name.position,
                hint: "write one of " + names.map { "\(name.service).\($0)" }.joined(separator: ", "))
            return nil
        }
        guard let shape = lookups[wanted] else {
            reading.error(
                "unknown-lookup", "the service '\(name.service)' has no lookup '\(wanted)'", at: name.position,
                hint: NearestName.hint(wanted, among: names) ?? "it has " + names.joined(separator: ", "))
            return nil
        }
        return FoundLookup(reference: LookupReference(service: name.service, lookup: wanted), shape: shape)
    }

    private func substitute(
        _ definition: SubstituteDefinition, of lookup: FoundLookup, _ reading: inout Reading
    ) -> Substitute? {
        switch definition {
        case .blank: return .blank
        case .fail: return .fail
        case .values(let named):
            var values = [Value](repeating: .null, count: lookup.shape.fields.count)
            var fits = true
            for entry in named.entries {
                guard let index = lookup.shape.fields.firstIndex(where: { $0.name == entry.name }) else {
                    let names = lookup.shape.fields.map(\.name)
                    reading.error(
                        "unknown-field", "'\(lookup.reference)' has no field '\(entry.name)'", at: entry.position,
                        hint: NearestName.hint(entry.name, among: names) ?? "it has " + names.joined(separator: ", "))
                    fits = false
                    continue
                }
                let type = lookup.shape.fields[index].type
                guard let value = type.convert(entry.value, zone: surroundings.project.zone.local) else {
                    reading.error(
                        "wrong-type", "'\(entry.value.text ?? "")' is no \(type.rawValue)", at: entry.position)
                    fits = false
                    continue
                }
                values[index] = value
            }
            return fits ? .values(values) : nil
        }
    }
}

extension LookupShape {
    /// The same inputs and fields by name and type, in whatever order.
    fileprivate func fits(_ other: LookupShape) -> Bool {
        Set(inputs) == Set(other.inputs) && Set(fields) == Set(other.fields)
    }
}
