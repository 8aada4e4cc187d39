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
        /// Nil where they are not known.
        var fields: [FieldShape]?
        /// Those that are expressions at all.
        var expressions: [ExpressionSyntax]
        var dependsOn: [String]
        var enrichment: CheckedEnrichment?
    }

    func check(_ entry: Named<EnrichmentDefinition>.Entry, _ reading: inout Reading) -> Finding {
        let found = FoundLookups(lookups: entry.value.lookups.compactMap { find($0, &reading) })
        let when = entry.value.when.map { reading.syntax($0) }
        let inputs = entry.value.input.entries.map { input in (input, reading.syntax(input.value)) }
        let expressions = inputs.compactMap(\.1) + [when ?? nil].compactMap(\.self)
        let mentioned = report.enrichments.names.filter { name in
            expressions.contains { $0.mentions(enrichment: name) }
        }
        var finding = Finding(name: entry.name, fields: found.fields, expressions: expressions, dependsOn: mentioned)
        finding.enrichment = check(
            entry, found: found, inputs: inputs, when: when, dependsOn: mentioned, &reading)
        return finding
    }

    private func check(
        _ entry: Named<EnrichmentDefinition>.Entry, found: FoundLookups,
        inputs: [(Named<ExpressionText>.Entry, ExpressionSyntax?)], when: ExpressionSyntax??, dependsOn: [String],
        _ reading: inout Reading
    ) -> CheckedEnrichment? {
        let definition = entry.value
        guard !found.lookups.isEmpty, found.lookups.count == definition.lookups.count else { return nil }
        let first = found.first
        let takes = first.shape.inputs
        var isValid = definition.hasInput
        for (input, _) in inputs where !takes.contains(where: { $0.name == input.name }) {
            reading.error(
                "unknown-input", "'\(first.reference)' has no input '\(input.name)'", at: input.position,
                hint: NearestName.hint(input.name, among: takes.map(\.name))
                    ?? "it takes " + takes.map(\.name).joined(separator: ", "))
            isValid = false
        }
        let unknown = inputs.map(\.0.name).filter { name in !takes.contains { $0.name == name } }
        let misspelt = unknown.compactMap { NearestName.find($0, among: takes.map(\.name)) }
        for input in takes
        where definition.hasInput && definition.input[input.name] == nil
            && !definition.input.unreadable.contains(input.name) && !misspelt.contains(input.name)
        {
            reading.error(
                "missing-input", "'\(first.reference)' needs the input '\(input.name)'",
                at: definition.inputPosition, hint: "add it under 'input', as an expression")
        }
        let ordered = takes.compactMap { input in inputs.first { $0.0.name == input.name }?.1 }
        var enrichment = CheckedEnrichment(
            name: entry.name, definition: definition, found: found, inputs: ordered, when: when ?? nil,
            errorLimit: definition.errorLimit, dependsOn: dependsOn)
        let fits = enrichment.settle(zone: surroundings.project.zone, &reading)
        guard isValid, fits, ordered.count == takes.count, when.map({ $0 != nil }) ?? true else { return nil }
        return enrichment
    }

    private func find(_ name: LookupName, _ reading: inout Reading) -> FoundLookups.Lookup? {
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
        return FoundLookups.Lookup(
            reference: LookupReference(service: name.service, lookup: wanted), position: name.position, shape: shape)
    }
}
