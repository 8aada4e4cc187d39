package import QuireModel
package import QuirePlugin

/// One thing a report is asked for when it is run.
package struct ParameterDefinition: DefinitionObject {
    package var type: ParameterType
    /// As written: a plain value, or for dates and datetimes an expression.
    package var defaultValue: DefaultValue?
    package var isRequired: Bool
    package var choices: [Value]
    package var minimum: Value?
    package var maximum: Value?
    package var pattern: String?
    package var label: String?
    package var description: String?
    package var isSecret: Bool
    package var position: FilePosition
    private let node: Node

    static let typeField = Field<ParameterType>.required(
        "type", "text, integer, number, boolean, date, datetime, or a list of one, such as [text].")
    static let defaultField = Field<DefaultValue?>.optional(
        "default", "Taken where no value is given; for dates and datetimes also an expression.")
    static let requiredField = Field<Bool?>.optional("required", "True unless there is a default.")
    static let choicesField = Field.defaulted("choices", [Value](), shown: "any", "The only values allowed.")
    static let minField = Field<Value?>.optional("min", "The least value allowed.")
    static let maxField = Field<Value?>.optional("max", "The greatest value allowed.")
    static let patternField = Field<String?>.optional("pattern", "A regular expression that the whole text must match.")
    static let labelField = Field<String?>.optional("label", "Its name in forms; otherwise made from the name.")
    static let descriptionField = Field<String?>.optional("description", "What it is for.")
    static let secretField = Field.defaulted("secret", false, shown: "false", "Never shown in logs and records.")

    package static let subject = "a parameter"
    package static let fields = FieldTable([
        AnyField(typeField), AnyField(defaultField), AnyField(requiredField), AnyField(choicesField),
        AnyField(minField), AnyField(maxField), AnyField(patternField), AnyField(labelField),
        AnyField(descriptionField), AnyField(secretField),
    ])

    package init?(_ values: FieldValues, _ reading: inout Reading) {
        type = values[Self.typeField]
        defaultValue = values[Self.defaultField]
        isRequired = values[Self.requiredField] ?? (defaultValue == nil)
        choices = values[Self.choicesField]
        minimum = values[Self.minField]
        maximum = values[Self.maxField]
        pattern = values[Self.patternField]
        label = values[Self.labelField]
        description = values[Self.descriptionField]
        isSecret = values[Self.secretField]
        position = values.position
        node = values.node
        if isSecret, let defaultValue {
            for text in defaultValue.texts { reading.keepSecret(text) }
        }
        if let pattern, TextPattern(pattern) == nil {
            reading.error(
                "invalid-value", "'\(pattern)' is no regular expression", at: values.valuePlace(of: Self.patternField))
            self.pattern = nil
        }
    }
}

extension ParameterDefinition {
    /// Where the value of a key stands.
    func place(of key: String) -> FilePosition { node[key]?.position ?? position }

    /// The values that limit it, each with its place.
    var bounds: [(value: Value, position: FilePosition)] {
        let places: [FilePosition] =
            if case .sequence(let items)? = node["choices"]?.content { items.map(\.position) } else { [] }
        var bounds = Array(zip(choices, places)).map { (value: $0, position: $1) }
        if let minimum { bounds.append((minimum, place(of: "min"))) }
        if let maximum { bounds.append((maximum, place(of: "max"))) }
        return bounds
    }
}

/// A field type, or a list of one.
package struct ParameterType: DefinitionValue, Hashable {
    package var element: FieldType
    package var isList: Bool

    static let elements: [FieldType] = [.text, .integer, .number, .boolean, .date, .datetime]

    package static var shape: Shape {
        .anyOf([.choice(elements.map(\.rawValue)), .list(.choice(elements.map(\.rawValue)), count: 1...1)])
    }
    package static var keepsUnresolvedText: Bool { false }

    /// As written: `date`, `[text]`.
    package var name: String { isList ? "[\(element.rawValue)]" : element.rawValue }

    package static func read(_ node: Node, named name: String, _ reading: inout Reading) -> ParameterType? {
        if case .sequence(let items) = node.content {
            guard items.count == 1, let element = element(items[0], named: name, &reading) else {
                if items.count != 1 {
                    reading.error("invalid-value", "a list type names one type, such as [text]", at: node.position)
                }
                return nil
            }
            return ParameterType(element: element, isList: true)
        }
        return element(node, named: name, &reading).map { ParameterType(element: $0, isList: false) }
    }

    private static func element(_ node: Node, named name: String, _ reading: inout Reading) -> FieldType? {
        let text = node.scalar?.text ?? ""
        if let type = FieldType(rawValue: text), elements.contains(type) { return type }
        let names = elements.map(\.rawValue)
        reading.error(
            "invalid-value", "a parameter cannot be of type '\(text)'", at: node.position,
            hint: NearestName.hint(text, among: names) ?? "it is one of " + names.joined(separator: ", "))
        return nil
    }
}

/// A parameter's default as written.
package struct DefaultValue: DefinitionValue {
    /// One, or for a list parameter each of its values.
    package var values: [Value]
    package var isList: Bool
    package var expression: ExpressionText?

    package static var shape: Shape { .anyOf([.value, .list(.value)]) }

    package var texts: [String] { values.compactMap(\.text) }

    package static func read(_ node: Node, named name: String, _ reading: inout Reading) -> DefaultValue? {
        if case .sequence = node.content {
            return reading.read([Value].self, from: node, named: name).map {
                DefaultValue(values: $0, isList: true, expression: nil)
            }
        }
        guard let value = reading.read(Value.self, from: node, named: name) else { return nil }
        return DefaultValue(values: [value], isList: false, expression: ExpressionText(node))
    }
}
