import QuireDefinition
import QuireExpression
import QuireModel
import QuirePlugin

/// The sheets of a run that queries make, and the table of rows that they are made of.
struct QueryPlan {
    /// Makes the table's rows: the columns that queries read.
    var rows: SheetPlan
    var table: RowTable
    /// In the order of the table's queries.
    var sheets: [SheetPlan]

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
            columns: rows.columns.map { RowTable.Column(name: $0.layout.id, type: $0.type) },
            queries: sheets.map(\.text), parameters: request.parameters, in: request.workFolder)
        rows.columns = table.storedColumns.map { rows.columns[$0] }
        let plans = zip(sheets, table.fields).compactMap { written, fields in
            compiler.querySheet(written.sheet, at: written.place, of: request, over: fields)
        }
        try compiler.fail()
        return QueryPlan(rows: rows, table: table, sheets: plans)
    }

    private struct Written {
        var place: Int
        var sheet: CheckedSheet
        var text: ExpressionText
    }
}

extension PlanCompiler {
    /// Every column that the table `rows` can have.
    fileprivate mutating func tableRows(
        of request: RunRequest, in scope: ExpressionScope, _ reach: Reach
    ) -> SheetPlan {
        var names: [String] = []
        var columns: [String: PlannedColumn] = [:]
        func add(_ name: String, _ column: PlannedColumn?) {
            guard var column else { return }
            let key = name.lowercasedASCII
            if columns[key] == nil { names.append(key) }
            column.layout.id = name
            columns[key] = column
        }
        for field in scope.fields ?? [] { add(field.name, self.field(field.name, type: field.type, in: scope)) }
        for enrichment in scope.enrichments {
            for field in enrichment.fields ?? [] {
                add(
                    "\(enrichment.name)_\(field.name)",
                    self.field(field.name, of: enrichment.name, type: field.type, in: scope))
            }
        }
        // Where two have one name the column's is meant.
        for column in request.report.columns {
            add(column.layout.id, self.column(column, of: request, in: scope, reach))
        }
        var plan = SheetPlan(
            place: 0, layout: SheetLayout(name: "rows", columns: []), columns: names.compactMap { columns[$0] },
            shownCount: names.count)
        let (further, extended) = further(
            for: [request.filter].compactMap(\.self), among: request.report.columns, of: request, in: scope, reach)
        plan.further = further
        plan.filters = [request.filter].compactMap { compile($0, in: extended) }
        return plan
    }

    private mutating func field(
        _ name: String, of enrichment: String? = nil, type: FieldType?, in scope: ExpressionScope
    ) -> PlannedColumn? {
        let quoted = [enrichment, name].compactMap(\.self)
            .map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ".")
        guard let value = compile(try? ExpressionSyntax(ExpressionText(quoted)), in: scope) else { return nil }
        var column = PlannedColumn(layout: ColumnLayout(id: name, title: name), value: value, enrichments: [])
        column.type = type
        return column
    }

    /// A sheet of what a query gives.
    fileprivate mutating func querySheet(
        _ sheet: CheckedSheet, at place: Int, of request: RunRequest, over fields: [FieldShape]
    ) -> SheetPlan? {
        let scope = ExpressionScope(fields: fields, parameters: request.parameters)
        let reach = Reach([])
        let checked = sheet.columns ?? fields.compactMap { CheckedColumn.field($0.name) }
        let shown = sheet.shownColumns.map { ids in ids.compactMap { id in checked.first { $0.layout.id == id } } }
        let columns = (shown ?? checked).compactMap { column($0, of: request, in: scope, reach) }
        guard !columns.isEmpty else { return nil }
        return SheetPlan(
            place: place, layout: layout(of: sheet, request, columns.map(\.layout)), columns: columns,
            shownCount: columns.count)
    }
}

extension String {
    fileprivate var lowercasedASCII: String {
        String(decoding: utf8.map { (65...90).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
