package import QuireModel

/// The form of a report, made from its parameters and columns.
package struct ReportForm: Sendable {
    package var parameters: [ParameterField]
    package var sheets: [SheetColumns]
    /// Formats to choose from, such as `xlsx`.
    package var formats: [String]
    /// The report's own.
    package var format: String

    package init(
        parameters: [ParameterField], sheets: [SheetColumns] = [],
        formats: [String] = ["xlsx", "csv", "ndjson", "html"],
        format: String = "xlsx"
    ) {
        self.parameters = parameters
        self.sheets = sheets
        self.formats = formats
        self.format = format
    }

    /// The ids of all columns, each once, in the order of the form.
    package var columnIDs: [String] { offeredSheets.flatMap { $0.columns.map(\.id) } }

    /// The sheets with each id where it comes first: choosing a column chooses it on all sheets.
    var offeredSheets: [SheetColumns] {
        var seen: Set<String> = []
        return sheets.compactMap { sheet in
            let columns = sheet.columns.filter { seen.insert($0.id).inserted }
            return columns.isEmpty ? nil : SheetColumns(sheet: sheet.sheet, columns: columns)
        }
    }
}

/// A parameter as a form asks for it.
package struct ParameterField: Sendable {
    package var name: String
    package var type: FieldType
    package var isList = false
    package var isRequired = false
    package var label: String?
    package var description: String?
    package var choices: [String] = []
    package var minimum: String?
    package var maximum: String?
    package var pattern: String?
    package var isSecret = false
    /// The default's values as text, an expression evaluated; nil where there is none.
    package var defaultValues: [String]?

    package init(name: String, type: FieldType) {
        self.name = name
        self.type = type
    }

    /// The name of its form field.
    package var fieldName: String { "p." + name }

    /// Its label, or its name as words.
    package var title: String {
        if let label { return label }
        let words = name.replacing("_", with: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    var control: Control {
        if isSecret { return .secret }
        if !choices.isEmpty { return isList ? .checkboxes : .select }
        if isList { return .list }
        return switch type {
        case .boolean: defaultValues != nil || isRequired ? .checkbox : .yesOrNo
        case .date: .input("date")
        case .datetime: .input("datetime-local")
        case .integer, .number: .input("number")
        default: .input("text")
        }
    }

    enum Control: Hashable {
        case checkbox, yesOrNo, select, checkboxes, list, secret
        case input(String)
    }
}

/// Columns of a sheet, to choose from.
package struct SheetColumns: Sendable {
    package struct Column: Sendable {
        package var id: String
        package var title: String

        package init(id: String, title: String) {
            self.id = id
            self.title = title
        }
    }

    package var sheet: String
    package var columns: [Column]

    package init(sheet: String, columns: [Column]) {
        self.sheet = sheet
        self.columns = columns
    }
}
