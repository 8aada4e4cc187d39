/// The languages of the pages.
package enum Language: String, Sendable, Hashable, CaseIterable {
    case english = "en"
    case chinese = "zh"

    /// The one that a reader wants most.
    ///
    /// - Parameter accepted: the header `Accept-Language`, as `zh-CN,zh;q=0.9,en;q=0.8`.
    package init(accepting accepted: String?) {
        var best: (language: Language, weight: Double)?
        for range in (accepted ?? "").prefix(1000).split(separator: ",") {
            let parts = range.split(separator: ";").map { $0.filter { !$0.isWhitespace }.lowercased() }
            guard let tag = parts.first, let primary = tag.split(separator: "-").first else { continue }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            guard let language = Language(rawValue: primary == "*" ? Language.english.rawValue : String(primary)),
                weight > 0, weight > best?.weight ?? 0
            else { continue }
            best = (language, weight)
        }
        self = best?.language ?? .english
    }
}
