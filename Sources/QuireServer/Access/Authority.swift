/// A host and, where it is written, a port: `reports.example.com:8080`, `[::1]:8080`.
struct Authority: Sendable, Hashable {
    /// Without brackets, in small letters.
    var host: String
    var port: Int?

    /// - Returns: nil where it is none.
    init?(_ text: some StringProtocol) {
        let text = text.lowercased()
        var rest: Substring
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return nil }
            host = String(text[text.index(after: text.startIndex)..<end])
            rest = text[text.index(after: end)...]
        } else {
            host = String(text.prefix { $0 != ":" })
            rest = text.dropFirst(host.count)
        }
        let isClean = host.unicodeScalars.allSatisfy {
            $0.isASCII && $0.value > 0x20 && !"/?#@\\".unicodeScalars.contains($0)
        }
        guard !host.isEmpty, isClean else { return nil }
        if rest.isEmpty { return }
        rest = rest.dropFirst()
        guard text.hasSuffix(":" + rest), rest.allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int(rest),
            (0...65535).contains(number)
        else { return nil }
        port = number
    }
}
