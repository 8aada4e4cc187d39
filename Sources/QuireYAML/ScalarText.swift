import QuireModel

/// Texts as YAML writes them.
package enum ScalarText {
    /// A text as a scalar that is read as just this text.
    ///
    /// - Parameters:
    ///   - inFlow: whether it stands inside `{ }` or `[ ]`.
    ///   - takesAnyScalar: a text that reads as a number, a boolean or null may stand without quotes.
    package static func written(_ text: String, inFlow: Bool = true, takesAnyScalar: Bool = false) -> String {
        if isPlain(text, inFlow: inFlow), takesAnyScalar || CoreSchema.meaning(of: text) == .text { return text }
        // A tab in single quotes may be taken for indentation.
        return isPrintable(text) && !text.contains("\t")
            ? "'" + text.replacing("'", with: "''") + "'" : doubleQuoted(text)
    }

    /// A text of several lines behind a key: `|` and its lines, each behind as many spaces.
    ///
    /// - Returns: quoted where a literal block would not give just this text.
    package static func block(_ text: String, indent: Int) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let isLiteral =
            lines.allSatisfy { isPrintable(String($0)) }
            && lines.first?.first.map { !$0.isWhitespace } == true
            && lines.last?.isEmpty == false
        guard isLiteral else { return doubleQuoted(text) }
        let margin = String(repeating: " ", count: indent)
        return "|\n" + lines.map { $0.isEmpty ? "" : margin + $0 }.joined(separator: "\n")
    }

    private static func isPlain(_ text: String, inFlow: Bool) -> Bool {
        guard isPrintable(text), let first = text.unicodeScalars.first, let last = text.unicodeScalars.last else {
            return false
        }
        if first == " " || last == " " || last == ":" || text == "<<" || text == "---" { return false }
        if "-?:,[]{}#&*!|>'\"%@`=~".unicodeScalars.contains(first) { return false }
        if inFlow, text.unicodeScalars.contains(where: { ",[]{}".unicodeScalars.contains($0) }) { return false }
        return !text.contains(": ") && !text.contains(" #") && !text.contains("\t")
    }

    private static func isPrintable(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0x09, 0x20...0x7E, 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD,
                0x10000...0x10FFFF:
                true
            default: false
            }
        }
    }

    private static func doubleQuoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case _ where isPrintable(String(scalar)): result.unicodeScalars.append(scalar)
            case _ where scalar.value > 0xFFFF: result += "\\U" + hexadecimal(scalar, digits: 8)
            default: result += "\\u" + hexadecimal(scalar, digits: 4)
            }
        }
        return result + "\""
    }

    private static func hexadecimal(_ scalar: Unicode.Scalar, digits: Int) -> String {
        let text = String(scalar.value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
