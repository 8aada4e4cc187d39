/// Cuts an expression as SQLite would, but knows none of what has no place in one: comments, `;`, and placeholders other
/// than `:name`.
struct Tokenizer {
    private let bytes: [UInt8]
    private var position = 0

    static func tokens(of text: String) throws(SyntaxProblem) -> [Token] {
        var tokenizer = Tokenizer(bytes: Array(text.utf8))
        var tokens: [Token] = []
        while let token = try tokenizer.next() { tokens.append(token) }
        return tokens
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private func byte(_ ahead: Int = 0) -> UInt8 {
        position + ahead < bytes.count ? bytes[position + ahead] : 0
    }

    private mutating func next() throws(SyntaxProblem) -> Token? {
        while position < bytes.count, Self.isSpace(byte()) { position += 1 }
        guard position < bytes.count else { return nil }
        let start = position
        let kind = try kind()
        return Token(
            kind: kind, text: String(decoding: bytes[start..<position], as: UTF8.self), start: start, end: position)
    }

    private mutating func kind() throws(SyntaxProblem) -> Token.Kind {
        switch byte() {
        case UInt8(ascii: "'"): return .string(try quoted(until: UInt8(ascii: "'")))
        case UInt8(ascii: "\""): return .quotedName(try quoted(until: UInt8(ascii: "\"")))
        case UInt8(ascii: "`"): return .quotedName(try quoted(until: UInt8(ascii: "`")))
        case UInt8(ascii: "["): return .quotedName(try bracketed())
        case UInt8(ascii: ":"): return .parameter(try parameterName())
        case UInt8(ascii: "?"), UInt8(ascii: "@"), UInt8(ascii: "$"), UInt8(ascii: "#"):
            throw problem(
                "'\(Character(Unicode.Scalar(byte())))' is no placeholder here", hint: "write a parameter as :name")
        case UInt8(ascii: ";"): throw problem("an expression ends without ';'")
        case UInt8(ascii: "x"), UInt8(ascii: "X"):
            if byte(1) == UInt8(ascii: "'") { return try blob() }
            return word()
        case let first where Self.isNameStart(first): return word()
        case let first where Self.isDigit(first): return try number()
        case UInt8(ascii: ".") where Self.isDigit(byte(1)): return try number()
        default: return try symbol()
        }
    }

    private mutating func quoted(until quote: UInt8) throws(SyntaxProblem) -> String {
        let start = position
        var content: [UInt8] = []
        position += 1
        while position < bytes.count {
            if byte() == quote {
                guard byte(1) == quote else {
                    position += 1
                    return String(decoding: content, as: UTF8.self)
                }
                position += 1
            }
            content.append(byte())
            position += 1
        }
        position = start
        throw problem("the quote is never closed")
    }

    private mutating func bracketed() throws(SyntaxProblem) -> String {
        guard let end = bytes[position...].firstIndex(of: UInt8(ascii: "]")) else {
            throw problem("the bracket is never closed")
        }
        let content = String(decoding: bytes[(position + 1)..<end], as: UTF8.self)
        position = end + 1
        return content
    }

    private mutating func parameterName() throws(SyntaxProblem) -> String {
        let start = position + 1
        guard Self.isNameStart(byte(1)) else { throw problem("':' needs the name of a parameter behind it") }
        position += 1
        _ = word()
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func word() -> Token.Kind {
        while position < bytes.count, Self.isNamePart(byte()) { position += 1 }
        return .word
    }

    private mutating func blob() throws(SyntaxProblem) -> Token.Kind {
        let start = position
        position += 1
        let digits = try quoted(until: UInt8(ascii: "'"))
        guard digits.utf8.count.isMultiple(of: 2), digits.utf8.allSatisfy({ Self.isHexDigit($0) }) else {
            position = start
            throw problem("x'…' takes pairs of hex digits")
        }
        return .blob
    }

    private mutating func number() throws(SyntaxProblem) -> Token.Kind {
        let start = position
        if byte() == UInt8(ascii: "0"), byte(1) | 0x20 == UInt8(ascii: "x"), Self.isHexDigit(byte(2)) {
            position += 2
            while Self.isHexDigit(byte()) { position += 1 }
        } else {
            skipDigits()
            if byte() == UInt8(ascii: ".") {
                position += 1
                skipDigits()
            }
            if byte() | 0x20 == UInt8(ascii: "e") {
                let signs = byte(1) == UInt8(ascii: "+") || byte(1) == UInt8(ascii: "-") ? 1 : 0
                if Self.isDigit(byte(1 + signs)) {
                    position += 1 + signs
                    skipDigits()
                }
            }
        }
        if Self.isNamePart(byte()) {
            _ = word()
            let text = String(decoding: bytes[start..<position], as: UTF8.self)
            position = start
            throw problem(
                "'\(text)' is neither a number nor a name", hint: "put a name that begins with a digit in double quotes"
            )
        }
        return .number
    }

    private mutating func skipDigits() {
        while Self.isDigit(byte()) { position += 1 }
    }

    private static let symbols = [
        "->>", "->", "||", "<<", ">>", "<=", ">=", "<>", "!=", "==", "(", ")", "+", "-", "*", "/", "%", "=", "<", ">",
        "|", "&", "~", ",", ".",
    ].map { Array($0.utf8) }

    private mutating func symbol() throws(SyntaxProblem) -> Token.Kind {
        let rest = bytes[position...]
        if rest.starts(with: Array("--".utf8)) || rest.starts(with: Array("/*".utf8)) {
            throw problem("an expression holds no comments", hint: "YAML's own comments begin with '#'")
        }
        guard let symbol = Self.symbols.first(where: { rest.starts(with: $0) }) else {
            let character = String(decoding: rest.prefix(4), as: UTF8.self).first ?? " "
            throw problem("'\(character)' has no meaning in an expression")
        }
        position += symbol.count
        return .symbol
    }

    private func problem(_ message: String, hint: String? = nil) -> SyntaxProblem {
        SyntaxProblem(message: message, hint: hint, offset: position)
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) && byte != 11 }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    private static func isHexDigit(_ byte: UInt8) -> Bool { isDigit(byte) || (97...102).contains(byte | 0x20) }

    private static func isNameStart(_ byte: UInt8) -> Bool {
        (97...122).contains(byte | 0x20) || byte == UInt8(ascii: "_") || byte >= 0x80
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        isNameStart(byte) || isDigit(byte) || byte == UInt8(ascii: "$")
    }
}
