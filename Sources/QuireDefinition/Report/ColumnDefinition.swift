package import QuireModel
package import QuirePlugin

/// One column of the sheet.
package struct ColumnDefinition: DefinitionValue {
    package var value: ExpressionText
    /// Written as a plain text: a field's name as it is, or `enrichment.field`.
    package var isShort = false
    package var id: String?
    package var title: String?
    package var format: String?
    package var width: Double?
    package var style = CellStyle()
    package var total: Total?
    package var empty: String?
    package var link: ExpressionText?
    package var note: String?
    package var isHidden = false
    package var highlights: [HighlightDefinition] = []
    /// Nil where anything may be entered.
    package var choices: [Value]?
    /// From 0 to 7.
    package var outlineLevel = 0
    package var position: FilePosition
    package var formatPosition: FilePosition?

    package static var shape: Shape { .anyOf([.text, .object(ColumnFields.fields)]) }

    package static func read(_ node: Node, named name: String, _ reading: inout Reading) -> ColumnDefinition? {
        guard let text = ExpressionText(node), !node.isNull else {
            return ColumnFields.fields.read(node, subject: "a column", &reading).map {
                ColumnDefinition($0, &reading)
            }
        }
        return ColumnDefinition(
            value: text, isShort: true, position: node.position)
    }
}

enum ColumnFields {
    static let value = Field<ExpressionText>.required("value", "An expression over the row.")
    static let id = Field<String?>.optional(
        "id",
        "Its name in `--sort`, `--columns` and tests; otherwise a field's name as it is, or made from the title in small letters."
    )
    static let title = Field<String?>.optional("title", "Header text; otherwise made from the value.")
    static let format = Field<String?>.optional(
        "format",
        "text, integer, number, money, percent, date, datetime, time, one of the project's formats, or an Excel format code."
    )
    static let width = Field.defaulted("width", ColumnWidth.auto, shown: "auto", "Characters, or auto.")
    static let total = Field<Total?>.optional("total", "What the totals row shows under the column.")
    static let empty = Field<String?>.optional("empty", "Text shown for null.")
    static let link = Field<ExpressionText?>.optional(
        "link", "An expression giving a URL (http, https, mailto); the cell becomes a hyperlink.")
    static let note = Field<String?>.optional("note", "A comment on the header cell.")
    static let highlight = Field.defaulted(
        "highlight", [HighlightDefinition](), shown: "none",
        "Conditional formats, the first that holds before the others.")
    static let choices = Field<[ColumnChoice]?>.optional(
        "choices", "What may be entered in the cells: a list to choose from."
    ).shaped(.list(ColumnChoice.shape, count: 1...ColumnChoice.mostInList))
    static let hidden = Field.defaulted("hidden", false, shown: "false", "Hide the column.")
    static let group = Field.defaulted(
        "group", 0, shown: "0", "Outline level, from 0 to 7; with `hidden` the group is closed."
    ).shaped(.integer(in: 0...7))

    static let fields =
        FieldTable([
            AnyField(value), AnyField(id), AnyField(title), AnyField(format), AnyField(width),
        ]) + StyleFields.fields
        + FieldTable([
            AnyField(total), AnyField(empty), AnyField(link), AnyField(note),
            AnyField(highlight), AnyField(choices), AnyField(hidden), AnyField(group),
        ])
}

extension ColumnDefinition {
    init(_ values: FieldValues, _ reading: inout Reading) {
        value = values[ColumnFields.value]
        id = values[ColumnFields.id]
        title = values[ColumnFields.title]
        format = values[ColumnFields.format]
        formatPosition = values.valuePlace(of: ColumnFields.format)
        width = values[ColumnFields.width].characters
        style = StyleFields.style(values)
        total = values[ColumnFields.total]
        empty = values[ColumnFields.empty]
        link = values[ColumnFields.link]
        note = values[ColumnFields.note]
        isHidden = values[ColumnFields.hidden]
        highlights = values[ColumnFields.highlight]
        choices = values[ColumnFields.choices]?.map(\.value)
        outlineLevel = values[ColumnFields.group]
        position = values.position
        if let choices, choices.isEmpty || choices.count > ColumnChoice.mostInList {
            reading.error(
                "invalid-value",
                choices.isEmpty
                    ? "'choices' lists at least one value"
                    : "'choices' lists \(choices.count) values; a spreadsheet shows at most 32,767",
                at: values.valuePlace(of: ColumnFields.choices))
        }
        if !(0...7).contains(outlineLevel) {
            reading.error("invalid-value", "'group' is from 0 to 7", at: values.valuePlace(of: ColumnFields.group))
            outlineLevel = 0
        }
        if let id, !isColumnID(id) {
            reading.error(
                "invalid-name", "'\(id)' cannot be the id of a column", at: values.valuePlace(of: ColumnFields.id),
                hint: "ids are letters, digits and _, and do not begin with a digit")
        }
    }
}

private func isColumnID(_ text: String) -> Bool {
    text.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) != nil
}

/// A width in characters, or `auto`.
struct ColumnWidth: DefinitionValue {
    /// Nil is auto.
    var characters: Double?

    static let auto = ColumnWidth(characters: nil)
    static var shape: Shape { .anyOf([.number(in: 0...255), .choice(["auto"])]) }
    static var keepsUnresolvedText: Bool { false }

    static func read(_ node: Node, named name: String, _ reading: inout Reading) -> ColumnWidth? {
        if node.scalar?.text == "auto" { return .auto }
        let width: Double
        switch node.scalar?.meaning {
        case .integer(let written)?: width = Double(written)
        case .number(let written)?: width = written
        default:
            reading.reportMismatch(node, named: name, wanted: "a number of characters, or auto")
            return nil
        }
        guard width >= 0, width <= 255 else {
            reading.error("invalid-value", "'\(name)' is from 0 to 255 characters", at: node.position)
            return nil
        }
        return ColumnWidth(characters: width)
    }
}
