import GRDBSQLite
import QuireModel

extension ExpressionText {
    /// - Parameter query: what was compiled; nil while it is evaluated.
    func diagnostic(_ problem: SQLiteProblem, in query: ParameterizedSQL?) -> Diagnostic {
        let offset = query.flatMap { query in problem.offset.map(query.textOffset(ofSQL:)) }
        let place = place(ofByte: offset ?? 0)
        switch problem.code {
        case SQLITE_TOOBIG:
            return Diagnostic(
                .error, "expression-failed",
                "a text in '\(excerpt)' gets longer than \(Connection.maximumTextLength) bytes",
                at: place)
        case SQLITE_NOMEM:
            return Diagnostic(.error, "expression-too-large", "'\(excerpt)' needs too much memory", at: place)
        default: break
        }
        guard let offset, problem.message.hasSuffix("syntax error") || problem.message.hasPrefix("incomplete input")
        else {
            let isSyntax = query != nil && problem.offset != nil
            let message = isSyntax ? problem.message : "\(problem.message) in '\(excerpt)'"
            return Diagnostic(.error, isSyntax ? "expression-syntax" : "expression-failed", message, at: place)
        }
        guard offset < text.utf8.count, let near = word(at: offset) else {
            return Diagnostic(.error, "expression-syntax", "the expression ends too early", at: place)
        }
        return Diagnostic(.error, "expression-syntax", "'\(near)' makes no sense here", at: place)
    }

    private func word(at offset: Int) -> String? {
        (try? Tokenizer.tokens(of: text))?.first { $0.start >= offset }?.text
    }

    /// The text, as far as it fits in a message.
    private var excerpt: String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.count <= 80 ? line : line.prefix(77) + "…"
    }
}
