import QuireModel
import QuirePlugin

/// A lookup's query: each input stands in it as `:name`, and all keys as `:keys`.
extension SQLText {
    /// The placeholder of all keys.
    private static let keys = "keys"

    /// Its rows are those of the keys, not of every combination of their inputs.
    func isExact(_ query: LookupQuery) -> Bool {
        query.inputs.count == 1 || query.mostKeys == 1 || parameterNames.contains(Self.keys)
    }

    /// The text with keys in the place of its placeholders.
    func binding(
        _ keys: [LookupKey], of query: LookupQuery, apart: String? = nil
    ) throws(DiagnosticError) -> BoundSQL {
        try binding(apart: apart) { placeholder throws(DiagnosticError) in
            if placeholder.name == Self.keys { return try tuples(keys, at: placeholder) }
            guard let place = query.inputs.firstIndex(where: { $0.name == placeholder.name }) else {
                throw DiagnosticError(unknownInputs(query))
            }
            let values = keys.map { $0.values[place] }
            return query.mostKeys == 1 ? ("?", values) : try list(values, at: placeholder)
        }
    }

    private func tuples(
        _ keys: [LookupKey], at placeholder: Placeholder
    ) throws(DiagnosticError) -> (sql: String, values: [Value]) {
        guard standsAloneInParentheses(placeholder) else {
            throw misplaced(
                placeholder, "':keys' is a list of rows and must stand alone in parentheses",
                hint: "write '(currency, day) IN (:keys)'")
        }
        let values = keys.flatMap(\.values)
        let tuple = "(" + [String](repeating: "?", count: keys.first?.values.count ?? 0).joined(separator: ",") + ")"
        // Beside a row PostgreSQL sees what types its values are; one row of VALUES is text where nothing says otherwise.
        if dialect == .postgres, keys.count == 1, follows(placeholder, "in") { return (tuple, values) }
        let tuples = [String](repeating: tuple, count: keys.count).joined(separator: ",")
        if dialect == .postgres { return ("VALUES \(tuples)", values) }
        // More databases know a list of rows than know VALUES there.
        if dialect == .odbc { return (follows(placeholder, "in") ? tuples : "VALUES \(tuples)", values) }
        // Over VALUES itself SQLite 3.40 reads the whole table; over a SELECT it uses the table's index.
        return ("SELECT * FROM (VALUES \(tuples))", values)
    }

    private func unknownInputs(_ query: LookupQuery) -> [Diagnostic] {
        unknownParameters(
            among: query.inputs.map(\.name) + [Self.keys], kind: "input", declaredUnder: "input")
    }

    /// What is wrong with it, as far as that can be known without the database.
    ///
    /// - Parameter mostValues: as many as the database lets a query have.
    func check(_ query: LookupQuery, mostValues: Int) -> [Diagnostic] {
        let unknown = unknownInputs(query)
        guard unknown.isEmpty else { return unknown }
        let first = query.inputs.first?.name ?? Self.keys
        guard !parameterNames.isEmpty else {
            return [
                Diagnostic(
                    .error, "query", "the query uses none of the lookup's inputs", at: position,
                    hint: "write '… WHERE \(first) IN (:\(first))'")
            ]
        }
        do {
            let key = LookupKey(query.inputs.map { _ in .null })
            let values = try binding([key], of: query).values.count
            guard values * query.mostKeys > mostValues else { return [] }
            return [
                Diagnostic(
                    .error, "query",
                    "\(query.mostKeys) keys are \(values * query.mostKeys) values, and a query holds \(mostValues)",
                    at: position, hint: "ask for fewer at once: 'bulk: { size: \(max(1, mostValues / values)) }'")
            ]
        } catch {
            return error.diagnostics
        }
    }
}

extension LookupQuery {
    /// The input that a value of a query belongs to; those of `:keys` are whole keys, one behind the other.
    func input(_ sql: BoundSQL, _ index: Int) -> String {
        let name = sql.names[index]
        guard !inputs.contains(where: { $0.name == name }), let first = sql.names.firstIndex(of: name) else {
            return name
        }
        return inputs[(index - first) % inputs.count].name
    }
}
