package import QuireModel

extension ExpressionText: DefinitionValue {
    package static var shape: Shape { .expression }

    package static func read(_ node: Node, named name: String, _ reading: inout Reading) -> ExpressionText? {
        guard let scalar = node.scalar, !node.isNull else {
            reading.reportMismatch(node, named: name, wanted: "an expression")
            return nil
        }
        return ExpressionText(
            scalar.text, at: scalar.style == .literal ? node.textPosition : node.position, style: scalar.style)
    }
}
