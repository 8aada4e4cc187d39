public import QuireModel

extension String: DefinitionValue {
    public static var shape: Shape { .text }

    public static func read(_ node: Node, named name: String, _ reading: inout Reading) -> String? {
        guard let scalar = node.scalar, !node.isNull else {
            reading.reportMismatch(node, named: name, wanted: shape.wanted)
            return nil
        }
        return scalar.text
    }
}

extension Bool: DefinitionValue {
    public static var shape: Shape { .boolean }
    public static var keepsUnresolvedText: Bool { false }

    public static func read(_ node: Node, named name: String, _ reading: inout Reading) -> Bool? {
        guard case .boolean(let value)? = node.scalar?.meaning else {
            reading.reportMismatch(node, named: name, wanted: shape.wanted)
            return nil
        }
        return value
    }
}

extension Int: DefinitionValue {
    public static var shape: Shape { .integer() }
    public static var keepsUnresolvedText: Bool { false }

    public static func read(_ node: Node, named name: String, _ reading: inout Reading) -> Int? {
        guard case .integer(let value)? = node.scalar?.meaning else {
            reading.reportMismatch(node, named: name, wanted: shape.wanted)
            return nil
        }
        return Int(value)
    }
}

extension Double: DefinitionValue {
    public static var shape: Shape { .number() }
    public static var keepsUnresolvedText: Bool { false }

    public static func read(_ node: Node, named name: String, _ reading: inout Reading) -> Double? {
        switch node.scalar?.meaning {
        case .integer(let value)?: return Double(value)
        case .number(let value)?: return value
        default:
            reading.reportMismatch(node, named: name, wanted: shape.wanted)
            return nil
        }
    }
}

extension Value: DefinitionValue {
    public static var shape: Shape { .value }
    public static var acceptsNull: Bool { true }

    public static func read(_ node: Node, named name: String, _ reading: inout Reading) -> Value? {
        guard let scalar = node.scalar else {
            reading.reportMismatch(node, named: name, wanted: shape.wanted)
            return nil
        }
        return Value(scalar)
    }

    /// The value that a scalar is by itself.
    public init(_ scalar: Scalar) {
        self =
            switch scalar.meaning {
            case .null: .null
            case .boolean(let value): .boolean(value)
            case .integer(let value): .integer(value)
            case .number(let value):
                NumberText.significantDigits(scalar.text) > 15 ? .decimal(scalar.text) : .number(value)
            case .text: .text(scalar.text)
            }
    }
}

/// An enumeration whose cases are written by their raw values.
public protocol DefinitionChoice: DefinitionValue, CaseIterable, RawRepresentable where RawValue == String {}

extension DefinitionChoice {
    public static var shape: Shape { .choice(allCases.map(\.rawValue)) }
    public static var keepsUnresolvedText: Bool { false }

    public static func read(_ node: Node, named name: String, _ reading: inout Reading) -> Self? {
        guard let text = node.scalar?.text, !node.isNull else {
            reading.reportMismatch(node, named: name, wanted: shape.wanted)
            return nil
        }
        if let value = Self(rawValue: text) { return value }
        let names = allCases.map(\.rawValue)
        reading.error(
            "invalid-value", "'\(name)' cannot be '\(text)'", at: node.position,
            hint: NearestName.hint(text, among: names) ?? "it is \(shape.wanted)")
        return nil
    }
}

extension FieldType: DefinitionChoice {}
extension Total: DefinitionChoice {}
extension CellStyle.Alignment: DefinitionChoice {}
extension RetryPolicy.Jitter: DefinitionChoice {}

extension Array: DefinitionValue where Element: DefinitionValue {
    public static var shape: Shape { .list(Element.shape) }
    public static var keepsUnresolvedText: Bool { false }

    public static func read(_ node: Node, named name: String, _ reading: inout Reading) -> [Element]? {
        guard case .sequence(let items) = node.content else {
            reading.reportMismatch(node, named: name, wanted: "a list")
            return nil
        }
        let values = items.map { reading.read(Element.self, from: $0, named: name) }
        let read = values.compactMap(\.self)
        return read.count == items.count ? read : nil
    }
}
