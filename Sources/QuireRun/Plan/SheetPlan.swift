import QuireDefinition
import QuireExpression
import QuireModel
import QuirePlugin

/// One sheet with everything compiled that makes its cells.
struct SheetPlan {
    /// Among the sheets of the run.
    var place: Int
    var layout: SheetLayout
    /// Those shown, then those that rows are only sorted or split by.
    var columns: [PlannedColumn]
    var shownCount: Int
    /// Each keeps a row on the sheet.
    var filters: [CompiledExpression] = []
    /// Places among `columns`, and whether descending.
    var sort: [(column: Int, isDescending: Bool)] = []
    /// What the sheet is split by.
    var split: RowSorter.Split?
    /// Values that expressions see as fields, behind the source's.
    var further: [PlannedColumn] = []
    /// The names of the sheets that the split gives.
    var naming = SheetNaming()

    /// Rows have to wait until all are there.
    var keepsRows: Bool { !sort.isEmpty || split != nil }
}

struct PlannedColumn {
    var layout: ColumnLayout
    var value: CompiledExpression
    var link: CompiledExpression?
    /// Of its values, where that is known.
    var type: FieldType?
    /// Enrichments whose failure makes the cell one that stands for a failed lookup.
    var enrichments: [Int]
}

/// Gives the sheets that a split makes their names and headings.
struct SheetNaming {
    static let blank = "(blank)"

    var name: FileTemplate?
    var heading: FileTemplate?
    /// What the placeholder of the split is called.
    var placeholder: String?
    var values: [String: String] = [:]

    func name(_ split: Value) -> String { name?.fill(filled(split)) ?? text(split) }

    func heading(_ split: Value) -> String? { heading?.fill(filled(split)) }

    private func filled(_ split: Value) -> [String: String] {
        var values = values
        if let placeholder { values[placeholder] = text(split) }
        return values
    }

    private func text(_ split: Value) -> String { split.text ?? Self.blank }
}

extension PlanCompiler {
    /// - Parameter scope: of the report's rows.
    /// - Returns: nil for the sheet of a query, and after what is wrong was gathered.
    mutating func sheet(
        _ sheet: CheckedSheet, at place: Int, of request: RunRequest, in scope: ExpressionScope, _ reach: Reach
    ) -> SheetPlan? {
        guard case .rows(let selection) = sheet.content, let checked = sheet.columns else { return nil }
        let shown = sheet.shownColumns.map { ids in ids.compactMap { id in checked.first { $0.layout.id == id } } }
        var columns = (shown ?? checked).compactMap { column($0, of: request, in: scope, reach) }
        let shownCount = columns.count
        let (further, extended) = further(
            for: [request.filter, selection.filter, selection.split].compactMap(\.self),
            among: sheet.namedColumns(among: request.report.columns), of: request, in: scope, reach)
        var plan = SheetPlan(
            place: place, layout: layout(of: sheet, request, columns.map(\.layout)), columns: [], shownCount: shownCount
        )
        plan.further = further
        plan.filters = [request.filter, selection.filter].compactMap { compile($0, in: extended) }
        for key in selection.sort {
            var column: Int?
            switch key.value {
            case .column(let id):
                column = columns.firstIndex { $0.layout.id == id }
                if column == nil, let hidden = checked.first(where: { $0.layout.id == id }),
                    let planned = self.column(hidden, of: request, in: scope, reach)
                {
                    column = columns.count
                    columns.append(planned)
                }
            case .expression(let syntax):
                if let value = compile(syntax, in: scope) {
                    column = columns.count
                    columns.append(PlannedColumn(unshown: value))
                }
            }
            if let column { plan.sort.append((column, key.isDescending)) }
        }
        if let split = selection.split, let value = compile(split, in: extended) {
            plan.split = RowSorter.Split(column: columns.count, position: split.source.position)
            columns.append(PlannedColumn(unshown: value))
        }
        plan.columns = columns
        plan.naming = SheetNaming(
            name: sheet.name, heading: sheet.heading, placeholder: sheet.splitName, values: request.templateValues)
        return plan
    }

    mutating func column(
        _ column: CheckedColumn, of request: RunRequest, in scope: ExpressionScope, _ reach: Reach
    ) -> PlannedColumn? {
        guard let value = compile(column.value, in: scope) else { return nil }
        return PlannedColumn(
            layout: column.layout(with: request.parameters), value: value, link: compile(column.link, in: scope),
            type: value.plainSlot.flatMap { scope.type(of: $0) }, enrichments: reach.of(column.value))
    }

    mutating func layout(
        of sheet: CheckedSheet, _ request: RunRequest, _ columns: [ColumnLayout]
    ) -> SheetLayout {
        // What a split has no rows for is one sheet with nothing but its header.
        let name = sheet.isSplit ? request.report.title : request.shownName(of: sheet)
        var layout = SheetLayout(name: name, columns: columns)
        layout.heading = sheet.heading?.fill(request.templateValues)
        sheet.look.apply(to: &layout)
        for chart in sheet.charts {
            var reading = Reading(registry: Registry())
            if let chart = chart.layout(columns: columns, &reading) { layout.charts.append(chart) }
            // A chart over columns that nobody wants to see goes with them.
            if sheet.shownColumns == nil { diagnostics += reading.diagnostics }
        }
        return layout
    }

    /// The columns that expressions name by their ids, and the scope in which they can: where a field has the same name
    /// the column is meant.
    mutating func further(
        for expressions: [ExpressionSyntax], among columns: [CheckedColumn], of request: RunRequest,
        in scope: ExpressionScope, _ reach: Reach
    ) -> ([PlannedColumn], ExpressionScope) {
        var extended = scope
        var fields = scope.fields ?? []
        var planned: [PlannedColumn] = []
        let names = expressions.flatMap(\.references).filter { $0.qualifier == nil }.map(\.name)
        for column in columns where names.contains(where: { $0.isSameName(as: column.layout.id) }) {
            let id = column.layout.id
            // The field itself.
            if let reference = column.value.plainReference, reference.qualifier == nil, reference.name == id {
                continue
            }
            guard let value = self.column(column, of: request, in: scope, reach) else { continue }
            for index in fields.indices where fields[index].name.isSameName(as: id) {
                // No name that an expression can have.
                fields[index].name = "\u{0}" + fields[index].name
            }
            fields.append(FieldShape(id))
            planned.append(value)
        }
        extended.fields = fields
        return (planned, extended)
    }
}

extension PlannedColumn {
    fileprivate init(unshown value: CompiledExpression) {
        self.init(layout: ColumnLayout(id: "", title: ""), value: value, link: nil, enrichments: [])
    }
}

extension ExpressionScope {
    /// The type of what a slot holds, where that is known.
    fileprivate func type(of slot: RowSlot) -> FieldType? {
        switch slot {
        case .field(let field): fields?[field].type
        case .enrichment(let enrichment, let field): enrichments[enrichment].fields?[field].type
        }
    }
}
