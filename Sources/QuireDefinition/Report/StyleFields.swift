package import QuireModel
package import QuirePlugin

/// The keys of a cell's look, in columns and in the project's styles.
enum StyleFields {
    static let align = Field<CellStyle.Alignment?>.optional("align", "left, center or right.")
    static let wrap = Field<Bool?>.optional("wrap", "Break long text into lines.")
    static let bold = Field<Bool?>.optional("bold", "Bold text.")
    static let color = Field<Color?>.optional("color", "The text's colour: #RRGGBB or a basic name of CSS.")
    static let background = Field<Color?>.optional("background", "The cell's colour.")

    static let fields = FieldTable([
        AnyField(align), AnyField(wrap), AnyField(bold), AnyField(color), AnyField(background),
    ])

    static func style(_ values: FieldValues) -> CellStyle {
        var style = CellStyle()
        style.align = values[align]
        style.wrap = values[wrap]
        style.bold = values[bold]
        style.color = values[color]
        style.background = values[background]
        return style
    }
}

extension CellStyle: DefinitionObject {
    package static var subject: String { "a style" }
    package static var fields: FieldTable { StyleFields.fields }

    package init?(_ values: FieldValues, _ reading: inout Reading) { self = StyleFields.style(values) }
}

extension Color: DefinitionValue {
    package static var shape: Shape {
        let names = Color.names.keys.sorted().map { name in
            name.map { "[\($0)\($0.uppercased())]" }.joined()
        }
        return .formatted(
            name: "a colour", pattern: "^(#[0-9A-Fa-f]{6}|\(names.joined(separator: "|")))$",
            examples: ["#FFC7CE", "red"])
    }
    package static var keepsUnresolvedText: Bool { false }

    package static func read(_ node: Node, named name: String, _ reading: inout Reading) -> Color? {
        let text = node.scalar?.text ?? ""
        if let color = Color(text) { return color }
        reading.error(
            "invalid-value", "'\(text)' is no colour", at: node.position,
            hint: NearestName.hint(text, among: Color.names.keys.sorted())
                ?? "write it as #RRGGBB in quotes, or use a basic name such as red")
        return nil
    }
}
