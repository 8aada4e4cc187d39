package import QuireExpression
import QuireModel

extension CheckedReport {
    /// The enrichments that sheets use, and those that these depend on.
    ///
    /// Of a query, whose names are known for certain only once the source is open, it is at least what it uses.
    ///
    /// - Parameter filter: keeps rows on all of them.
    package func enrichments(
        usedBy sheets: [CheckedSheet], filter: ExpressionSyntax? = nil
    ) -> [CheckedEnrichment] {
        var expressions =
            [filter].compactMap(\.self) + sheets.flatMap { $0.rowExpressions(filter: filter, among: columns) }
        var named: Set<String> = []
        for case .query(let query) in sheets.map(\.content) {
            let mentions = QueryMentions(query.text)
            expressions += columns.filter { mentions.mayMean($0.layout.id) }.flatMap(\.expressions)
            named.formUnion(enrichments.map(\.name).filter { mentions.mayMean(fieldOf: $0) })
        }
        return enrichments(usedBy: expressions, orNamed: named)
    }
}

/// The words of a query.
private struct QueryMentions {
    private var words: Set<String> = []
    /// It may ask for all columns there are.
    private var asksForAll = false

    init(_ query: String) {
        var word = ""
        var previous: Character = " "
        for character in query.lowercased() + " " {
            if character.isLetter || character.isNumber || character == "_" {
                word.append(character)
                continue
            }
            if !word.isEmpty {
                words.insert(word)
                word = ""
            }
            // `count(*)` asks for none of them; `SELECT *`, `rows.*` and `a, *` do.
            if character == "*", previous != "(" { asksForAll = true }
            if !character.isWhitespace { previous = character }
        }
    }

    func mayMean(_ name: String) -> Bool { asksForAll || query(holds: name.lowercased()) }

    func mayMean(fieldOf enrichment: String) -> Bool {
        asksForAll || words.contains { $0.hasPrefix(enrichment.lowercased() + "_") }
    }

    /// Names that are not words, as in `"Customer Name"`, are taken to be meant where any of their words is.
    private func query(holds name: String) -> Bool {
        if words.contains(name) { return true }
        let parts = name.split { !($0.isLetter || $0.isNumber || $0 == "_") }
        return parts.count > 1 && parts.allSatisfy { words.contains(String($0)) }
    }
}
