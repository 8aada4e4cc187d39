import Mustache

/// Escapes text for HTML, in elements and in quoted attributes.
///
/// The library's own escaping goes by grapheme, so that `"` with a combining accent behind it would end an attribute.
/// This one goes by Unicode scalar.
struct EscapedHTML: MustacheContentType {
    static let name = "QuireHTML"

    func escapeText(_ text: String) -> String {
        guard text.utf8.contains(where: Self.isSpecial) else { return text }
        var escaped = ""
        escaped.reserveCapacity(text.utf8.count + 32)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            // What HTML allows neither as it is nor as a reference.
            case "\0"..."\u{8}", "\u{B}", "\u{E}"..."\u{1F}", "\u{7F}": escaped.unicodeScalars.append("\u{FFFD}")
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == 0x7F || [UInt8(ascii: "&"), 0x3C, 0x3E, 0x22, 0x27].contains(byte)
    }
}
