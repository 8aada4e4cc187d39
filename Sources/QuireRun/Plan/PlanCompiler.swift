import QuireDefinition
import QuireExpression
import QuireModel
import QuirePlugin

/// Compiles expressions and gathers what is wrong with them.
struct PlanCompiler {
    var diagnostics: [Diagnostic] = []

    /// - Throws: what was gathered.
    func fail() throws(DiagnosticError) {
        guard diagnostics.isEmpty else { throw DiagnosticError(diagnostics.sortedByPlace()) }
    }

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

/// Which enrichments depend on which, by their places in the plan.
struct Reach {
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
