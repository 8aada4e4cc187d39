package import QuireModel
package import QuirePlugin

/// How a sheet is printed.
package struct PrintDefinition: DefinitionObject {
    package var layout: PrintLayout

    static let orientationField = Field<PrintLayout.Orientation?>.optional(
        "orientation", "portrait or landscape; the spreadsheet program's choice if left out.")
    static let fitWidthField = Field.defaulted(
        "fit_width", true, shown: "true", "All columns on one page's width, as many pages high as it takes.")
    static let repeatHeaderField = Field.defaulted(
        "repeat_header", true, shown: "true", "The heading and the header again on each page.")
    static let paperField = Field<PrintLayout.Paper?>.optional(
        "paper", "a3, a4, a5, letter or legal; the printer's if left out.")

    package static let subject = "print"
    package static let fields = FieldTable([
        AnyField(orientationField), AnyField(fitWidthField), AnyField(repeatHeaderField), AnyField(paperField),
    ])

    package init() { layout = PrintLayout() }

    package init?(_ values: FieldValues, _ reading: inout Reading) {
        self.init()
        layout.orientation = values[Self.orientationField]
        layout.fitsWidth = values[Self.fitWidthField]
        layout.repeatsHeader = values[Self.repeatHeaderField]
        layout.paper = values[Self.paperField]
    }
}

extension PrintLayout.Orientation: DefinitionChoice {}
extension PrintLayout.Paper: DefinitionChoice {}
