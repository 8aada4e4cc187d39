import QuireModel

/// A mapping's entries as they come. Entries of a merge stand where `<<` is written; a key of the mapping's own wins
/// over a merged one, and the first of several merged ones over the later.
struct MappingBuilder {
    private enum Part {
        case own(Node.Entry)
        case merged([Node.Entry])
    }

    private enum Key {
        case own(Node)
        case merge
        /// A key that cannot be one: its value is read and dropped.
        case refused
    }

    private var parts: [Part] = []
    private var key: Key?
    /// Where each key stands first.
    private var firstLines: [String: Int] = [:]
    private var hasMerge = false
    private let allowsListKeys: Bool

    init(allowsListKeys: Bool) { self.allowsListKeys = allowsListKeys }

    /// - Parameter place: where the node is used; an alias is used elsewhere than it is written.
    mutating func add(_ node: Node, at place: FilePosition, _ diagnostics: inout [Diagnostic]) {
        guard let key else {
            self.key = start(node, at: place, &diagnostics)
            return
        }
        self.key = nil
        switch key {
        case .own(let key): parts.append(.own(Node.Entry(key: key, value: node)))
        case .refused: break
        case .merge:
            hasMerge = true
            guard let merged = MappingBuilder.entries(toMerge: node) else {
                diagnostics.append(YAMLProblem.merge(of: node, at: place))
                return
            }
            parts += merged.map { .merged($0) }
        }
    }

    private mutating func start(_ node: Node, at place: FilePosition, _ diagnostics: inout [Diagnostic]) -> Key {
        guard node.scalar != nil || allowsListKeys, let text = MappingBuilder.text(ofKey: node) else {
            diagnostics.append(YAMLProblem.keyKind(node, at: place))
            return .refused
        }
        if node.scalar?.style == .plain, text == "<<" { return .merge }
        if let first = firstLines[text] {
            diagnostics.append(YAMLProblem.duplicateKey(text, firstLine: first, at: place))
            return .refused
        }
        firstLines[text] = place.line
        return .own(node)
    }

    /// What a key has in common with its repetition; nil where the node cannot be a key.
    private static func text(ofKey node: Node) -> String? {
        switch node.content {
        case .scalar(let scalar): return scalar.text
        case .sequence(let items):
            let texts = items.compactMap(\.scalar?.text)
            return texts.count == items.count ? "[" + texts.joined(separator: ", ") + "]" : nil
        case .mapping: return nil
        }
    }

    private static func entries(toMerge node: Node) -> [[Node.Entry]]? {
        switch node.content {
        case .mapping(let entries): return [entries]
        case .scalar: return nil
        case .sequence(let nodes):
            var result: [[Node.Entry]] = []
            for node in nodes {
                guard case .mapping(let entries) = node.content else { return nil }
                result.append(entries)
            }
            return result
        }
    }

    func finish() -> [Node.Entry] {
        guard hasMerge else {
            return parts.compactMap { if case .own(let entry) = $0 { entry } else { nil } }
        }
        var taken = Set(firstLines.keys)
        var result: [Node.Entry] = []
        for part in parts {
            switch part {
            case .own(let entry): result.append(entry)
            case .merged(let entries):
                result += entries.filter { taken.insert(MappingBuilder.text(ofKey: $0.key) ?? "").inserted }
            }
        }
        return result
    }
}
