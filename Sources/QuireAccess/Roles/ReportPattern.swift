package import QuireModel

/// A pattern of reports' names: `*` stands for any characters but `/`, `**` for any at all, `?` for one but `/`.
package struct ReportPattern: Sendable, Hashable, CustomStringConvertible {
    private enum Part: Hashable {
        case character(Character)
        case oneInFolder, manyInFolder, many
    }

    private static let longest = 200

    package let description: String
    private let parts: [Part]

    /// - Throws: where it is empty or longer than names are.
    package init(_ text: String) throws(DiagnosticError) {
        guard !text.isEmpty, text.count <= ReportPattern.longest else {
            throw DiagnosticError(.invalidReportPattern(longest: ReportPattern.longest))
        }
        self.init(stored: text)
    }

    init(stored text: String) {
        description = text
        var parts: [Part] = []
        for character in text {
            switch character {
            case "*" where parts.last == .manyInFolder: parts[parts.count - 1] = .many
            case "*" where parts.last == .many: break
            case "*": parts.append(.manyInFolder)
            case "?": parts.append(.oneInFolder)
            default: parts.append(.character(character))
            }
        }
        self.parts = parts
    }

    package func fits(_ name: String) -> Bool {
        // Where in the pattern one can be after what was read of the name.
        var places = reachable([0])
        for character in name {
            var next: Set<Int> = []
            for place in places where place < parts.count {
                switch parts[place] {
                case .character(let wanted): if wanted == character { next.insert(place + 1) }
                case .oneInFolder: if character != "/" { next.insert(place + 1) }
                case .manyInFolder: if character != "/" { next.insert(place) }
                case .many: next.insert(place)
                }
            }
            places = reachable(next)
            if places.isEmpty { return false }
        }
        return places.contains(parts.count)
    }

    /// These places and those behind parts that may stand for nothing.
    private func reachable(_ places: Set<Int>) -> Set<Int> {
        var all = places
        for var place in places {
            while place < parts.count, [.manyInFolder, .many].contains(parts[place]) {
                place += 1
                all.insert(place)
            }
        }
        return all
    }
}
