import QuireModel
import QuirePlugin

extension SQLText {
    /// What is wrong with it as a statement, where nothing is wrong with its placeholders.
    func checkWhole(_ placeholders: [Diagnostic]) -> [Diagnostic] {
        let problems = otherPlaceholders + placeholders
        guard problems.isEmpty else { return problems }
        do {
            try checkStatement()
            return []
        } catch {
            return error.diagnostics
        }
    }

    /// Whether it is one statement that may read rows, as far as its words tell.
    func checkStatement() throws(DiagnosticError) {
        guard let word = firstWord else { throw isEmpty }
        guard !holdsSeveralStatements else { throw hasSeveralStatements }
        guard ["select", "with", "values", "table"].contains(word) else { throw readsNoRows }
    }
}
