/// RFC 8288's header `Link`: `<https://host/items?page=2>; rel="next", <…>; rel="last"`.
package enum LinkHeader {
    /// The target of the first link whose relation is `next`.
    ///
    /// - Parameter values: of each header of that name.
    package static func next(_ values: [String]) -> String? {
        for value in values {
            var reader = Reader(value)
            while let link = reader.link() {
                let relations = link.relation?.split { $0 == " " || $0 == "\t" } ?? []
                if relations.contains(where: { $0.lowercased() == "next" }) { return link.target }
            }
        }
        return nil
    }

    private struct Reader {
        private let characters: [Character]
        private var index = 0

        init(_ text: String) { characters = Array(text) }

        private var next: Character? { index < characters.count ? characters[index] : nil }

        /// - Returns: nil at the end, or where what comes is no link.
        mutating func link() -> (target: String, relation: String?)? {
            skip { $0 == " " || $0 == "\t" || $0 == "," }
            guard next == "<" else { return nil }
            index += 1
            let target = take { $0 != ">" }
            guard next == ">" else { return nil }
            index += 1
            var relation: String?
            while true {
                skip { $0 == " " || $0 == "\t" }
                guard next == ";" else { return (target, relation) }
                index += 1
                skip { $0 == " " || $0 == "\t" }
                let name = take { $0 != "=" && $0 != ";" && $0 != "," && $0 != " " && $0 != "\t" }
                skip { $0 == " " || $0 == "\t" }
                guard next == "=" else { continue }
                index += 1
                skip { $0 == " " || $0 == "\t" }
                let value = next == "\"" ? quoted() : take { $0 != ";" && $0 != "," && $0 != " " && $0 != "\t" }
                // Of several the first counts.
                if name.lowercased() == "rel", relation == nil { relation = value }
            }
        }

        private mutating func quoted() -> String {
            index += 1
            var text = ""
            while let character = next, character != "\"" {
                if character == "\\", index + 1 < characters.count { index += 1 }
                text.append(characters[index])
                index += 1
            }
            index += 1
            return text
        }

        private mutating func skip(_ isPassedOver: (Character) -> Bool) { _ = take(isPassedOver) }

        private mutating func take(_ belongs: (Character) -> Bool) -> String {
            let start = index
            while let character = next, belongs(character) { index += 1 }
            return String(characters[start..<index])
        }
    }
}
