package import QuireModel

/// What an expression may see in a run.
package struct ExpressionScope: Sendable {
    package struct Enrichment: Sendable {
        package var name: String
        /// Nil where they are not known, as in an offline check.
        package var fields: [FieldShape]?

        package init(name: String, fields: [FieldShape]?) {
            self.name = name
            self.fields = fields
        }
    }

    /// The source's; nil where they are not known: every name without a qualifier is then taken for one.
    package var fields: [FieldShape]?
    /// In the order of the plan.
    package var enrichments: [Enrichment]
    /// With `today`, `now` and `scheduled_at`, where they are allowed.
    package var parameters: [String: ParameterValue]

    package init(
        fields: [FieldShape]? = [], enrichments: [Enrichment] = [], parameters: [String: ParameterValue] = [:]
    ) {
        self.fields = fields
        self.enrichments = enrichments
        self.parameters = parameters
    }
}

extension ExpressionScope {
    /// With no fields where they are not known.
    var withoutUnknowns: ExpressionScope {
        var scope = self
        scope.fields = fields ?? []
        scope.enrichments = enrichments.map { Enrichment(name: $0.name, fields: $0.fields ?? []) }
        return scope
    }

    /// - Returns: nil where the name may be right but nothing is known of it.
    func slot(of reference: ExpressionSyntax.Reference) throws(SyntaxProblem) -> RowSlot? {
        guard let qualifier = reference.qualifier else {
            guard let fields else { return nil }
            return try Self.index(of: reference, among: fields.map(\.name), hint: enrichmentHint(reference)).map {
                .field($0)
            }
        }
        guard let enrichment = try enrichmentIndex(qualifier, offset: reference.offset) else { return nil }
        guard let known = enrichments[enrichment].fields else { return nil }
        return try Self.index(of: reference, among: known.map(\.name), hint: nil)
            .map { .enrichment(enrichment, field: $0) }
    }

    func parameter(_ name: String, offset: Int) throws(SyntaxProblem) -> ParameterValue {
        if let value = parameters[name] { return value }
        throw SyntaxProblem(
            code: "unknown-parameter", message: "there is no parameter ':\(name)'",
            hint: NearestName.hint(name, among: parameters.keys.sorted()), offset: offset)
    }

    private func enrichmentIndex(_ name: String, offset: Int) throws(SyntaxProblem) -> Int? {
        let names = enrichments.map(\.name)
        if let index = names.firstIndex(where: { $0 == name }) ?? names.firstIndex(where: { $0.isSameName(as: name) }) {
            return index
        }
        throw SyntaxProblem(
            code: "unknown-enrichment", message: "there is no enrichment '\(name)'",
            hint: NearestName.hint(name, among: names), offset: offset)
    }

    private func enrichmentHint(_ reference: ExpressionSyntax.Reference) -> String? {
        guard let enrichment = enrichments.first(where: { $0.name == reference.name }) else { return nil }
        let example = enrichment.fields?.first.map { ", such as \(enrichment.name).\($0.name)" } ?? ""
        return "'\(enrichment.name)' is an enrichment: name one of its fields\(example)"
    }

    private static func nearestHint(_ reference: ExpressionSyntax.Reference, among names: [String]) -> String? {
        guard let near = NearestName.find(reference.name, among: names) else { return nil }
        return "did you mean '\(reference.qualifier.map { "\($0)." } ?? "")\(near)'?"
    }

    /// A csv file that is cut at another character than it should be has one field with all names in it.
    private static func delimiterHint(_ names: [String]) -> String? {
        guard names.count == 1, let mark = [";", "\t"].first(where: names[0].contains) else { return nil }
        return
            "the source has one field, '\(names[0])': is it csv that wants delimiter: \"\(mark == ";" ? ";" : "\\t")\"?"
    }

    private static func fieldsHint(_ names: [String]) -> String? {
        guard !names.isEmpty else { return nil }
        return "there are " + names.prefix(10).joined(separator: ", ") + (names.count > 10 ? ", …" : "")
    }

    private static func textHint(_ reference: ExpressionSyntax.Reference) -> String? {
        guard reference.isQuoted, reference.qualifier == nil else { return nil }
        return "double quotes hold names; text stands in single ones: '\(reference.name)'"
    }

    /// Exactly the name, else the only one that differs in the case of ASCII letters alone, as names do not in SQL.
    private static func index(
        of reference: ExpressionSyntax.Reference, among names: [String], hint: String?
    ) throws(SyntaxProblem) -> Int? {
        let written = reference.qualifier.map { "\($0).\(reference.name)" } ?? reference.name
        let exact = names.indices.filter { names[$0].utf8.elementsEqual(reference.name.utf8) }
        let matches = exact.isEmpty ? names.indices.filter { names[$0].isSameName(as: reference.name) } : exact
        guard let match = matches.first else {
            throw SyntaxProblem(
                code: "unknown-field", message: "there is no field '\(written)'",
                hint: hint ?? delimiterHint(names) ?? nearestHint(reference, among: names)
                    ?? textHint(reference) ?? fieldsHint(names),
                offset: reference.nameOffset)
        }
        guard matches.count == 1 else {
            let candidates = matches.map { "'\(names[$0])'" }.joined(separator: " or ")
            throw SyntaxProblem(
                code: "ambiguous-field", message: "'\(written)' may mean \(candidates)",
                hint: "write it as the source does", offset: reference.nameOffset)
        }
        return match
    }
}

extension String {
    /// The same but for the case of ASCII letters.
    package func isSameName(as other: String) -> Bool {
        utf8.count == other.utf8.count
            && utf8.lazy.map(lowercasedASCII).elementsEqual(other.utf8.lazy.map(lowercasedASCII))
    }
}

private func lowercasedASCII(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte | 0x20 : byte }
