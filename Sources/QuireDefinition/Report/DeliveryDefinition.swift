package import QuireModel
package import QuirePlugin

/// One place where a report's file is sent.
package struct DeliveryDefinition: DefinitionValue {
    /// A destination of the project, or a kind of destination.
    package var to: String
    package var toPosition: FilePosition
    /// Runs that end so are delivered; nil: all that the destination takes.
    package var statuses: Set<RunSummary.Status>?
    /// A report without rows is not delivered.
    package var skipsEmpty: Bool
    package var position: FilePosition
    /// The whole item.
    let node: Node

    enum Occasion: String, DefinitionChoice {
        case succeeded, partial, failed, always
    }

    enum EmptyReports: String, DefinitionChoice {
        case skip, deliver
    }

    static let toField = Field<String>.required("to", "A destination of the project, or a kind of destination.")
    static let whenField = Field.defaulted(
        "when", Occasion.succeeded, shown: "succeeded",
        "How the run ended, exactly so: succeeded does not stand for partial. always is whenever there is a file, and where the destination is told of failures, as a webhook is, then too; failed is for such a destination alone."
    )
    static let whenEmptyField = Field.defaulted(
        "when_empty", EmptyReports.deliver, shown: "deliver", "What becomes of a report without rows.")
    static let common = FieldTable([AnyField(toField), AnyField(whenField), AnyField(whenEmptyField)])

    package static var shape: Shape { .object(FieldTable(common.fields, isOpen: true)) }

    package static func read(_ node: Node, named name: String, _ reading: inout Reading) -> DeliveryDefinition? {
        guard case .mapping(let entries) = node.content else {
            reading.error("wrong-type", "a delivery is a mapping, not \(node.kindName)", at: node.position)
            return nil
        }
        // What else is there belongs to the destination, which only the project knows.
        let own = entries.filter { common[$0.key.scalar?.text ?? ""] != nil }
        guard
            let values = common.read(
                Node(.mapping(own), at: node.position), subject: "a delivery", &reading)
        else { return nil }
        let occasion = values[whenField]
        return DeliveryDefinition(
            to: values[toField], toPosition: values.valuePlace(of: toField),
            statuses: RunSummary.Status(rawValue: occasion.rawValue).map { [$0] },
            skipsEmpty: values[whenEmptyField] == .skip, position: node.position, node: node)
    }
}
