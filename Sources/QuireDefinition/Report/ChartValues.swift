package import QuireModel
package import QuirePlugin

/// A column of the sheet, by its id.
package struct ColumnReference: DefinitionValue {
    package var id: String
    package var position: FilePosition

    package static var shape: Shape { .text }
    package static var keepsUnresolvedText: Bool { false }

    package static func read(_ node: Node, named name: String, _ reading: inout Reading) -> ColumnReference? {
        reading.read(String.self, from: node, named: name).map { ColumnReference(id: $0, position: node.position) }
    }

    /// - Returns: from 0; nil after it was reported that no column has the id.
    func place(among columns: [ColumnLayout], _ reading: inout Reading) -> Int? {
        if let place = columns.firstIndex(where: { $0.id == id }) { return place }
        let ids = columns.map(\.id)
        reading.error(
            "unknown-column", "the sheet has no column '\(id)'", at: position,
            hint: NearestName.hint(id, among: ids)
                ?? columns.first { $0.title == id }.map { "a column is named by its id: '\($0.id)'" }
                ?? (ids.isEmpty ? nil : "it has \(ids.joined(separator: ", "))"))
        return nil
    }
}

/// `true`, `false` or `percent`.
struct ChartStacking: DefinitionValue {
    var stacking: ChartLayout.Stacking

    static var shape: Shape { .anyOf([.boolean, .choice(["percent"])]) }
    static var keepsUnresolvedText: Bool { false }

    static func read(_ node: Node, named name: String, _ reading: inout Reading) -> ChartStacking? {
        switch node.scalar?.meaning {
        case .boolean(let isStacked)?: return ChartStacking(stacking: isStacked ? .stacked : .none)
        case .text? where node.scalar?.text == "percent": return ChartStacking(stacking: .percent)
        default:
            reading.reportMismatch(node, named: name, wanted: shape.wanted)
            return nil
        }
    }
}

/// A cell such as `E2`.
struct ChartPlace: DefinitionValue {
    var anchor: ChartLayout.Anchor

    static var shape: Shape {
        .formatted(name: "a cell", pattern: "^[A-Za-z]{1,3}[1-9][0-9]{0,6}$", examples: ["E2"])
    }
    static var keepsUnresolvedText: Bool { false }

    static func read(_ node: Node, named name: String, _ reading: inout Reading) -> ChartPlace? {
        guard let text = node.scalar?.text, let match = text.wholeMatch(of: /([A-Za-z]{1,3})([1-9][0-9]{0,6})/) else {
            reading.reportMismatch(node, named: name, wanted: shape.wanted)
            return nil
        }
        let column = match.1.uppercased().utf8.reduce(0) { $0 * 26 + Int($1 - 64) }
        guard let row = Int(match.2), column <= 16_384, row <= 1_048_576 else {
            reading.error(
                "invalid-value", "a sheet has no cell '\(text)'", at: node.position,
                hint: "its last cell is XFD1048576")
            return nil
        }
        return ChartPlace(anchor: ChartLayout.Anchor(row: row - 1, column: column - 1))
    }
}
