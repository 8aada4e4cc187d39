public import QuireModel

extension ExpressionText: DefinitionValue {
    public static var shape: Shape { .expression }

    public static func read(_ node: Node, named name: String, _ reading: inout Reading) -> ExpressionText? {
        guard !node.isNull, let text = ExpressionText(node) else {
            reading.reportMismatch(node, named: name, wanted: "an expression")
            return nil
        }
        return text
    }
}

/// SQL with its place.
public struct QueryText: DefinitionValue {
    public var text: ExpressionText

    public static var shape: Shape { .text }

    public static func read(_ node: Node, named name: String, _ reading: inout Reading) -> QueryText? {
        guard reading.read(String.self, from: node, named: name) != nil else { return nil }
        return ExpressionText(node).map { QueryText(text: $0) }
    }
}
