import QuireExpression
import QuireModel
import QuirePlugin

/// Finds what expressions mention that is not there; the source's fields are known only when it is opened.
struct NameCheck {
    let report: ReportDefinition
    let enrichments: [CheckedEnrichment]

    func check(_ syntax: ExpressionSyntax?, allowsEnrichments: Bool, _ reading: inout Reading) {
        guard let syntax else { return }
        reading.report(CompiledExpression.check(syntax, in: scope(allowsEnrichments: allowsEnrichments)))
    }

    func checkConnection(_ project: ProjectDefinition, _ reading: inout Reading) {
        guard case .query(let name, let place, _) = report.source.origin, project.connections[name] == nil,
            !project.connections.unreadable.contains(name)
        else { return }
        reading.error(
            "unknown-connection", "the project has no connection '\(name)'", at: place,
            hint: NearestName.hint(name, among: project.connections.names)
                ?? "connections are named in quire.yaml, under 'connections'")
    }

    private func scope(allowsEnrichments: Bool) -> ExpressionScope {
        var parameters = ParameterResolver.builtInNames.reduce(into: [String: ParameterValue]()) {
            $0[$1] = .single(.null)
        }
        for entry in report.parameters.entries {
            parameters[entry.name] = entry.value.type.isList ? .list([]) : .single(.null)
        }
        for name in report.parameters.unreadable { parameters[name] = .single(.null) }
        // An enrichment that could not be checked has been reported by itself: its fields are taken as they come.
        let unchecked = report.enrichments.names + report.enrichments.unreadable
        let scopes = unchecked.map { name in
            let shape = enrichments.first { $0.name == name }?.shape
            return ExpressionScope.Enrichment(name: name, fields: shape?.fields.map { FieldShape($0.name, $0.type) })
        }
        return ExpressionScope(
            fields: nil, enrichments: allowsEnrichments ? scopes : [], parameters: parameters)
    }
}
