import QuireModel

/// Goes over the tokens of an expression once: sorts words into keywords, calls and references, and refuses what can
/// be refused by sight. SQLite has the last word on the grammar.
struct SyntaxReader {
    private struct Parenthesis {
        enum Role {
            case group
            /// Index into `calls`.
            case call(Int)
            case cast
            case list
        }

        var role: Role
        var offset: Int
        var isEmpty = true
        /// Behind the AS of a CAST.
        var isInType = false
    }

    private let tokens: [Token]
    private var index = 0
    private var open: [Parenthesis] = []
    private(set) var calls: [ExpressionSyntax.Call] = []
    private(set) var placeholders: [ExpressionSyntax.Placeholder] = []

    /// Quotes are not the author's.
    private let isFieldName: Bool

    init(tokens: [Token], isFieldName: Bool) {
        self.tokens = tokens
        self.isFieldName = isFieldName
    }

    private func token(at index: Int) -> Token? { tokens.indices.contains(index) ? tokens[index] : nil }

    mutating func read() throws(SyntaxProblem) {
        while index < tokens.count {
            let token = tokens[index]
            if !token.isSymbol(")"), !open.isEmpty { open[open.count - 1].isEmpty = false }
            switch token.kind {
            case .word: try readWord(token)
            case .quotedName: if open.last?.isInType != true { try readReference(token) }
            case .string(let text): try readString(text, token)
            case .parameter(let name): readParameter(name, token)
            case .symbol: try readSymbol(token)
            case .number, .blob: break
            }
            index += 1
        }
        if let parenthesis = open.last {
            throw SyntaxProblem(message: "the parenthesis is never closed", offset: parenthesis.offset)
        }
    }

    private mutating func readWord(_ token: Token) throws(SyntaxProblem) {
        let word = token.text.lowercased()
        if open.last?.isInType == true { return }
        if self.token(at: index - 1)?.isWord("collate") == true { return try readCollation(word, token) }
        if self.token(at: index + 1)?.isSymbol(".") == true { return try readReference(token) }
        try refuse(word, token)
        if self.token(at: index + 1)?.isSymbol("(") == true, isCall(word) { return try readCall(token) }
        if word == "as", case .cast? = open.last?.role { open[open.count - 1].isInType = true }
        if !Keywords.ofExpressions.contains(word) { try readReference(token) }
    }

    private func readCollation(_ word: String, _ token: Token) throws(SyntaxProblem) {
        let known = ["binary", "nocase", "rtrim"]
        guard !known.contains(word) else { return }
        throw SyntaxProblem(
            message: "there is no collation '\(token.text)'", hint: NearestName.hint(word, among: known),
            offset: token.start)
    }

    private func refuse(_ word: String, _ token: Token) throws(SyntaxProblem) {
        if Keywords.ofSelects.contains(word) {
            throw SyntaxProblem(
                code: "expression-forbidden", message: "an expression holds no SELECT of its own",
                hint: "it sees one row: its fields, its enrichments and parameters", offset: token.start)
        }
        if Keywords.clock.contains(word) { throw .clock(at: token.start) }
        let isAfterCall = self.token(at: index - 1)?.isSymbol(")") == true
        if isAfterCall, word == "over" || word == "filter" {
            throw SyntaxProblem(
                code: "expression-forbidden", message: "an expression sees one row: there are no window functions",
                offset: token.start)
        }
        if Keywords.reserved.contains(word) {
            throw SyntaxProblem(
                message: "'\(token.text)' is an SQL keyword",
                hint: Keywords.hint(token.text), offset: token.start)
        }
    }

    private func isCall(_ word: String) -> Bool {
        guard Keywords.operatorsAndFunctions.contains(word) else {
            return word == "cast" || !Keywords.ofExpressions.contains(word)
        }
        guard let before = token(at: index - 1) else { return true }
        switch before.kind {
        case .number, .blob, .string, .parameter, .quotedName: return false
        case .symbol: return !before.isSymbol(")")
        case .word:
            let word = before.text.lowercased()
            return Keywords.ofExpressions.contains(word) && !["end", "false", "not", "null", "true"].contains(word)
        }
    }

    private mutating func readCall(_ token: Token) throws(SyntaxProblem) {
        if self.token(at: index - 1)?.isWord("in") == true {
            throw SyntaxProblem(message: "IN needs a list in parentheses behind it", offset: token.start)
        }
        index += 1
        if token.isWord("cast") {
            open.append(Parenthesis(role: .cast, offset: tokens[index].start))
            return
        }
        calls.append(.init(name: token.text, argumentCount: 1, offset: token.start))
        open.append(Parenthesis(role: .call(calls.count - 1), offset: tokens[index].start))
    }

    private mutating func readReference(_ token: Token) throws(SyntaxProblem) {
        var reference = ExpressionSyntax.Reference(
            name: token.name ?? "", offset: token.start, nameOffset: token.start)
        reference.isQuoted = token.kind != .word && !isFieldName
        var end = token.end
        if self.token(at: index + 1)?.isSymbol(".") == true {
            guard let field = self.token(at: index + 2), let name = field.name else {
                throw SyntaxProblem(message: "'.' needs a field's name behind it", offset: tokens[index + 1].start)
            }
            reference.qualifier = reference.name
            reference.name = name
            reference.nameOffset = field.start
            end = field.end
            index += 2
            if let dot = self.token(at: index + 1), dot.isSymbol(".") {
                throw SyntaxProblem(
                    message: "a field has at most one '.' before it: enrichment.field", offset: dot.start)
            }
        }
        placeholders.append(.init(content: .reference(reference), range: token.start..<end))
    }

    private mutating func readParameter(_ name: String, _ token: Token) {
        var isWholeList = false
        if case .list? = open.last?.role {
            isWholeList =
                self.token(at: index - 1)?.isSymbol("(") == true && self.token(at: index + 1)?.isSymbol(")") == true
        }
        placeholders.append(.init(content: .parameter(name, isWholeList: isWholeList), range: token.start..<token.end))
    }

    private func readString(_ text: String, _ token: Token) throws(SyntaxProblem) {
        guard case .call(let call)? = open.last?.role, Self.dateFunctions[calls[call].name.lowercased()] != nil else {
            return
        }
        switch text.lowercased() {
        case "now": throw .clock(at: token.start)
        case "localtime", "utc":
            throw SyntaxProblem(
                code: "expression-forbidden", message: "'\(text)' depends on the zone of the machine",
                hint: "dates and times are those of the project's zone already", offset: token.start)
        default: break
        }
    }

    private mutating func readSymbol(_ token: Token) throws(SyntaxProblem) {
        switch token.text {
        case "(":
            let isList = self.token(at: index - 1)?.isWord("in") == true
            let isInType = open.last?.isInType == true
            open.append(Parenthesis(role: isList ? .list : .group, offset: token.start, isInType: isInType))
        case ")":
            guard let parenthesis = open.popLast() else {
                throw SyntaxProblem(message: "this parenthesis closes none", offset: token.start)
            }
            guard case .call(let call) = parenthesis.role else { return }
            if parenthesis.isEmpty { calls[call].argumentCount = 0 }
            if let withoutTime = Self.dateFunctions[calls[call].name.lowercased()],
                calls[call].argumentCount <= withoutTime
            {
                throw .clock(at: calls[call].offset)
            }
        case ",":
            if case .call(let call)? = open.last?.role { calls[call].argumentCount += 1 }
        default: break
        }
    }

    /// Functions that read the clock with so many arguments or fewer.
    private static let dateFunctions = [
        "date": 0, "time": 0, "datetime": 0, "julianday": 0, "unixepoch": 0, "strftime": 1, "timediff": 0,
    ]
}

extension SyntaxProblem {
    static func clock(at offset: Int) -> SyntaxProblem {
        SyntaxProblem(
            code: "expression-forbidden", message: "an expression does not read the clock",
            hint: "use :today, :now or :scheduled_at, which are fixed for the run", offset: offset)
    }
}
