package import QuireModel
package import QuirePlugin

/// One of the values that may be entered in a column's cells. A date without quotes is a date.
package struct ColumnChoice: DefinitionValue {
    package var value: Value

    /// What a spreadsheet's list shows.
    static let mostInList = 32_767

    package static var shape: Shape {
        .anyOf([.formatted(name: "text", pattern: #"^[\s\S]"#, examples: ["east"]), .number(), .boolean])
    }
    package static var keepsUnresolvedText: Bool { false }

    package static func read(_ node: Node, named name: String, _ reading: inout Reading) -> ColumnChoice? {
        guard let scalar = node.scalar else {
            reading.reportMismatch(node, named: name, wanted: "a list of plain values")
            return nil
        }
        if scalar.text.isEmpty || scalar.meaning == .null {
            reading.error(
                "invalid-value", "a choice cannot be nothing", at: node.position,
                hint: "leave it out: a cell may always be left blank")
            return nil
        }
        if scalar.style == .plain {
            if let date = CalendarDate(scalar.text) { return ColumnChoice(value: .date(date)) }
            if let (moment, offset) = LocalDateTime.parse(scalar.text), offset == nil {
                return ColumnChoice(value: .datetime(moment))
            }
        }
        return ColumnChoice(value: Value(scalar))
    }
}
