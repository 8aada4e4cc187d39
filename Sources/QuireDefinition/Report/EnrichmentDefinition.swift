package import QuireModel
package import QuirePlugin

/// What one service adds to the rows.
package struct EnrichmentDefinition: DefinitionObject {
    package var lookups: [LookupName]
    package var input: Named<ExpressionText>
    /// False where `input` was left out or could not be read, which has been reported.
    var hasInput: Bool
    /// Where the inputs stand.
    var inputPosition: FilePosition
    package var when: ExpressionText?
    package var onMissing: SubstituteDefinition
    package var onError: SubstituteDefinition
    package var errorLimit: Double
    package var position: FilePosition

    static let lookupField = Field<LookupNames?>.needed(
        "lookup",
        "`service.lookup`, or a list of them, with the same inputs and fields in the same order: each is asked for what those before it did not find."
    )
    static let inputField = Field<Named<ExpressionText>?>.needed(
        "input", "One expression for each of the lookup's inputs; a null input means no call.")
    static let whenField = Field<ExpressionText?>.optional("when", "Rows where it is not true are not looked up.")
    static let onMissingField = Field.defaulted(
        "on_missing", SubstituteDefinition.blank, shown: "blank",
        "The service has no such key: `blank`, `fail`, or default values for its fields, such as { rate: 1.0 }.")
    static let onErrorField = Field.defaulted(
        "on_error", SubstituteDefinition.blank, shown: "blank",
        "The lookup failed for good: `blank`, `fail`, or default values for its fields, such as { rate: 1.0 }.")
    static let errorLimitField = Field.defaulted(
        "error_limit", Share(0.1), shown: "10%",
        "The run fails when more than this share of its distinct keys failed.")

    package static let subject = "an enrichment"
    package static let fields = FieldTable([
        AnyField(lookupField), AnyField(inputField), AnyField(whenField), AnyField(onMissingField),
        AnyField(onErrorField), AnyField(errorLimitField),
    ])

    package init?(_ values: FieldValues, _ reading: inout Reading) {
        lookups = values[Self.lookupField]?.names ?? []
        input = values[Self.inputField] ?? Named()
        hasInput = values[Self.inputField] != nil
        inputPosition = values.valuePlace(of: Self.inputField)
        when = values[Self.whenField]
        onMissing = values[Self.onMissingField]
        onError = values[Self.onErrorField]
        errorLimit = values[Self.errorLimitField].fraction
        position = values.position
    }
}

/// `service.lookup`, or a service alone that has one lookup.
package struct LookupName: Sendable, Hashable {
    package var service: String
    package var lookup: String?
    package var position: FilePosition

    init(_ text: String, at position: FilePosition) {
        // A service's name may hold '/', never '.'.
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        service = String(parts[0])
        lookup = parts.count > 1 ? String(parts[1]) : nil
        self.position = position
    }
}

struct LookupNames: DefinitionValue {
    var names: [LookupName]

    static var shape: Shape { .anyOf([.text, .list(.text, count: 1 ... .max)]) }

    static func read(_ node: Node, named name: String, _ reading: inout Reading) -> LookupNames? {
        if case .sequence(let items) = node.content {
            guard !items.isEmpty else {
                reading.error("missing-value", "'\(name)' names no lookup", at: node.position)
                return nil
            }
            let texts = items.compactMap { item in
                reading.read(String.self, from: item, named: name).map { LookupName($0, at: item.position) }
            }
            return texts.count == items.count ? LookupNames(names: texts) : nil
        }
        return reading.read(String.self, from: node, named: name).map {
            LookupNames(names: [LookupName($0, at: node.position)])
        }
    }
}

/// What stands in for an answer that is not there.
package enum SubstituteDefinition: DefinitionValue {
    case blank
    case fail
    case values(Named<Value>)

    package static var shape: Shape { .anyOf([.choice(["blank", "fail"]), .named(.value)]) }
    package static var keepsUnresolvedText: Bool { false }

    package static func read(_ node: Node, named name: String, _ reading: inout Reading) -> SubstituteDefinition? {
        switch node.scalar?.text {
        case "blank": return .blank
        case "fail": return .fail
        default: break
        }
        if case .mapping = node.content {
            return reading.read(Named<Value>.self, from: node, named: name).map { .values($0) }
        }
        reading.reportMismatch(node, named: name, wanted: "blank, fail, or default values such as { rate: 1.0 }")
        return nil
    }
}
