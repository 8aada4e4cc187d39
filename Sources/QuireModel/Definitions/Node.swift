/// A YAML node, aliases and merges resolved, that knows where it stands.
public struct Node: Sendable {
    public enum Content: Sendable {
        case scalar(Scalar)
        case sequence([Node])
        case mapping([Entry])
    }

    public struct Entry: Sendable {
        public var key: Node
        public var value: Node

        public init(key: Node, value: Node) {
            self.key = key
            self.value = value
        }
    }

    public var content: Content
    public var position: FilePosition

    public init(_ content: Content, at position: FilePosition) {
        self.content = content
        self.position = position
    }
}

/// A scalar's text, and what a plain one means by YAML 1.2's core schema.
public struct Scalar: Sendable, Hashable {
    public enum Style: Sendable, Hashable {
        case plain, singleQuoted, doubleQuoted, literal, folded
    }

    public enum Meaning: Sendable, Hashable {
        case null
        case boolean(Bool)
        case integer(Int64)
        case number(Double)
        case text
    }

    /// As written, escapes and line folding done: `1_000`, `0x1F` and `1.50` stay so.
    public var text: String
    public var style: Style
    public var meaning: Meaning
    /// The column in which the lines of a literal or folded text begin, where it has any.
    public var blockColumn: Int?
    /// It is written over several lines.
    public var spansLines = false
    /// What `${…}` in it names and is not there; the text then still holds it as written.
    public var missing: [String] = []
    /// The content of a `${file:…}` in it, which is never shown.
    public var secrets: [String] = []
    /// What each `${…}` in it stood for.
    public var insertions: [String] = []

    public init(text: String, style: Style, meaning: Meaning, blockColumn: Int? = nil) {
        self.text = text
        self.style = style
        self.meaning = meaning
        self.blockColumn = blockColumn
    }
}

extension Node {
    public var scalar: Scalar? {
        if case .scalar(let scalar) = content { scalar } else { nil }
    }

    /// Where a scalar's text begins: behind the quote, and of a literal or folded one on the next line. In a literal one
    /// all lines begin in this column.
    public var textPosition: FilePosition {
        guard let scalar else { return position }
        var result = position
        switch scalar.style {
        case .plain: break
        case .singleQuoted, .doubleQuoted: result.column += 1
        case .literal, .folded:
            result.line += 1
            result.column = scalar.blockColumn ?? 1
        }
        return result
    }

    public var isNull: Bool { scalar?.meaning == .null }

    /// It holds a `${…}` that is not there, so its meaning is not known.
    public var isUnresolved: Bool { scalar?.missing.isEmpty == false }

    /// The value under a key of a mapping.
    public subscript(key: String) -> Node? {
        guard case .mapping(let entries) = content else { return nil }
        return entries.first { $0.key.scalar?.text == key }?.value
    }

    /// The keys of a mapping that are plain text.
    public var keys: [String] {
        guard case .mapping(let entries) = content else { return [] }
        return entries.compactMap(\.key.scalar?.text)
    }

    /// What the node is, for messages: 'a mapping', 'a list', 'text', 'a number', ….
    public var kindName: String {
        switch content {
        case .mapping: "a mapping"
        case .sequence: "a list"
        case .scalar(let scalar):
            switch scalar.meaning {
            case .null: "nothing"
            case .boolean: "a boolean"
            case .integer, .number: "a number"
            case .text: "text"
            }
        }
    }
}
