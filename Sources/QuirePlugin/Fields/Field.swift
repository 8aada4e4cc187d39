public import QuireModel

/// One key of a definition: its name, type, default and documentation, and how it is read. The JSON Schema and the
/// reference page are drawn from the same value.
public struct Field<Content: Sendable>: Sendable {
    public let name: String
    public let summary: String
    public var isSecret = false
    let isRequired: Bool
    /// What else the mapping holds is of use where this cannot be read.
    var isDispensable = false
    let fallback: Content?
    let defaultText: String?
    private(set) var shape: Shape
    let acceptsNull: Bool
    let readNode: @Sendable (Node, String, inout Reading) -> Content?

    /// The same field, whose value is never shown.
    public var secret: Field {
        var field = self
        field.isSecret = true
        return field
    }

    /// The same field, of whose values more is known than their type says. Whoever makes something of them checks it.
    public func shaped(_ shape: Shape) -> Field {
        var field = self
        field.shape = shape
        return field
    }
}

extension Field where Content: DefinitionValue {
    /// A key that must be there.
    public static func required(_ name: String, _ summary: String) -> Field {
        Field(
            name: name, summary: summary, isRequired: true, fallback: nil, defaultText: nil, shape: Content.shape,
            acceptsNull: Content.acceptsNull
        ) { node, name, reading in reading.read(Content.self, from: node, named: name) }
    }

    /// A key with a value of its own where it is left out.
    ///
    /// - Parameter shown: the default as the reference page prints it.
    public static func defaulted(_ name: String, _ value: Content, shown: String, _ summary: String) -> Field {
        Field(
            name: name, summary: summary, isRequired: false, fallback: value, defaultText: shown,
            shape: Content.shape, acceptsNull: Content.acceptsNull
        ) { node, name, reading in reading.read(Content.self, from: node, named: name) }
    }
}

extension Field {
    /// A key that must be there, in a mapping that is checked further where its value cannot be read; it is then nil.
    public static func needed<Wrapped: DefinitionValue>(_ name: String, _ summary: String) -> Field
    where Content == Wrapped? {
        Field(
            name: name, summary: summary, isRequired: true, isDispensable: true, fallback: .some(nil),
            defaultText: nil, shape: Wrapped.shape, acceptsNull: Wrapped.acceptsNull
        ) { node, name, reading in reading.read(Wrapped.self, from: node, named: name).map { .some($0) } }
    }

    /// A key that may be left out.
    public static func optional<Wrapped: DefinitionValue>(_ name: String, _ summary: String) -> Field
    where Content == Wrapped? {
        Field(
            name: name, summary: summary, isRequired: false, fallback: .some(nil), defaultText: nil,
            shape: Wrapped.shape, acceptsNull: Wrapped.acceptsNull
        ) { node, name, reading in reading.read(Wrapped.self, from: node, named: name).map { .some($0) } }
    }
}

extension Field where Content == String {
    /// A key with one value, which tells a mapping from others that may stand in its place.
    public static func fixed(_ name: String, _ value: String, _ summary: String) -> Field {
        let shape = Shape.choice([value])
        return Field(
            name: name, summary: summary, isRequired: true, fallback: nil, defaultText: nil, shape: shape,
            acceptsNull: false
        ) { node, name, reading in
            guard let text = reading.read(String.self, from: node, named: name), text != value else { return value }
            reading.reportMismatch(node, named: name, wanted: shape.wanted)
            return nil
        }
    }
}

/// A field without its type, as a table holds it.
public struct AnyField: Sendable {
    public let name: String
    public let summary: String
    public let isSecret: Bool
    public let isRequired: Bool
    public let defaultText: String?
    /// What is taken where the key is left out, if that can be written in its place.
    public let defaultValue: JSON?
    public private(set) var shape: Shape
    let isDispensable: Bool
    public let acceptsNull: Bool
    let readNode: @Sendable (Node, String, inout Reading) -> (any Sendable)?

    public init<Content>(_ field: Field<Content>) {
        name = field.name
        summary = field.summary
        isSecret = field.isSecret
        isRequired = field.isRequired
        defaultText = field.defaultText
        defaultValue = field.fallback.flatMap { field.shape.written($0, shown: field.defaultText) }
        shape = field.shape
        isDispensable = field.isDispensable
        acceptsNull = field.acceptsNull
        readNode = { node, name, reading in field.readNode(node, name, &reading) }
    }

    /// The same key, with a shape that is known only where it stands.
    public func shaped(_ shape: Shape) -> AnyField {
        var field = self
        field.shape = shape
        return field
    }
}

extension Shape {
    /// A default as it would be written under its key.
    ///
    /// - Parameter shown: as the reference page prints it.
    /// - Returns: nil where it is no plain value.
    fileprivate func written(_ value: Any, shown: String?) -> JSON? {
        switch value {
        case let flag as Bool: return .boolean(flag)
        case let integer as Int: return .integer(Int64(integer))
        case let number as Double: return .number(number)
        case let text as String: return .string(text)
        default: return shown.flatMap { takes($0) ? .string($0) : nil }
        }
    }

    /// Whether a text is one of those that this shape is known to take.
    private func takes(_ text: String) -> Bool {
        switch self {
        case .choice(let names): names.contains(text)
        case .formatted(_, let pattern, _): (try? Regex(pattern)).flatMap { try? $0.firstMatch(in: text) } != nil
        case .anyOf(let shapes): shapes.contains { $0.takes(text) }
        default: false
        }
    }
}
