/// An Excel number format code, as far as a workbook with a broken one would not open.
enum FormatCode {
    /// The most characters that Excel takes.
    static let limit = 255

    /// - Returns: what is wrong with it, in words that follow its name; nil where nothing is.
    static func problem(in code: String) -> String? {
        let scalars = Array(code.unicodeScalars)
        if scalars.count > limit { return "is longer than \(limit) characters" }
        if scalars.contains(where: { $0.properties.generalCategory == .control }) { return "holds control characters" }
        var sections = 1
        var index = 0
        while index < scalars.count {
            switch scalars[index] {
            case "\"", "[":
                let end: Unicode.Scalar = scalars[index] == "[" ? "]" : "\""
                guard let close = scalars[(index + 1)...].firstIndex(of: end) else {
                    return end == "]" ? "has a '[' that is never closed" : "has a quote that is never closed"
                }
                index = close
            case "\\", "_", "*":
                index += 1
                if index == scalars.count { return "ends where a character has to follow" }
            case ";": sections += 1
            default: break
            }
            index += 1
        }
        return sections > 4 ? "has more than 4 sections" : nil
    }
}
