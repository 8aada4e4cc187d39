import QuireModel

/// Puts events together to one node, aliases and merges resolved, and counts as it goes, so that nothing is built
/// that breaks a limit.
struct NodeBuilder {
    /// A finished node and what it costs each time it is used.
    private struct Subtree {
        var node: Node
        var nodeCount = 1
        /// Lists and mappings inside each other, itself included; 0 for a scalar.
        var levels = 0
    }

    /// A list or mapping that is still being read.
    private struct Frame {
        var position: FilePosition
        var anchor: String?
        var items: [Node] = []
        /// Nil in a list.
        var mapping: MappingBuilder?
        var nodeCount = 1
        var levels = 1
    }

    private enum Anchor {
        case open
        case finished(Subtree)
    }

    private let source: SourceText
    private let allowsListKeys: Bool
    private var frames: [Frame] = []
    private var anchors: [String: Anchor] = [:]
    private var root: Node?
    private var documents = 0
    private var nodeCount = 0
    private var diagnostics: [Diagnostic] = []

    init(source: SourceText, allowsListKeys: Bool) {
        self.source = source
        self.allowsListKeys = allowsListKeys
    }

    mutating func take(_ event: Event) throws(DiagnosticError) {
        let position = event.position
        switch event.kind {
        case .documentStart:
            documents += 1
            if documents > 1 { throw stop(YAMLProblem.secondDocument(at: position)) }
        case .scalar(let text, let style, let tag, let anchor):
            try count(1, at: position)
            let meaning = meaning(of: text, style: style, tag: tag, at: position)
            let isBlock = style == .literal || style == .folded
            var scalar = Scalar(
                text: text, style: style, meaning: meaning,
                blockColumn: isBlock ? source.blockColumn(of: text, headedBy: position.line) : nil)
            scalar.spansLines = event.spansLines
            add(Subtree(node: Node(.scalar(scalar), at: position)), anchor: anchor)
        case .sequenceStart(let tag, let anchor):
            try open(Frame(position: position, anchor: anchor), tag: tag, allowed: "seq")
        case .mappingStart(let tag, let anchor):
            let mapping = MappingBuilder(allowsListKeys: allowsListKeys)
            try open(Frame(position: position, anchor: anchor, mapping: mapping), tag: tag, allowed: "map")
        case .end:
            close()
        case .alias(let name):
            try takeAlias(name, at: position)
        }
    }

    /// What could be read, and what was wrong besides.
    func finish() -> (node: Node, problems: [Diagnostic]) {
        let node = root ?? Node(.scalar(Scalar(text: "", style: .plain, meaning: .null)), at: start)
        return (node, diagnostics.sorted { ($0.position ?? start) < ($1.position ?? start) })
    }

    private var start: FilePosition { FilePosition(file: source.file, line: 1, column: 1) }

    /// What was wrong before is told as well.
    private func stop(_ diagnostic: Diagnostic) -> DiagnosticError { DiagnosticError(diagnostics + [diagnostic]) }

    private mutating func count(_ nodes: Int, at position: FilePosition) throws(DiagnosticError) {
        nodeCount += nodes
        if nodeCount > YAMLReader.maxNodes { throw stop(YAMLProblem.tooManyNodes(at: position)) }
    }

    private mutating func open(_ frame: Frame, tag: String?, allowed: String) throws(DiagnosticError) {
        try count(1, at: frame.position)
        guard frames.count < YAMLReader.maxLevels else { throw stop(YAMLProblem.tooDeep(at: frame.position)) }
        if let tag, Tag(tag) != .standard(allowed) { diagnostics.append(YAMLProblem.tag(tag, at: frame.position)) }
        if let anchor = frame.anchor { anchors[anchor] = .open }
        frames.append(frame)
    }

    private mutating func close() {
        guard let frame = frames.popLast() else { return }
        let content: Node.Content = frame.mapping.map { .mapping($0.finish()) } ?? .sequence(frame.items)
        let subtree = Subtree(
            node: Node(content, at: frame.position), nodeCount: frame.nodeCount, levels: frame.levels)
        add(subtree, anchor: frame.anchor)
    }

    private mutating func takeAlias(_ name: String, at position: FilePosition) throws(DiagnosticError) {
        switch anchors[name] {
        case .finished(let subtree):
            try count(subtree.nodeCount, at: position)
            guard frames.count + subtree.levels <= YAMLReader.maxLevels else {
                throw stop(YAMLProblem.tooDeep(at: position))
            }
            add(subtree, anchor: nil, at: position)
        case .open:
            throw stop(YAMLProblem.aliasOfItself(name, at: position))
        case nil:
            throw stop(YAMLProblem.unknownAlias(name, among: anchors.keys.sorted(), at: position))
        }
    }

    /// - Parameter place: where the node is used, if that is not where it is written.
    private mutating func add(_ subtree: Subtree, anchor: String?, at place: FilePosition? = nil) {
        if let anchor { anchors[anchor] = .finished(subtree) }
        guard let top = frames.indices.last else {
            root = subtree.node
            return
        }
        frames[top].nodeCount += subtree.nodeCount
        frames[top].levels = max(frames[top].levels, subtree.levels + 1)
        if frames[top].mapping != nil {
            frames[top].mapping?.add(subtree.node, at: place ?? subtree.node.position, &diagnostics)
        } else {
            frames[top].items.append(subtree.node)
        }
    }

    private mutating func meaning(
        of text: String, style: Scalar.Style, tag: String?, at position: FilePosition
    ) -> Scalar.Meaning {
        guard let tag else { return style == .plain ? CoreSchema.meaning(of: text) : .text }
        switch Result(catching: { () throws(Tag.Failure) in try Tag(tag).meaning(of: text) }) {
        case .success(let meaning): return meaning
        case .failure(.unknown): diagnostics.append(YAMLProblem.tag(tag, at: position))
        case .failure(.unfit): diagnostics.append(YAMLProblem.unfit(text, tag: tag, at: position))
        }
        return .text
    }
}
