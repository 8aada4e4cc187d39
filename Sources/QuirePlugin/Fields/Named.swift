public import QuireModel

/// A mapping of the author's own names, in the order written.
public struct Named<Content: DefinitionValue>: DefinitionValue {
    public struct Entry: Sendable {
        public var name: String
        /// Where the name stands.
        public var position: FilePosition
        /// Where the value stands.
        public var valuePosition: FilePosition
        public var value: Content
    }

    public var entries: [Entry] = []
    /// Names whose values could not be read, so that what mentions them is not called unknown as well.
    public var unreadable: Set<String> = []

    public init() {}

    public static var shape: Shape { .named(Content.shape) }
    public static var keepsUnresolvedText: Bool { false }

    public subscript(name: String) -> Content? { entries.first { $0.name == name }?.value }
    public var names: [String] { entries.map(\.name) }

    public static func read(_ node: Node, named name: String, _ reading: inout Reading) -> Named? {
        guard case .mapping(let entries) = node.content else {
            reading.reportMismatch(node, named: name, wanted: shape.wanted)
            return nil
        }
        var result = Named()
        for entry in entries {
            guard let name = reading.keyText(entry.key) else { continue }
            if let value = reading.read(Content.self, from: entry.value, named: name) {
                result.entries.append(
                    Entry(
                        name: name, position: entry.key.position, valuePosition: entry.value.position, value: value))
            } else {
                result.unreadable.insert(name)
            }
        }
        return result
    }

    /// Reports names that are not `[a-z][a-z0-9_]*`.
    public func checkNames(of kind: String, _ reading: inout Reading) {
        for entry in entries where !Self.isName(entry.name) {
            reading.error(
                "invalid-name", "'\(entry.name)' cannot be the name of \(kind)", at: entry.position,
                hint: "names are lower-case letters, digits and _, and begin with a letter")
        }
    }

    public static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, (97...122).contains(first) else { return false }
        return text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
    }
}
