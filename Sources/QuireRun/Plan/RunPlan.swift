import QuireDefinition
import QuireExpression
import QuireModel
import QuirePlugin

/// A report bound to the fields of its open source and to the parameters of one run: everything that is compiled once.
struct RunPlan {
    var enrichments: [Enrichment]
    /// For each enrichment what its rows ask.
    var keys: [KeyExpression]
    /// Those of rows; those of queries follow once the table of rows is there.
    var sheets: [SheetPlan]
    /// What columns can use.
    var scope: ExpressionScope
    var reach: Reach
    var rowFilter: CompiledExpression?
    var distinctFields: [Int]

    /// - Parameter shape: what an opened service says of a lookup.
    /// - Throws: every name that the source does not have, every expression that cannot be compiled, and what does not
    ///   fit the fields of lookups.
    init(
        _ request: RunRequest, fields: [FieldShape], shape: (LookupReference) -> LookupShape?
    ) throws(DiagnosticError) {
        let report = request.report
        let parameters = request.parameters
        var compiler = PlanCompiler()
        let used = request.usedEnrichments.map {
            compiler.settle($0, zone: request.project.zone, shape)
        }
        let rowScope = ExpressionScope(fields: fields, parameters: parameters)
        let scope = ExpressionScope(
            fields: fields,
            enrichments: used.map { enrichment in
                ExpressionScope.Enrichment(name: enrichment.name, fields: enrichment.shape.fields)
            }, parameters: parameters)
        self.scope = scope
        rowFilter = compiler.compile(report.filter, in: rowScope)
        distinctFields = compiler.fields(report.definition.source, among: fields)
        let reach = Reach(used)
        self.reach = reach
        keys = used.compactMap { compiler.key(of: $0, in: scope, zone: request.project.zone) }
        enrichments = zip(used, keys).enumerated().map { index, pair in
            Enrichment(pair.0, dependsOn: reach.direct[index], key: pair.1)
        }
        sheets = request.sheets.enumerated().compactMap { place, sheet in
            compiler.sheet(sheet, at: place, of: request, in: scope, reach)
        }
        try compiler.fail()
    }
}

extension Enrichment {
    fileprivate init(_ checked: CheckedEnrichment, dependsOn: [Int], key: KeyExpression) {
        self.init(
            name: checked.name, lookups: checked.lookups, dependsOn: dependsOn,
            fieldCount: checked.shape.fields?.count ?? 0,
            makeKey: { try key.request(for: $0, row: $1) })
        onMissing = checked.onMissing
        onError = checked.onError
        errorLimit = checked.errorLimit
    }
}
