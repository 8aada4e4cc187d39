import QuireExpression
import QuireModel
import QuirePlugin

/// Finds what expressions mention that is not there; the source's fields are known only when it is opened.
struct NameCheck {
    let report: ReportDefinition
    let enrichments: [EnrichmentCheck.Finding]

    func check(_ syntax: ExpressionSyntax?, allowsEnrichments: Bool, _ reading: inout Reading) {
        guard let syntax else { return }
        reading.report(CompiledExpression.check(syntax, in: scope(allowsEnrichments: allowsEnrichments)))
    }

    /// - Parameter hasOwnColumns: they are not the report's, which are checked by themselves.
    func check(_ sheet: CheckedSheet, hasOwnColumns: Bool, _ reading: inout Reading) {
        let columns = hasOwnColumns ? (sheet.columns ?? []).flatMap(\.expressions) : []
        for expression in columns { check(expression, allowsEnrichments: !sheet.isQuery, &reading) }
        guard case .rows(let selection) = sheet.content else { return }
        check(selection.filter, allowsEnrichments: true, &reading)
        check(selection.split, allowsEnrichments: true, &reading)
        for case .expression(let expression) in selection.sort.map(\.value) {
            check(expression, allowsEnrichments: true, &reading)
        }
    }

    /// Rows are dropped before they are enriched.
    func checkFilter(_ filter: ExpressionSyntax?, _ reading: inout Reading) {
        guard let filter else { return }
        let early = (report.enrichments.names + report.enrichments.unreadable.sorted())
            .filter { filter.mentions(enrichment: $0) }
        for name in early {
            let reference = filter.references.first { $0.qualifier?.lowercased() == name }
            reading.error(
                "enrichment-in-where", "'where' drops rows before they are enriched, so it has no '\(name)'",
                at: filter.source.place(ofByte: reference?.offset ?? 0), hint: "it sees the source's fields")
        }
        check(filter, allowsEnrichments: !early.isEmpty, &reading)
    }

    func checkSource(_ reading: inout Reading) {
        guard report.source.isReadable else { return }
        switch report.source.origin {
        case .query(let name, let place, let query):
            if let blueprint = reading.connection(name, at: place)?.blueprint {
                reading.report(blueprint.check(query, parameters: parameters))
            }
        case .file(let path, let place, _, let reader):
            reading.report(reader.check(path, at: place, parameters: parameters))
        case .component(_, let blueprint): reading.report(blueprint.check(parameters: parameters))
        }
    }

    /// Those of the report and those that every run has; of each it is known only whether it is a list.
    private var parameters: [String: ParameterValue] {
        var parameters = ParameterResolver.builtInNames.reduce(into: [String: ParameterValue]()) {
            $0[$1] = .single(.null)
        }
        for entry in report.parameters.entries {
            parameters[entry.name] = entry.value.type.isList ? .list([]) : .single(.null)
        }
        for name in report.parameters.unreadable { parameters[name] = .single(.null) }
        return parameters
    }

    private func scope(allowsEnrichments: Bool) -> ExpressionScope {
        // An enrichment that could not be checked has been reported by itself: its fields are taken as they come.
        let unchecked = report.enrichments.names + report.enrichments.unreadable
        let scopes = unchecked.map { name in
            ExpressionScope.Enrichment(name: name, fields: enrichments.first { $0.name == name }?.fields)
        }
        return ExpressionScope(
            fields: nil, enrichments: allowsEnrichments ? scopes : [], parameters: parameters)
    }
}
