import QuireExpression
import QuireModel
import QuirePlugin

/// Gives every column its id, title and format.
struct ColumnCheck {
    let report: ReportDefinition
    let project: ProjectDefinition

    /// - Parameter ofQuery: they are over what a query gives, and see no enrichments.
    func check(
        _ columns: [ColumnDefinition], ofQuery: Bool = false, _ reading: inout Reading
    ) -> [CheckedColumn] {
        var places: [String: FilePosition] = [:]
        var checked: [CheckedColumn] = []
        for (index, column) in columns.enumerated() {
            guard let value = reading.syntax(expression(of: column, ofQuery: ofQuery)) else { continue }
            let link = column.link.flatMap { reading.syntax($0) }
            let title = column.title ?? Self.title(of: value)
            let id = column.id ?? Self.id(of: value, title: title, place: index + 1)
            if let first = places[id] {
                reading.error(
                    "duplicate-id", "another column has the id '\(id)', in line \(first.line)", at: column.position,
                    hint: "give one of them an 'id' of its own")
            }
            places[id] = column.position
            var layout = ColumnLayout(id: id, title: title)
            layout.format = format(of: column, &reading)
            layout.width = column.width
            layout.style = column.style
            layout.total = column.total
            layout.empty = column.empty
            layout.note = column.note
            layout.isHidden = column.isHidden
            layout.choices = column.choices
            layout.outlineLevel = column.outlineLevel
            let highlights = HighlightCheck(report: report, project: project).check(column, &reading)
            checked.append(CheckedColumn(layout: layout, value: value, link: link, highlights: highlights))
        }
        return checked
    }

    /// A short column names a field as it is, or an enrichment's field.
    private func expression(of column: ColumnDefinition, ofQuery: Bool) -> ExpressionText {
        guard column.isShort else { return column.value }
        let text = column.value.text
        if !ofQuery, let dot = text.firstIndex(of: "."),
            report.enrichments.names.contains(String(text[..<dot]))
                || report.enrichments.unreadable.contains(String(text[..<dot]))
        {
            return column.value
        }
        let quoted = "\"" + text.replacing("\"", with: "\"\"") + "\""
        var name = ExpressionText(quoted, at: column.value.position)
        name.isFieldName = true
        return name
    }

    /// `signed_on` gives 'Signed on', `tether.ours` 'Tether ours', an expression its own text.
    static func title(of value: ExpressionSyntax) -> String {
        guard let reference = value.plainReference else { return value.source.text }
        return readableName([reference.qualifier, reference.name].compactMap(\.self).joined(separator: " "))
    }

    static func id(of value: ExpressionSyntax, title: String, place: Int) -> String {
        if let reference = value.plainReference, reference.qualifier == nil { return reference.name }
        var id = ""
        for scalar in title.lowercased().unicodeScalars {
            if scalar.isASCII, scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                id.unicodeScalars.append(scalar)
            } else if !id.isEmpty, !id.hasSuffix("_") {
                id += "_"
            }
        }
        while id.hasSuffix("_") { id.removeLast() }
        let isName = id.unicodeScalars.first?.properties.isAlphabetic == true
        return isName ? id : "column_\(place)"
    }

    private func format(of column: ColumnDefinition, _ reading: inout Reading) -> CellFormat {
        guard let name = column.format else { return .general }
        let builtIn: [String: CellFormat] = [
            "text": .text, "integer": .integer, "number": .number, "money": .money, "percent": .percent,
            "date": .date, "datetime": .datetime, "time": .time, "General": .general,
        ]
        if project.formats[name] == nil, let format = builtIn[name] { return format }
        let code = project.formats[name] ?? name
        if let problem = FormatCode.problem(in: code) {
            reading.error(
                "invalid-format", "the format code '\(code)' \(problem)",
                at: column.formatPosition ?? column.position, hint: "a spreadsheet could not open the file with it")
        }
        if project.formats[name] != nil { return .code(code) }
        let looksLikeName = name.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || $0 == "_" }
        if looksLikeName {
            let known = builtIn.keys.sorted() + project.formats.keys.sorted()
            reading.error(
                "unknown-format", "there is no format '\(name)'", at: column.formatPosition ?? column.position,
                hint: NearestName.hint(name, among: known)
                    ?? "it is one of \(known.joined(separator: ", ")), or an Excel format code")
        }
        return .code(name)
    }
}

extension CheckedColumn {
    /// The column that a field's name alone stands for.
    package static func field(_ name: String) -> CheckedColumn? {
        let quoted = "\"" + name.replacing("\"", with: "\"\"") + "\""
        var text = ExpressionText(quoted)
        text.isFieldName = true
        guard let value = try? ExpressionSyntax(text) else { return nil }
        return CheckedColumn(layout: ColumnLayout(id: name, title: readableName(name)), value: value)
    }
}

/// `signed_on` as people write it: 'Signed on'.
func readableName(_ name: String) -> String {
    let words = name.replacing("_", with: " ").replacing("/", with: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
}
