/// A YAML node, aliases and merges resolved, that knows where it stands.
package struct Node: Sendable {
    package enum Content: Sendable {
        case scalar(Scalar)
        case sequence([Node])
        case mapping([Entry])
    }

    package struct Entry: Sendable {
        package var key: Node
        package var value: Node

        package init(key: Node, value: Node) {
            self.key = key
            self.value = value
        }
    }

    package var content: Content
    package var position: FilePosition

    package init(_ content: Content, at position: FilePosition) {
        self.content = content
        self.position = position
    }
}

/// A scalar's text, and what a plain one means by YAML 1.2's core schema.
package struct Scalar: Sendable, Hashable {
    package enum Style: Sendable, Hashable {
        case plain, singleQuoted, doubleQuoted, literal, folded
    }

    package enum Meaning: Sendable, Hashable {
        case null
        case boolean(Bool)
        case integer(Int64)
        case number(Double)
        case text
    }

    /// As written, escapes and line folding done: `1_000`, `0x1F` and `1.50` stay so.
    package var text: String
    package var style: Style
    package var meaning: Meaning
    /// The column in which the lines of a literal or folded text begin, where it has any.
    package var blockColumn: Int?
    /// It is written over several lines.
    package var spansLines = false
    /// What `${…}` in it names and is not there; the text then still holds it as written.
    package var missing: [String] = []
    /// The content of a `${file:…}` in it, which is never shown.
    package var secrets: [String] = []

    package init(text: String, style: Style, meaning: Meaning, blockColumn: Int? = nil) {
        self.text = text
        self.style = style
        self.meaning = meaning
        self.blockColumn = blockColumn
    }
}

extension Node {
    package var scalar: Scalar? {
        if case .scalar(let scalar) = content { scalar } else { nil }
    }

    /// Where a scalar's text begins: behind the quote, and of a literal or folded one on the next line. In a literal one
    /// all lines begin in this column.
    package var textPosition: FilePosition {
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

    package var isNull: Bool { scalar?.meaning == .null }

    /// It holds a `${…}` that is not there, so its meaning is not known.
    package var isUnresolved: Bool { scalar?.missing.isEmpty == false }

    /// The value under a key of a mapping.
    package subscript(key: String) -> Node? {
        guard case .mapping(let entries) = content else { return nil }
        return entries.first { $0.key.scalar?.text == key }?.value
    }

    /// The keys of a mapping that are plain text.
    package var keys: [String] {
        guard case .mapping(let entries) = content else { return [] }
        return entries.compactMap(\.key.scalar?.text)
    }

    /// What the node is, for messages: 'a mapping', 'a list', 'text', 'a number', ….
    package var kindName: String {
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
