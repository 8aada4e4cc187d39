import QuireExpression
import QuireModel
import QuirePlugin

/// Finds what expressions mention that is not there.
struct NameCheck {
    let report: ReportDefinition
    let enrichments: [EnrichmentCheck.Finding]
    /// The source's; nil where they are known only when it is opened.
    let fields: [FieldShape]?

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
                reading.report(blueprint.check(query, parameters: report.checkedParameters))
            }
        case .file(let path, let place, _, let reader):
            reading.report(reader.check(path, at: place, parameters: report.checkedParameters))
        case .list: break
        case .component(_, let blueprint): reading.report(blueprint.check(parameters: report.checkedParameters))
        }
    }

    private func scope(allowsEnrichments: Bool) -> ExpressionScope {
        // An enrichment that could not be checked has been reported by itself: its fields are taken as they come.
        let unchecked = report.enrichments.names + report.enrichments.unreadable
        let scopes = unchecked.map { name in
            ExpressionScope.Enrichment(name: name, fields: enrichments.first { $0.name == name }?.fields)
        }
        return ExpressionScope(
            fields: fields, enrichments: allowsEnrichments ? scopes : [], parameters: report.checkedParameters)
    }
}

extension ReportDefinition {
    /// The parameters of the report and those that every run has; of each it is known only whether it is a list.
    var checkedParameters: [String: ParameterValue] {
        var known = ParameterResolver.builtInNames.reduce(into: [String: ParameterValue]()) {
            $0[$1] = .single(.null)
        }
        for entry in parameters.entries { known[entry.name] = entry.value.type.isList ? .list([]) : .single(.null) }
        for name in parameters.unreadable { known[name] = .single(.null) }
        return known
    }
}
