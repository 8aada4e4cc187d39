/// A token of SQLite's SQL, and the bytes it stands on.
struct Token: Equatable {
    enum Kind: Equatable {
        /// A keyword or a name without quotes.
        case word
        /// A name in `"…"`, `` `…` `` or `[…]`, without them.
        case quotedName(String)
        case string(String)
        case number
        case blob
        /// `:name`, without the colon.
        case parameter(String)
        /// An operator, comma, dot or parenthesis.
        case symbol
    }

    var kind: Kind
    var text: String
    /// Offset in the UTF-8 of the expression.
    var start: Int
    var end: Int

    func isSymbol(_ symbol: String) -> Bool { kind == .symbol && text == symbol }

    func isWord(_ word: String) -> Bool { kind == .word && text.lowercased() == word }

    /// The name that a word or a quoted name stands for.
    var name: String? {
        switch kind {
        case .word: text
        case .quotedName(let name): name
        default: nil
        }
    }
}

/// What keeps an expression's text from being cut into tokens, or makes no sense in one.
struct SyntaxProblem: Error {
    var code = "expression-syntax"
    var message: String
    var hint: String?
    var offset: Int
}
