import QuireExpression
import QuireModel
import QuirePlugin

/// Holds the sheets of a report against its parameters and columns.
struct SheetCheck {
    let report: ReportDefinition
    let project: ProjectDefinition
    /// Of the report.
    let columns: [CheckedColumn]

    /// - Returns: nil for a sheet with something in it that cannot be read, which has been reported.
    func check(_ sheet: SheetDefinition, _ reading: inout Reading) -> CheckedSheet? {
        var own: [CheckedColumn]?
        if let list = sheet.columns {
            let check = ColumnCheck(report: report, project: project)
            own = check.check(list.columns, ofQuery: sheet.query != nil, &reading)
        } else if sheet.query == nil {
            own = columns
        }
        var selection = CheckedSheet.RowSelection()
        var isWhole = true
        if let filter = sheet.filter {
            selection.filter = reading.syntax(filter)
            isWhole = isWhole && selection.filter != nil
        }
        if let split = sheet.split {
            selection.split = reading.syntax(split)
            isWhole = isWhole && selection.split != nil
        }
        for key in sheet.sort {
            guard let key = sortKey(key, among: own ?? [], &reading) else {
                isWhole = false
                continue
            }
            selection.sort.append(key)
        }
        let splitName = sheet.split?.text
        let name = template(sheet.name, splitName, &reading)
        let heading = template(sheet.heading, splitName, &reading)
        if let written = sheet.name, let split = splitName, name?.holds(split) == false {
            reading.error(
                "invalid-value", "the sheets that '\(split)' gives would all have the name '\(written.text)'",
                at: written.position, hint: "put {\(split)} into it, or leave 'name' out")
        }
        if let own {
            for chart in sheet.charts { _ = chart.layout(columns: own.map(\.layout), &reading) }
        }
        guard isWhole, (sheet.name == nil) == (name == nil), (sheet.heading == nil) == (heading == nil) else {
            return nil
        }
        return CheckedSheet(
            name: name, heading: heading, look: sheet.look, content: sheet.query.map { .query($0) } ?? .rows(selection),
            columns: own, shownColumns: nil, charts: sheet.charts)
    }

    private func sortKey(
        _ key: ExpressionText, among columns: [CheckedColumn], _ reading: inout Reading
    ) -> CheckedSheet.SortKey? {
        var text = key
        let isDescending = text.text.hasPrefix("-")
        if isDescending {
            text.text.removeFirst()
            text.position = key.place(ofByte: 1)
        }
        if columns.contains(where: { $0.layout.id == text.text }) {
            return CheckedSheet.SortKey(.column(text.text), isDescending: isDescending)
        }
        guard let syntax = reading.syntax(text) else { return nil }
        guard syntax.plainReference != nil else {
            reading.error(
                "unknown-column", "'\(text.text)' is neither a column id nor a field", at: text.position,
                hint: NearestName.hint(text.text, among: columns.map(\.layout.id))
                    ?? "give a column that value, with 'hidden: true' if it is not to be seen")
            return nil
        }
        return CheckedSheet.SortKey(.expression(syntax), isDescending: isDescending)
    }

    private func template(
        _ text: ExpressionText?, _ splitName: String?, _ reading: inout Reading
    ) -> FileTemplate? {
        text.flatMap { FileTemplate.read($0, of: report, further: splitName, &reading) }
    }
}
