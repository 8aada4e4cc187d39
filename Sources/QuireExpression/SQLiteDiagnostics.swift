import GRDBSQLite
import QuireModel

extension ExpressionText {
    /// - Parameter query: what was compiled; nil while it is evaluated.
    func diagnostic(_ problem: SQLiteProblem, in query: ParameterizedSQL?) -> Diagnostic {
        let offset = problem.isRefusal ? problem.offset.flatMap { query?.textOffset(ofSQL: $0) } : nil
        let place = place(ofByte: offset ?? 0)
        func diagnostic(_ code: String, _ message: String, hint: String? = nil) -> Diagnostic {
            Diagnostic(.error, code, message, at: place, hint: hint)
        }
        switch problem.code {
        case SQLITE_TOOBIG:
            let limit = Connection.maximumTextLength
            return diagnostic("expression-failed", "a text gets longer than \(limit) bytes in '\(excerpt)'")
        case SQLITE_NOMEM, SQLITE_CANTOPEN:
            return diagnostic("expression-too-large", "'\(excerpt)' takes too many steps or too much memory")
        default: break
        }
        guard problem.isRefusal else {
            return diagnostic("expression-failed", "\(problem.message) in '\(excerpt)'")
        }
        if problem.message.contains("stack overflow") || problem.message.contains("too large") {
            return diagnostic("expression-too-large", "the expression is nested too deeply")
        }
        if problem.message == "row value misused" {
            return diagnostic("expression-syntax", "there are several values where one is expected in '\(excerpt)'")
        }
        guard let offset else { return diagnostic("expression-syntax", "\(problem.message) in '\(excerpt)'") }
        guard let near = token(at: offset) else {
            return diagnostic("expression-syntax", "the expression ends too early")
        }
        let isKeyword = near.kind == .word && Keywords.ofExpressions.contains(near.text.lowercased())
        let hint = isKeyword ? Keywords.hint(near.text) : nil
        if problem.message.hasSuffix("syntax error") || problem.message.hasPrefix("no such column") {
            return diagnostic("expression-syntax", "'\(near.text)' makes no sense here", hint: hint)
        }
        return diagnostic("expression-syntax", problem.message, hint: hint)
    }

    private func token(at offset: Int) -> Token? {
        (try? Tokenizer.tokens(of: text))?.first { $0.start >= offset }
    }

    /// The text, as far as it fits in a message.
    private var excerpt: String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.count <= 80 ? line : line.prefix(77) + "…"
    }
}
