public import QuireModel

/// What comes to light while definitions are read: every problem, and every secret.
public struct Reading: Sendable {
    public private(set) var diagnostics: [Diagnostic] = []
    /// Texts that must never be shown.
    public private(set) var secrets: Set<String> = []
    /// The kinds of connections, files and services there are.
    public let registry: Registry
    /// The project's, once they are read.
    package var connections: [String: ConnectionDefinition] = [:]
    /// The project's, once they are read.
    package var plugins: [String: PluginDefinition] = [:]

    public init(registry: Registry) { self.registry = registry }

    public mutating func error(_ code: String, _ message: String, at place: FilePosition?, hint: String? = nil) {
        diagnostics.append(Diagnostic(.error, code, message, at: place, hint: hint))
    }

    public mutating func warning(_ code: String, _ message: String, at place: FilePosition?, hint: String? = nil) {
        diagnostics.append(Diagnostic(.warning, code, message, at: place, hint: hint))
    }

    public mutating func report(_ found: some Sequence<Diagnostic>) { diagnostics += found }

    public mutating func keepSecret(_ text: String) {
        if !text.isEmpty { secrets.insert(text) }
    }

    public var errorCount: Int { diagnostics.count { $0.severity == .error } }

    /// Reads a node as a type.
    ///
    /// - Returns: nil where it does not fit, which is then reported, or where a `${…}` in it is not known.
    public mutating func read<T: DefinitionValue>(_ type: T.Type, from node: Node, named name: String) -> T? {
        if node.isUnresolved, !T.keepsUnresolvedText { return nil }
        return T.read(node, named: name, &self)
    }

    /// The text of a mapping's key.
    ///
    /// - Returns: nil after a key that is a list was reported.
    public mutating func keyText(_ key: Node) -> String? {
        if let text = key.scalar?.text { return text }
        error("key", "a key is plain text here, not \(key.kindName)", at: key.position)
        return nil
    }

    /// Reports that a node is not what its key takes.
    public mutating func reportMismatch(_ node: Node, named name: String, wanted: String) {
        let found = node.scalar.map { "'\($0.text)'" } ?? node.kindName
        error("wrong-type", "'\(name)' takes \(wanted), not \(node.isNull ? "nothing" : found)", at: node.position)
    }
}

/// A type that can stand under a key of a definition.
public protocol DefinitionValue: Sendable {
    static var shape: Shape { get }
    /// Null is a value of its own; otherwise a key without a value counts as left out.
    static var acceptsNull: Bool { get }
    /// A text whose `${…}` is not known can still be read, as it is.
    static var keepsUnresolvedText: Bool { get }

    /// - Parameter name: the key, for messages.
    /// - Returns: nil after `reading` has been told why.
    static func read(_ node: Node, named name: String, _ reading: inout Reading) -> Self?
}

extension DefinitionValue {
    public static var acceptsNull: Bool { false }
    public static var keepsUnresolvedText: Bool { true }
}
