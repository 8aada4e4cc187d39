public import QuireModel

/// A mapping of anything, handed over as it is. What stands under names such as `token` in it is never shown.
public struct Tree: DefinitionValue {
    /// An object.
    public var json: JSON

    public init() { json = .object([]) }

    private init(_ json: JSON) { self.json = json }

    public static var shape: Shape { .named(.any) }
    /// A variable in the place of the whole mapping tells nothing of it.
    public static var keepsUnresolvedText: Bool { false }

    public static func read(_ node: Node, named name: String, _ reading: inout Reading) -> Tree? {
        guard case .mapping = node.content else {
            reading.reportMismatch(node, named: name, wanted: shape.wanted)
            return nil
        }
        var isReadable = true
        check(node, isSecret: false, &isReadable, &reading)
        return isReadable ? Tree(node.json) : nil
    }

    private static func check(_ node: Node, isSecret: Bool, _ isReadable: inout Bool, _ reading: inout Reading) {
        switch node.content {
        case .scalar(let scalar):
            guard isSecret, scalar.missing.isEmpty else { return }
            switch scalar.meaning {
            case .text, .integer, .number: reading.keepSecret(scalar.text)
            case .null, .boolean: break
            }
        case .sequence(let items):
            for item in items { check(item, isSecret: isSecret, &isReadable, &reading) }
        case .mapping(let entries):
            for entry in entries {
                guard let key = reading.keyText(entry.key) else {
                    isReadable = false
                    continue
                }
                check(entry.value, isSecret: isSecret || SecretName.isSecret(key), &isReadable, &reading)
            }
        }
    }
}

/// Names of values that are never shown.
public enum SecretName {
    public static func isSecret(_ name: String) -> Bool {
        let name = name.lowercased()
        return ["password", "token", "secret", "key"].contains { name.hasSuffix($0) }
    }
}
