import QuireModel
import QuirePlugin

/// One of a service's `lookups`.
struct LookupDefinition: DefinitionObject {
    var configuration: LookupConfiguration
    /// All its inputs and fields could be read.
    var hasShape: Bool
    /// Enough could be read to say what does not fit together.
    var canBeValidated: Bool

    static let input = Field<Named<FieldType>?>.needed(
        "input", "Names and types of what it is asked with."
    ).shaped(.named(FieldType.shape, names: .identifiers, count: 1 ... .max))
    static let request = Field<RequestDefinition?>.optional("request", "The call for one key.")
    static let responses = Field.defaulted(
        "responses", [ResponseRule](), shown: "by status", "What answers mean; the first match wins.")
    static let item = Field<JSONPath?>.optional("item", "Where the item is in the answer; the whole answer otherwise.")
    static let fieldsField = Field<Named<LookupFieldDefinition>?>.needed(
        "fields", "What it gives."
    ).shaped(.named(LookupFieldDefinition.shape, names: .identifiers, count: 1 ... .max))
    static let bulk = Field<BulkDefinition?>.optional("bulk", "The call for many keys.")

    static let subject = "a lookup"
    static let fields = FieldTable([
        AnyField(input), AnyField(request), AnyField(responses), AnyField(item), AnyField(fieldsField),
        AnyField(bulk),
    ]).following(.any([.has("request"), .has("bulk")]))

    init?(_ values: FieldValues, _ reading: inout Reading) {
        let inputs = values[Self.input] ?? Named()
        let outputs = values[Self.fieldsField] ?? Named()
        let parts = [values.isUnreadable(Self.request), values.isUnreadable(Self.bulk)]
        let hasInputs =
            values[Self.input] != nil && inputs.unreadable.isEmpty
            && inputs.names.allSatisfy { Named<FieldType>.isName($0) }
        if let named = values[Self.fieldsField], named.entries.isEmpty, named.unreadable.isEmpty {
            reading.error("missing-value", "a lookup needs a field", at: values.valuePlace(of: Self.fieldsField))
        }
        hasShape =
            hasInputs && values[Self.fieldsField] != nil && outputs.unreadable.isEmpty
            && !values.isUnreadable(Self.bulk)
        canBeValidated = hasInputs && !parts.contains(true)
        inputs.checkNames(of: "an input", &reading)
        outputs.checkNames(of: "a field", &reading)
        configuration = LookupConfiguration(
            inputs: inputs.entries.map { LookupShape.Field($0.name, $0.value) },
            request: values[Self.request]?.template, responses: values[Self.responses],
            item: values[Self.item] ?? .root,
            fields: outputs.entries.map { entry in
                LookupConfiguration.Field(
                    entry.name, entry.value.type, path: entry.value.path, isRequired: entry.value.isRequired)
            },
            bulk: values[Self.bulk]?.bulk)
    }
}

/// One of a lookup's `fields`.
struct LookupFieldDefinition: DefinitionObject {
    var path: JSONPath?
    var type: FieldType
    var isRequired: Bool

    static let pathField = Field<JSONPath?>.optional("path", "From the item on; the member of its name otherwise.")
    static let typeField = Field.defaulted(
        "type", LookupFieldType(type: .text), shown: "text", "What it holds.")
    static let requiredField = Field.defaulted("required", false, shown: "false", "An answer without it is an error.")

    static let subject = "a field"
    static let fields = FieldTable([AnyField(pathField), AnyField(typeField), AnyField(requiredField)])

    init?(_ values: FieldValues, _ reading: inout Reading) {
        path = values[Self.pathField]
        type = values[Self.typeField].type
        isRequired = values[Self.requiredField]
    }
}

/// The type of a lookup's field.
struct LookupFieldType: DefinitionValue {
    var type: FieldType

    static let types: [FieldType] = [.text, .integer, .number, .boolean, .date, .datetime, .json]

    static var shape: Shape { .choice(types.map(\.rawValue)) }
    static var keepsUnresolvedText: Bool { false }

    static func read(_ node: Node, named name: String, _ reading: inout Reading) -> LookupFieldType? {
        let text = node.scalar?.text ?? ""
        if let type = FieldType(rawValue: text), types.contains(type) { return LookupFieldType(type: type) }
        guard node.scalar != nil else {
            reading.reportMismatch(node, named: name, wanted: shape.wanted)
            return nil
        }
        reading.error(
            "invalid-value", "'\(name)' cannot be '\(text)'", at: node.position,
            hint: NearestName.hint(text, among: types.map(\.rawValue)) ?? "it is \(shape.wanted)")
        return nil
    }
}

/// A lookup's `bulk`.
struct BulkDefinition: DefinitionObject {
    var bulk: LookupConfiguration.Bulk

    static let size = Field<Int>.required("size", "Keys in one call at most.").shaped(.integer(in: 1 ... .max))
    static let request = Field<RequestDefinition>.required("request", "The call; {input} is the list of its values.")
    static let items = Field<ItemsPath>.required("items", "Where the items are in the answer.")
    static let match = Field<BulkMatch>.required(
        "match",
        "Where an item says its key: { input: path } in the item; property: `items` is an object, its property names the keys; position: items come in the order asked."
    )

    static let subject = "'bulk'"
    static let fields = FieldTable([AnyField(size), AnyField(request), AnyField(items), AnyField(match)])

    init?(_ values: FieldValues, _ reading: inout Reading) {
        bulk = LookupConfiguration.Bulk(
            size: values[Self.size], request: values[Self.request].template, items: values[Self.items],
            match: values[Self.match].match)
    }
}

struct BulkMatch: DefinitionValue {
    var match: LookupConfiguration.Bulk.Match

    static var shape: Shape { .anyOf([.choice(["position", "property"]), .named(JSONPath.shape)]) }
    static var keepsUnresolvedText: Bool { false }

    static func read(_ node: Node, named name: String, _ reading: inout Reading) -> BulkMatch? {
        switch node.scalar?.text {
        case "position": return BulkMatch(match: .position)
        case "property": return BulkMatch(match: .property)
        default: break
        }
        guard case .mapping = node.content else {
            reading.reportMismatch(node, named: name, wanted: "position, property, or paths such as { sn: $.sn }")
            return nil
        }
        guard let paths = reading.read(Named<JSONPath>.self, from: node, named: name), paths.unreadable.isEmpty else {
            return nil
        }
        return BulkMatch(
            match: .paths(
                Dictionary(paths.entries.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })))
    }
}
