package import QuireDefinition
import QuireExpression
package import QuireModel

/// Narrowing a report to what the user wants of it.
extension RunRequest {
    /// Keeps only the columns named, in the order named. A sheet that has none of them is left out.
    ///
    /// - Throws: where no sheet has such a column.
    package mutating func keepColumns(_ ids: [String]) throws(DiagnosticError) {
        var seen: Set<String> = []
        if let repeated = ids.first(where: { !seen.insert($0).inserted }) {
            throw Self.problem(
                "invalid-option", "the column '\(repeated)' is named twice", hint: "name each once",
                .repeatedColumn(repeated))
        }
        // What a query gives is known only once its source is open.
        if !sheets.contains(where: { $0.columns == nil }) {
            for id in ids { try checkColumn(id, among: sheets.flatMap { $0.columns ?? [] }) }
        }
        sheets = sheets.compactMap { sheet in
            var sheet = sheet
            guard let columns = sheet.columns else {
                sheet.shownColumns = ids
                return sheet
            }
            let known = columns.map(\.layout.id)
            let kept = ids.filter { known.contains($0) }
            guard !kept.isEmpty else { return nil }
            sheet.shownColumns = kept
            return sheet
        }
    }

    /// Sorts by columns, whether they are shown or not. A sheet that has none of them, and that of a query, stays as
    /// it is.
    ///
    /// - Throws: where no sheet has such a column.
    package mutating func sort(by keys: [SortKey]) throws(DiagnosticError) {
        if sheets.allSatisfy(\.isQuery) {
            throw Self.problem(
                "unexpected-option", "a sheet with a query cannot be sorted from outside",
                hint: "it has the order of its query", .notSortable)
        }
        let sorted = sheets.filter { !$0.isQuery }
        for key in keys { try checkColumn(key.column, among: sorted.flatMap { $0.columns ?? [] }) }
        for index in sheets.indices {
            guard case .rows(var selection) = sheets[index].content else { continue }
            let known = (sheets[index].columns ?? []).map(\.layout.id)
            let own = keys.filter { known.contains($0.column) }
            guard !own.isEmpty else { continue }
            selection.sort = own.map { CheckedSheet.SortKey(.column($0.column), isDescending: $0.isDescending) }
            sheets[index].content = .rows(selection)
        }
    }

    /// Keeps one sheet, by the name that it has or that its definition gives.
    ///
    /// - Throws: where the report has no such sheet.
    package mutating func keepSheet(_ name: String) throws(DiagnosticError) {
        let wanted = name.lowercased()
        if let found = sheets.first(where: { shownName(of: $0).lowercased() == wanted }) {
            sheets = [found]
            return
        }
        let splits = sheets.filter(\.isSplit)
        if !splits.isEmpty {
            sheets = splits
            splitName = name
            return
        }
        let names = sheets.map { shownName(of: $0) }
        throw Self.problem(
            "unknown-sheet", "there is no sheet '\(name)'",
            hint: NearestName.hint(name, among: names)
                ?? (names.count == 1
                    ? "the report's only sheet is '\(names[0])'" : "the sheets are " + names.joined(separator: ", ")))
    }

    /// Has it go on however many lookups fail: of a few rows a single one may be more than `error_limit`.
    package mutating func allowFailedLookups() {
        for index in report.enrichments.indices { report.enrichments[index].errorLimit = 1 }
    }

    /// Keeps the first sheet, whole.
    package mutating func keepFirstSheet() {
        sheets = Array(sheets.prefix(1))
        guard case .rows(var selection)? = sheets.first?.content else { return }
        selection.split = nil
        sheets[0].content = .rows(selection)
    }

    /// Has one sheet of the columns named, in place of those of the report.
    ///
    /// - Throws: where there is no such column.
    mutating func showPlainly(_ ids: [String]) throws(DiagnosticError) {
        sheets = [report.plainSheet]
        try keepColumns(ids)
    }

    /// The name of a sheet as far as it is known before there are rows.
    package func shownName(of sheet: CheckedSheet) -> String {
        if sheet.isSplit { return sheet.name?.text ?? sheet.splitName.map { "{\($0)}" } ?? report.title }
        return sheet.name?.fill(templateValues) ?? report.title
    }

    /// What placeholders stand for.
    var templateValues: [String: String] {
        var values = ["report": report.name, "run": run]
        for (name, value) in parameters {
            switch value {
            case .single(let single): values[name] = single.text ?? ""
            case .list(let list): values[name] = list.compactMap(\.text).joined(separator: ",")
            }
        }
        return values
    }

    /// Finds the columns that are wanted and that no sheet has, once it is known what queries give.
    ///
    /// - Parameter given: the columns of each sheet of a query.
    func checkShown(_ given: [[CheckedColumn]]) throws(DiagnosticError) {
        let wanted = sheets.filter { $0.columns == nil }.flatMap { $0.shownColumns ?? [] }
        let columns = sheets.filter { !$0.isQuery }.flatMap { $0.columns ?? [] } + given.flatMap(\.self)
        for id in wanted { try checkColumn(id, among: columns) }
    }

    private func checkColumn(_ id: String, among columns: [CheckedColumn]) throws(DiagnosticError) {
        var known: [String] = []
        for column in columns where !known.contains(column.layout.id) {
            known.append(column.layout.id)
        }
        guard !known.contains(id) else { return }
        throw Self.problem(
            "unknown-column", "there is no column '\(id)'",
            hint: NearestName.hint(id, among: known) ?? "the columns are " + known.joined(separator: ", "),
            .unknownColumn(id, known: known))
    }

    private static func problem(
        _ code: String, _ message: String, hint: String, _ input: InputProblem? = nil
    ) -> DiagnosticError {
        DiagnosticError(Diagnostic(code, message, at: nil, hint: hint, input))
    }
}
