import QuireDefinition
import QuireExpression
import QuireModel
import QuirePlugin

/// The sheets of a run that queries make, and the table of rows that they are made of.
struct QueryPlan {
    /// Makes the table's rows: the columns that queries read.
    var rows: SheetPlan
    var table: RowTable
    /// In the order of the table's queries; those left out have none of the columns that are wanted.
    var sheets: [SheetPlan]
    /// For each of `sheets` the query that makes it, by its place among the table's.
    var queries: [Int]

    /// - Returns: nil where the run has no such sheet.
    /// - Throws: what is wrong with the queries and with columns over them; `RunFailure` where no file can be made.
    static func make(_ request: RunRequest, fields: [FieldShape], _ plan: RunPlan) throws -> QueryPlan? {
        let sheets = request.sheets.enumerated().compactMap { place, sheet -> Written? in
            guard case .query(let text) = sheet.content else { return nil }
            return Written(place: place, sheet: sheet, text: text)
        }
        guard !sheets.isEmpty else { return nil }
        let scope = plan.scope
        var compiler = PlanCompiler()
        var rows = compiler.tableRows(of: request, in: scope, plan.reach)
        try compiler.fail()
        let table = try RowTable(
            columns: rows.columns.map { FieldShape($0.layout.id, $0.type) },
            queries: sheets.map(\.text), parameters: request.parameters, in: request.workFolder)
        rows.columns = table.storedColumns.map { rows.columns[$0] }
        try request.checkShown(zip(sheets, table.fields).map { $0.sheet.columns(over: $1) })
        var plan = QueryPlan(rows: rows, table: table, sheets: [], queries: [])
        for (query, written) in sheets.enumerated() {
            guard
                let sheet = compiler.querySheet(
                    written.sheet, at: written.place, of: request, over: table.fields[query])
            else { continue }
            plan.sheets.append(sheet)
            plan.queries.append(query)
        }
        try compiler.fail()
        return plan
    }

    private struct Written {
        var place: Int
        var sheet: CheckedSheet
        var text: ExpressionText
    }
}

extension CheckedSheet {
    /// - Parameter fields: what its query gives.
    fileprivate func columns(over fields: [FieldShape]) -> [CheckedColumn] {
        columns ?? fields.compactMap { CheckedColumn.field($0.name) }
    }
}

extension PlanCompiler {
    /// Every column that the table `rows` can have.
    fileprivate mutating func tableRows(
        of request: RunRequest, in scope: ExpressionScope, _ reach: Reach
    ) -> SheetPlan {
        var columns = (scope.fields ?? []).compactMap { field($0, in: scope) }
        for enrichment in scope.enrichments {
            columns += (enrichment.fields ?? []).compactMap { field($0, of: enrichment.name, in: scope) }
        }
        // A column over an enrichment that is not fetched is one that no query reads.
        let unused = request.report.enrichments.map(\.name).filter { !reach.names.contains($0) }
        let known = request.report.columns.filter { column in
            !column.expressions.contains { expression in unused.contains { expression.mentions(enrichment: $0) } }
        }
        // Where two have one name the report's column is meant.
        for column in known.compactMap({ self.column($0, of: request, in: scope, reach) }) {
            if let place = columns.firstIndex(where: { $0.layout.id.isSameName(as: column.layout.id) }) {
                columns[place] = column
            } else {
                columns.append(column)
            }
        }
        var plan = SheetPlan(
            place: 0, layout: SheetLayout(name: "rows", columns: []), columns: columns, shownCount: columns.count)
        let (further, extended) = further(
            for: [request.filter].compactMap(\.self), among: request.report.columns, of: request, in: scope, reach)
        plan.further = further
        plan.filters = [request.filter].compactMap { compile($0, in: extended) }
        return plan
    }

    private mutating func field(
        _ field: FieldShape, of enrichment: String? = nil, in scope: ExpressionScope
    ) -> PlannedColumn? {
        let names = [enrichment, field.name].compactMap(\.self)
        let quoted = names.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ".")
        guard let value = compile(try? ExpressionSyntax(ExpressionText(quoted)), in: scope) else { return nil }
        let name = names.joined(separator: "_")
        return PlannedColumn(
            layout: ColumnLayout(id: name, title: name), value: value, type: field.type, enrichments: [])
    }

    /// A sheet of what a query gives.
    fileprivate mutating func querySheet(
        _ sheet: CheckedSheet, at place: Int, of request: RunRequest, over fields: [FieldShape]
    ) -> SheetPlan? {
        let scope = ExpressionScope(fields: fields, parameters: request.parameters)
        let reach = Reach([])
        let checked = sheet.columns(over: fields)
        let shown = sheet.shownColumns.map { ids in ids.compactMap { id in checked.first { $0.layout.id == id } } }
        let columns = (shown ?? checked).compactMap { column($0, of: request, in: scope, reach) }
        guard !columns.isEmpty else { return nil }
        return SheetPlan(
            place: place, layout: layout(of: sheet, request, columns.map(\.layout)), columns: columns,
            shownCount: columns.count)
    }
}
