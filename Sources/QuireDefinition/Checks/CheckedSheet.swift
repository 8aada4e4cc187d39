package import QuireExpression
package import QuireModel

/// One sheet of a report.
package struct CheckedSheet: Sendable {
    /// Nil is the report's title, or what the sheet is split by.
    package var name: FileTemplate?
    package var heading: FileTemplate?
    package var look: SheetLook
    package var content: Content
    /// Nil is all that the query gives.
    package var columns: [CheckedColumn]?
    /// Ids of the columns shown, in their order; nil is all of them.
    package var shownColumns: [String]?
    package var charts: [ChartDefinition] = []

    package enum Content: Sendable {
        case rows(RowSelection)
        /// A SELECT over the table `rows`.
        case query(ExpressionText)
    }

    package struct RowSelection: Sendable {
        package var filter: ExpressionSyntax?
        package var sort: [SortKey] = []
        package var split: ExpressionSyntax?

        package init() {}
    }

    package struct SortKey: Sendable {
        package enum Value: Sendable {
            /// The id of one of the sheet's columns.
            case column(String)
            case expression(ExpressionSyntax)
        }

        package var value: Value
        package var isDescending: Bool

        package init(_ value: Value, isDescending: Bool) {
            self.value = value
            self.isDescending = isDescending
        }
    }

    package var isQuery: Bool {
        if case .query = content { true } else { false }
    }

    /// Where each value of its split has a sheet of its own.
    package var isSplit: Bool {
        if case .rows(let selection) = content { selection.split != nil } else { false }
    }

    /// What the placeholder of its split is called in templates.
    package var splitName: String? {
        guard case .rows(let selection) = content else { return nil }
        return selection.split?.source.text
    }

    /// What its rows are made of; nothing of a query's.
    ///
    /// - Parameters:
    ///   - filter: keeps rows on it as well.
    ///   - others: the report's columns.
    func rowExpressions(filter: ExpressionSyntax?, among others: [CheckedColumn]) -> [ExpressionSyntax] {
        guard case .rows(let selection) = content, let columns else { return [] }
        let conditions = [filter, selection.filter, selection.split].compactMap(\.self)
        var named = Set(shownColumns ?? columns.map(\.layout.id))
        var sorted: [ExpressionSyntax] = []
        for key in selection.sort {
            switch key.value {
            case .column(let id): named.insert(id)
            case .expression(let syntax): sorted.append(syntax)
            }
        }
        let mentioned = conditions.flatMap(\.references).filter { $0.qualifier == nil }.map(\.name)
        let used = namedColumns(among: others).filter { column in
            named.contains(column.layout.id) || mentioned.contains { $0.isSameName(as: column.layout.id) }
        }
        return used.flatMap(\.expressions) + sorted + conditions
    }

    /// Columns that conditions can name by their ids: its own, and those of the report whose ids it has not.
    package func namedColumns(among others: [CheckedColumn]) -> [CheckedColumn] {
        let own = columns ?? []
        let ids = Set(own.map { $0.layout.id.lowercased() })
        return own + others.filter { !ids.contains($0.layout.id.lowercased()) }
    }

    /// The sheet of a report that does not say what sheets it has.
    static func plain(_ columns: [CheckedColumn]) -> CheckedSheet {
        CheckedSheet(
            name: nil, heading: nil, look: SheetLook(), content: .rows(RowSelection()), columns: columns,
            shownColumns: nil)
    }
}
