import QuireDefinition
import QuireExpression
import QuireModel
import QuirePlugin

/// A report bound to the fields of its open source and to the parameters of one run: everything that is compiled once.
struct RunPlan {
    var enrichments: [Enrichment]
    /// For each enrichment what its rows ask.
    var keys: [KeyExpression]
    /// Those shown, then those that rows are only sorted by.
    var columns: [PlannedColumn]
    var shownCount: Int
    /// Places among `columns`, and whether descending.
    var sort: [(column: Int, isDescending: Bool)]
    /// Keeps a row on the sheet; over what columns can use.
    var filter: CompiledExpression?
    var rowFilter: CompiledExpression?
    var distinctFields: [Int]

    struct PlannedColumn {
        var layout: ColumnLayout
        var value: CompiledExpression
        var link: CompiledExpression?
        /// Enrichments whose failure makes the cell one that stands for a failed lookup.
        var enrichments: [Int]
    }

    /// - Parameter shape: what an opened service says of a lookup.
    /// - Throws: every name that the source does not have, every expression that cannot be compiled, and what does not
    ///   fit the fields of lookups.
    init(
        _ request: RunRequest, fields: [FieldShape], shape: (LookupReference) -> LookupShape?
    ) throws(DiagnosticError) {
        let report = request.report
        let parameters = request.parameters
        var compiler = Compiler()
        let used = report.enrichments(usedBy: request.expressions).map {
            compiler.settle($0, zone: request.project.zone, shape)
        }
        let rowScope = ExpressionScope(fields: fields, parameters: parameters)
        let scope = ExpressionScope(
            fields: fields,
            enrichments: used.map { enrichment in
                ExpressionScope.Enrichment(name: enrichment.name, fields: enrichment.shape.fields)
            }, parameters: parameters)
        rowFilter = compiler.compile(report.filter, in: rowScope)
        filter = compiler.compile(request.filter, in: scope)
        distinctFields = compiler.fields(report.definition.source, among: fields)
        let reach = Reach(used)
        keys = used.compactMap { compiler.key(of: $0, in: scope, zone: request.project.zone) }
        enrichments = zip(used, keys).enumerated().map { index, pair in
            Enrichment(pair.0, dependsOn: reach.direct[index], key: pair.1)
        }
        columns = (request.columns + request.sortColumns).compactMap { column in
            guard let value = compiler.compile(column.value, in: scope) else { return nil }
            return PlannedColumn(
                layout: column.layout(with: parameters), value: value, link: compiler.compile(column.link, in: scope),
                enrichments: reach.of(column.value))
        }
        shownCount = request.columns.count
        let ids = (request.columns + request.sortColumns).map(\.layout.id)
        sort = request.sort.compactMap { key in
            ids.firstIndex(of: key.column).map { ($0, key.isDescending) }
        }
        guard compiler.diagnostics.isEmpty else { throw DiagnosticError(compiler.diagnostics.sortedByPlace()) }
    }
}

/// Compiles expressions and gathers what is wrong with them.
private struct Compiler {
    var diagnostics: [Diagnostic] = []

    mutating func compile(_ syntax: ExpressionSyntax?, in scope: ExpressionScope) -> CompiledExpression? {
        guard let syntax else { return nil }
        do {
            return try CompiledExpression(syntax, in: scope)
        } catch {
            diagnostics += error.diagnostics
            return nil
        }
    }

    /// The enrichment with all that is known of its lookups now.
    mutating func settle(
        _ enrichment: CheckedEnrichment, zone: Zone, _ shape: (LookupReference) -> LookupShape?
    ) -> CheckedEnrichment {
        var enrichment = enrichment
        do {
            try enrichment.settle(zone: zone, shape)
        } catch {
            diagnostics += error.diagnostics
        }
        return enrichment
    }

    mutating func fields(_ source: SourceDefinition, among fields: [FieldShape]) -> [Int] {
        let names = fields.map(\.name)
        for name in source.fieldTypes.keys.sorted() where !names.contains(name) {
            report("unknown-field", "the source has no field '\(name)'", name, names, at: source.position)
        }
        return source.distinctBy.compactMap { name in
            if let index = names.firstIndex(of: name) { return index }
            report("unknown-field", "the source has no field '\(name)'", name, names, at: source.position)
            return nil
        }
    }

    private mutating func report(
        _ code: String, _ message: String, _ name: String, _ known: [String], at place: FilePosition
    ) {
        let hint = NearestName.hint(name, among: known) ?? "it has " + known.joined(separator: ", ")
        diagnostics.append(Diagnostic(.error, code, message, at: place, hint: hint))
    }

    mutating func key(of enrichment: CheckedEnrichment, in scope: ExpressionScope, zone: Zone) -> KeyExpression? {
        let when = compile(enrichment.when, in: scope)
        let inputs = enrichment.inputs.compactMap { compile($0, in: scope) }
        guard inputs.count == enrichment.inputs.count else { return nil }
        return KeyExpression(when: when, inputs: inputs, types: enrichment.shape.inputs, zone: zone.local)
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

/// Which enrichments depend on which, by their places in the plan.
private struct Reach {
    let names: [String]
    let direct: [[Int]]

    init(_ enrichments: [CheckedEnrichment]) {
        let names = enrichments.map(\.name)
        self.names = names
        direct = enrichments.map { enrichment in enrichment.dependsOn.compactMap { names.firstIndex(of: $0) } }
    }

    /// Those that an expression mentions, and all that these depend on.
    func of(_ syntax: ExpressionSyntax) -> [Int] {
        var found: Set<Int> = []
        var waiting = names.indices.filter { syntax.mentions(enrichment: names[$0]) }
        while let next = waiting.popLast() {
            if found.insert(next).inserted { waiting += direct[next] }
        }
        return found.sorted()
    }
}
