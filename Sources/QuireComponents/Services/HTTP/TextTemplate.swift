/// Text with placeholders: `/contract/{sn}`. Braces around anything but a name are plain text.
package struct TextTemplate: Sendable, Hashable {
    package enum Segment: Sendable, Hashable {
        case literal(String)
        case placeholder(Placeholder)
    }

    package struct Placeholder: Sendable, Hashable {
        package var name: String
        /// Written `{sn*}`: one query item for each value.
        package var repeats: Bool

        package init(_ name: String, repeats: Bool = false) {
            self.name = name
            self.repeats = repeats
        }

        var text: String { "{\(name)\(repeats ? "*" : "")}" }
    }

    package let segments: [Segment]

    /// Empty text.
    static let nothing = TextTemplate(segments: [])

    private init(segments: [Segment]) { self.segments = segments }

    /// A placeholder alone, of whatever name.
    init(placeholder name: String) { segments = [.placeholder(Placeholder(name))] }

    package init(_ text: String) throws(DefinitionProblem) {
        var segments: [Segment] = []
        var literal = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            literal += rest[..<open]
            rest = rest[open...]
            let inside = rest.dropFirst().prefix { $0 != "}" && $0 != "{" }
            guard inside.endIndex < rest.endIndex, rest[inside.endIndex] == "}" else {
                literal += rest[..<inside.endIndex]
                rest = rest[inside.endIndex...]
                continue
            }
            rest = rest[rest.index(after: inside.endIndex)...]
            let name = inside.hasSuffix("*") ? inside.dropLast() : inside
            if Self.isName(name) {
                if !literal.isEmpty { segments.append(.literal(literal)) }
                literal = ""
                segments.append(.placeholder(Placeholder(String(name), repeats: name.count < inside.count)))
            } else if Self.looksLikeName(inside) {
                throw DefinitionProblem(
                    "'{\(inside)}' is no placeholder", hint: "names are small letters, digits and '_'")
            } else {
                literal += "{\(inside)}"
            }
        }
        literal += rest
        if !literal.isEmpty { segments.append(.literal(literal)) }
        self.segments = segments
    }

    package var placeholders: [Placeholder] {
        segments.compactMap { if case .placeholder(let placeholder) = $0 { placeholder } else { nil } }
    }

    /// The placeholder that is the whole text.
    package var onlyPlaceholder: Placeholder? { segments.count == 1 ? placeholders.first : nil }

    /// The text, where there is no placeholder in it.
    package var literal: String? {
        switch segments.first {
        case nil: ""
        case .literal(let text) where segments.count == 1: text
        default: nil
        }
    }

    private static func isName(_ text: some StringProtocol) -> Bool {
        guard let first = text.unicodeScalars.first, ("a"..."z").contains(first) else { return false }
        return text.unicodeScalars.allSatisfy {
            ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "_"
        }
    }

    private static func looksLikeName(_ text: some StringProtocol) -> Bool {
        guard let first = text.unicodeScalars.first, first.properties.isAlphabetic else { return false }
        return text.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || ("0"..."9").contains($0) || "_-.* ".unicodeScalars.contains($0)
        }
    }
}
