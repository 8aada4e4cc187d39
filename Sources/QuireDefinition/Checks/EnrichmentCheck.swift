import QuireExpression
import QuireModel
import QuirePlugin

/// Holds an enrichment against the lookups it names.
struct EnrichmentCheck {
    let report: ReportDefinition
    let surroundings: ReportSurroundings

    /// What is known of an enrichment, also where something is wrong with it.
    struct Finding {
        var name: String
        /// The fields it has; nil where its lookup is not known.
        var shape: LookupShape?
        /// Those that are expressions at all.
        var expressions: [ExpressionSyntax]
        var dependsOn: [String]
        var enrichment: CheckedEnrichment?
    }

    func check(_ entry: Named<EnrichmentDefinition>.Entry, _ reading: inout Reading) -> Finding {
        let found = entry.value.lookups.map { find($0, &reading) }
        let when = entry.value.when.map { reading.syntax($0) }
        let inputs = entry.value.input.entries.map { input in (input, reading.syntax(input.value)) }
        let expressions = inputs.compactMap(\.1) + [when ?? nil].compactMap(\.self)
        let mentioned = report.enrichments.names.filter { name in
            expressions.contains { $0.mentions(enrichment: name) }
        }
        var finding = Finding(
            name: entry.name, shape: found.first??.shape, expressions: expressions, dependsOn: mentioned)
        finding.enrichment = check(
            entry, found: found, inputs: inputs, when: when, dependsOn: mentioned, &reading)
        return finding
    }

    private func check(
        _ entry: Named<EnrichmentDefinition>.Entry, found: [FoundLookup?],
        inputs: [(Named<ExpressionText>.Entry, ExpressionSyntax?)], when: ExpressionSyntax??, dependsOn: [String],
        _ reading: inout Reading
    ) -> CheckedEnrichment? {
        let definition = entry.value
        let lookups = found.compactMap(\.self)
        guard lookups.count == found.count, let first = lookups.first else { return nil }
        var isValid = definition.hasInput
        for (lookup, name) in zip(lookups, definition.lookups).dropFirst() where !lookup.shape.fits(first.shape) {
            reading.error(
                "invalid-waterfall",
                "'\(lookup.reference)' does not have the inputs and fields of '\(first.reference)'",
                at: name.position,
                hint:
                    "the lookups of one enrichment have the same inputs and fields, by name and type, in the same order"
            )
            isValid = false
        }
        let shape = first.shape
        for (input, _) in inputs where !shape.inputs.contains(where: { $0.name == input.name }) {
            reading.error(
                "unknown-input", "'\(first.reference)' has no input '\(input.name)'", at: input.position,
                hint: NearestName.hint(input.name, among: shape.inputs.map(\.name))
                    ?? "it takes " + shape.inputs.map(\.name).joined(separator: ", "))
            isValid = false
        }
        let unknown = inputs.map(\.0.name).filter { name in !shape.inputs.contains { $0.name == name } }
        let misspelt = unknown.compactMap { NearestName.find($0, among: shape.inputs.map(\.name)) }
        for input in shape.inputs
        where definition.hasInput && definition.input[input.name] == nil
            && !definition.input.unreadable.contains(input.name) && !misspelt.contains(input.name)
        {
            reading.error(
                "missing-input", "'\(first.reference)' needs the input '\(input.name)'",
                at: definition.inputPosition, hint: "add it under 'input', as an expression")
        }
        let ordered = shape.inputs.compactMap { input in inputs.first { $0.0.name == input.name }?.1 }
        let onMissing = substitute(definition.onMissing, of: first, &reading)
        let onError = substitute(definition.onError, of: first, &reading)
        guard isValid, ordered.count == shape.inputs.count, when.map({ $0 != nil }) ?? true, let onMissing, let onError
        else {
            return nil
        }
        return CheckedEnrichment(
            name: entry.name, lookups: lookups.map(\.reference), shape: shape, inputs: ordered, when: when ?? nil,
            onMissing: onMissing, onError: onError, errorLimit: definition.errorLimit, dependsOn: dependsOn)
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
        // The lookup may be one that could not be read.
        if service.hasErrors, name.lookup.map({ lookups[$0] == nil }) ?? (names.count != 1) { return nil }
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
            var fits = named.unreadable.isEmpty
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
                        "wrong-type", "'\(entry.value.text ?? "")' is no \(type.rawValue)", at: entry.valuePosition)
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
    /// The same inputs and fields by name and type, in the same order: a key and an answer are lists of values.
    fileprivate func fits(_ other: LookupShape) -> Bool {
        inputs == other.inputs && fields == other.fields
    }
}
