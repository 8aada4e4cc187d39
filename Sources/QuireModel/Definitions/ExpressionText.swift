/// An expression as its author wrote it, and where.
package struct ExpressionText: Sendable, Hashable {
    package var text: String
    package var position: FilePosition?
    /// How the YAML quotes it; nil where places inside cannot be told, as in a scalar of several lines.
    package var style: Scalar.Style?
    /// The column in which the lines of a literal text begin.
    package var blockColumn: Int?

    package init(
        _ text: String, at position: FilePosition? = nil, style: Scalar.Style? = nil, blockColumn: Int? = nil
    ) {
        self.text = text
        self.position = position
        self.style = style
        self.blockColumn = blockColumn
    }

    /// The text of a scalar, with its place.
    ///
    /// - Returns: nil where the node is no scalar.
    package init?(_ node: Node) {
        guard let scalar = node.scalar else { return nil }
        let isBlock = scalar.style == .literal || scalar.style == .folded
        self.init(
            scalar.text, at: node.position, style: scalar.spansLines && !isBlock ? nil : scalar.style,
            blockColumn: scalar.blockColumn)
    }

    /// - Returns: where the byte at an offset of the UTF-8 text stands; the start of the scalar where that cannot be told.
    package func place(ofByte offset: Int) -> FilePosition? {
        guard var place = position, let style else { return position }
        let before = String(decoding: text.utf8.prefix(offset), as: UTF8.self).unicodeScalars
        switch style {
        case .plain: place.column += before.count
        case .singleQuoted: place.column += 1 + before.count + before.count { $0 == "'" }
        case .doubleQuoted: place.column += 1 + before.count + before.count { $0 == "\"" || $0 == "\\" }
        case .literal:
            guard let blockColumn else { return position }
            let lastLine = before.split(separator: "\n", omittingEmptySubsequences: false).last
            place.line += 1 + before.count { $0 == "\n" }
            place.column = blockColumn + (lastLine?.count ?? 0)
        case .folded: break
        }
        return place
    }
}
