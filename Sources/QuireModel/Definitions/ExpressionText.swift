/// An expression as its author wrote it, and where.
public struct ExpressionText: Sendable, Hashable {
    public var text: String
    /// Where its scalar stands; of a literal block, where its text begins.
    public var position: FilePosition?
    /// How the YAML quotes it; nil where places inside cannot be told, as in a scalar of several lines.
    public var style: Scalar.Style?
    /// It is the name of a field and nothing else; the quotes around it are not its author's.
    public var isFieldName = false

    public init(_ text: String, at position: FilePosition? = nil, style: Scalar.Style? = nil) {
        self.text = text
        self.position = position
        self.style = style
    }

    /// The text of a scalar, with its place.
    ///
    /// - Returns: nil where the node is no scalar.
    public init?(_ node: Node) {
        guard let scalar = node.scalar else { return nil }
        let isLiteral = scalar.style == .literal
        self.init(
            scalar.text, at: isLiteral ? node.textPosition : node.position,
            style: scalar.spansLines && !isLiteral ? nil : scalar.style)
    }

    /// - Returns: where the byte at an offset of the UTF-8 text stands; the start of the scalar where that cannot be told.
    public func place(ofByte offset: Int) -> FilePosition? {
        guard var place = position, let style else { return position }
        let before = String(decoding: text.utf8.prefix(offset), as: UTF8.self).unicodeScalars
        switch style {
        case .plain: place.column += before.count
        case .singleQuoted: place.column += 1 + before.count + before.count { $0 == "'" }
        case .doubleQuoted: place.column += 1 + before.count + before.count { $0 == "\"" || $0 == "\\" }
        case .literal:
            let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
            place.line += lines.count - 1
            place.column += lines.last?.count ?? 0
        case .folded: break
        }
        return place
    }
}
