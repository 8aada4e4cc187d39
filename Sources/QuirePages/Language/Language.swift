/// A language that pages are written in.
package enum Language: String, Sendable, CaseIterable {
    case english = "en"
    case chinese = "zh-CN"

    /// As its own readers call it.
    package var ownName: String {
        switch self {
        case .english: "English"
        case .chinese: "中文"
        }
    }

    /// - Parameters:
    ///   - chosen: what the user picked, as in `?lang=zh-CN`; taken where it is a language there is.
    ///   - accepted: the `Accept-Language` header.
    package static func choose(chosen: String?, accepted: String?) -> Language {
        chosen.flatMap { wanted in allCases.first { $0.rawValue == wanted } } ?? preferred(by: accepted)
    }

    /// The best match for an `Accept-Language` header by its q-values (RFC 9110, 12.5.4); of equal ones the first.
    /// English where it asks for nothing that there is.
    package static func preferred(by header: String?) -> Language {
        guard let header else { return .english }
        var best: (language: Language, quality: Double)?
        for range in header.split(separator: ",").prefix(50) {
            let parts = range.split(separator: ";").map { $0.filter { !$0.isWhitespace }.lowercased() }
            guard let tag = parts.first, let language = Language(range: tag) else { continue }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) }
            guard let quality = weight ?? 1, quality > 0, quality <= 1 else { continue }
            if quality > best?.quality ?? 0 { best = (language, quality) }
        }
        return best?.language ?? .english
    }

    private init?(range: String) {
        switch range.split(separator: "-").first {
        case "en", "*": self = .english
        case "zh": self = .chinese
        default: return nil
        }
    }
}

extension Language {
    /// The text of a phrase, with what its `{name}`s stand for.
    package func text(_ phrase: Phrase, _ values: KeyValuePairs<String, String> = [:]) -> String {
        let text = template(phrase)
        guard !values.isEmpty else { return text }
        // In one pass, so that a value that looks like a placeholder stays as it is.
        var filled = ""
        var rest = text[...]
        while let start = rest.firstIndex(of: "{"), let end = rest[start...].firstIndex(of: "}") {
            filled += rest[..<start]
            let name = rest[rest.index(after: start)..<end]
            filled += values.first { $0.key == name }?.value ?? String(rest[start...end])
            rest = rest[rest.index(after: end)...]
        }
        return filled + rest
    }

    func template(_ phrase: Phrase) -> String {
        let table =
            switch self {
            case .english: Phrase.english
            case .chinese: Phrase.chinese
            }
        return table[phrase] ?? phrase.rawValue
    }
}
