package import QuireModel
package import QuirePlugin

/// The file a report makes.
package struct OutputDefinition: DefinitionObject {
    package var file: String?
    package var fileText: ExpressionText?
    package var format: OutputFormat?
    package var csv: CSVDefinition
    package var skipsEmpty: Bool

    static let fileField = Field<String?>.optional(
        "file", "A template over parameters, {report}, {today}, {now} and {run}; {report}-{today}.xlsx if left out.")
    static let formatField = Field<OutputFormat?>.optional(
        "format",
        "xlsx, csv, ndjson (a JSON object a row) or html (one page to look at); from the file's ending otherwise.")
    static let csvField = Field.defaulted("csv", CSVDefinition(), shown: "titles as header", "How csv is written.")
    static let emptyField = Field.defaulted(
        "empty", EmptyReport.file, shown: "file", "Whether a report without rows gives a file: file or skip.")

    package static let subject = "the output"
    package static let fields = FieldTable([
        AnyField(fileField), AnyField(formatField), AnyField(csvField), AnyField(emptyField),
    ])

    package init() {
        csv = CSVDefinition()
        skipsEmpty = false
    }

    package init?(_ values: FieldValues, _ reading: inout Reading) {
        file = values[Self.fileField]
        fileText = values.node[Self.fileField.name].flatMap { ExpressionText($0) }
        format = values[Self.formatField]
        csv = values[Self.csvField]
        skipsEmpty = values[Self.emptyField] == .skip
    }
}

package enum OutputFormat: String, DefinitionValue, CaseIterable {
    case xlsx, csv, ndjson, html

    /// - Parameter ending: of a file's name, without its dot, in lower case.
    package init?(ending: String) {
        switch ending {
        case "htm": self = .html
        case "jsonl": self = .ndjson
        default: self.init(rawValue: ending)
        }
    }

    package static var shape: Shape { .choice(allCases.map(\.rawValue)) }
    package static var keepsUnresolvedText: Bool { false }

    package static func read(_ node: Node, named name: String, _ reading: inout Reading) -> OutputFormat? {
        let text = node.scalar?.text ?? ""
        if let format = OutputFormat(rawValue: text) { return format }
        reading.error(
            "invalid-value", "there is no format '\(text)'", at: node.position,
            hint: NearestName.hint(text, among: allCases.map(\.rawValue)) ?? "it is \(shape.wanted)")
        return nil
    }
}

enum EmptyReport: String, DefinitionChoice {
    case file, skip
}

/// How csv is written.
package struct CSVDefinition: DefinitionObject {
    package var header = CSVHeader.title
    package var formulas = CSVFormulas.guarded
    package var hasByteOrderMark = false

    static let headerField = Field.defaulted("header", CSVHeader.title, shown: "title", "title, id or none.")
    static let formulasField = Field.defaulted(
        "formulas", CSVFormulas.guarded, shown: "guard",
        "guard puts a ' before text that a spreadsheet would take for a formula; keep leaves it.")
    static let bomField = Field.defaulted("bom", false, shown: "false", "Begin with a byte order mark.")

    package static let subject = "csv"
    package static let fields = FieldTable([AnyField(headerField), AnyField(formulasField), AnyField(bomField)])

    package init() {}

    package init?(_ values: FieldValues, _ reading: inout Reading) {
        header = values[Self.headerField]
        formulas = values[Self.formulasField]
        hasByteOrderMark = values[Self.bomField]
    }
}

extension CSVHeader: DefinitionChoice {}
extension CSVFormulas: DefinitionChoice {}
