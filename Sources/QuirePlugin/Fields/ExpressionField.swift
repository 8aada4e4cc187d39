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

/// SQL with its place.
package struct QueryText: DefinitionValue {
    package var text: ExpressionText

    package static var shape: Shape { .text }

    package static func read(_ node: Node, named name: String, _ reading: inout Reading) -> QueryText? {
        guard reading.read(String.self, from: node, named: name) != nil else { return nil }
        return ExpressionText(node).map { QueryText(text: $0) }
    }
}
