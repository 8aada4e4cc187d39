package import QuireModel

extension ExpressionText: DefinitionValue {
    package static var shape: Shape { .expression }

    package static func read(_ node: Node, named name: String, _ reading: inout Reading) -> ExpressionText? {
        guard !node.isNull, let text = ExpressionText(node) else {
            reading.reportMismatch(node, named: name, wanted: "an expression")
            return nil
        }
        return text
    }
}
