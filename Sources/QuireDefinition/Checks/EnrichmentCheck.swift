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
        let isValid = InputCheck(name: first.reference.description, takes: takes).check(
            definition.input, isRead: definition.hasInput, at: definition.inputPosition, &reading)
        let ordered = takes.compactMap { input in inputs.first { $0.0.name == input.name }?.1 }
        var enrichment = CheckedEnrichment(
            name: entry.name, definition: definition, found: found, inputs: ordered, when: when ?? nil,
            errorLimit: definition.errorLimit, dependsOn: dependsOn)
        let fits = enrichment.settle(zone: surroundings.project.zone, &reading)
        guard isValid, fits, ordered.count == takes.count, when.map({ $0 != nil }) ?? true else { return nil }
        return enrichment
    }

    private func find(_ name: LookupName, _ reading: inout Reading) -> FoundLookups.Lookup? {
        surroundings.find(.lookup, name.lookup, of: name.service, at: name.position, &reading, among: \.lookups)
            .map { found in
                FoundLookups.Lookup(
                    reference: LookupReference(service: name.service, lookup: found.name), position: name.position,
                    shape: found.shape)
            }
    }
}
