extension Redactor {
    /// A text on one line: secrets out first, white space and control characters to single spaces, then cut.
    package func line(_ text: String, limit: Int) -> String {
        var line = ""
        var length = 0
        var isGap = false
        for character in redact(text) {
            if character.isWhitespace
                || character.unicodeScalars.allSatisfy({ $0.properties.generalCategory == .control })
            {
                isGap = length > 0
                continue
            }
            if isGap {
                line += " "
                length += 1
                isGap = false
            }
            if length >= limit { return line + "…" }
            line.append(character)
            length += 1
        }
        return line
    }

    package func line(_ json: JSON, limit: Int) -> String { line(json.text, limit: limit) }
}
