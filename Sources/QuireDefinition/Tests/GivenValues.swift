package import QuireModel
package import QuirePlugin

/// A value as a test writes it; what it stands in for says its type.
package struct GivenValue: DefinitionValue {
    package var node: Node

    package init(node: Node) { self.node = node }

    package static var shape: Shape { .any }
    package static var acceptsNull: Bool { true }

    package static func read(_ node: Node, named name: String, _ reading: inout Reading) -> GivenValue? {
        GivenValue(node: node)
    }

    /// The value by itself; nil where it is a list or a mapping.
    package var plain: Value? { node.scalar.map { Value($0) } }

    /// - Parameter type: nil takes the value as it is written.
    /// - Returns: nil where it is no such value.
    func value(as type: FieldType?, zone: LocalZone) -> Value? {
        guard let scalar = node.scalar, let plain else { return type == .json ? .text(node.json.text) : nil }
        // A text keeps its digits: 0012 is no 12.
        if type == .text { return plain.isNull ? .null : .text(scalar.text) }
        return type.map { $0.convert(plain, zone: zone) } ?? plain
    }
}

/// A row of the source or of the report: values by name.
package struct GivenRow: DefinitionValue {
    package var values: Named<GivenValue>
    package var position: FilePosition

    package static var shape: Shape { .named(.any) }

    package static func read(_ node: Node, named name: String, _ reading: inout Reading) -> GivenRow? {
        guard case .mapping = node.content else {
            reading.error(
                "wrong-type", "a row under '\(name)' is a mapping, not \(node.kindName)", at: node.position,
                hint: "such as { sn: C1, amount: 100 }")
            return nil
        }
        return reading.read(Named<GivenValue>.self, from: node, named: name).map {
            GivenRow(values: $0, position: node.position)
        }
    }
}

/// A parameter's value: one, or a list of them.
package struct GivenParameter: DefinitionValue {
    /// One, or for a list each of its values.
    package var values: [GivenValue]
    package var isList: Bool

    package static var shape: Shape { .anyOf([.value, .list(.any)]) }
    package static var acceptsNull: Bool { true }

    package static func read(_ node: Node, named name: String, _ reading: inout Reading) -> GivenParameter? {
        guard case .sequence(let items) = node.content else {
            return GivenParameter(values: [GivenValue(node: node)], isList: false)
        }
        return GivenParameter(values: items.map(GivenValue.init), isList: true)
    }

    /// As good as left out.
    var isNull: Bool { !isList && values.allSatisfy(\.node.isNull) }
}

/// What one enrichment's lookup answers, by key, as written.
struct GivenLookup: DefinitionValue {
    var entries: [Node.Entry]

    static var shape: Shape {
        .named(
            .anyOf([
                .named(.any),
                .formatted(
                    name: "missing or an error", pattern: "^(missing$|error:)", examples: ["missing", "error: text"]),
            ]))
    }

    static func read(_ node: Node, named name: String, _ reading: inout Reading) -> GivenLookup? {
        guard case .mapping(let entries) = node.content else {
            reading.reportMismatch(node, named: name, wanted: "answers by key, such as { C1: { ours: 0.25 } }")
            return nil
        }
        return GivenLookup(entries: entries)
    }
}
