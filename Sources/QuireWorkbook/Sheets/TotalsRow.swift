import QuireModel

/// What stands below a sheet's rows, one for each column.
enum TotalContent: Sendable, Hashable {
    case blank
    /// Says what the row is.
    case label(String)
    /// A function over the column's cells, such as `SUM`, and what it gives.
    case formula(String, value: Double, kind: FormatKind)
    /// A number of values, whatever they are.
    case count(formula: String, value: Double)
    case value(Value)

    /// - Parameter totals: of the columns that have one.
    /// - Returns: nil where no column has a total.
    static func row(_ layout: SheetLayout, _ totals: [ColumnTotals?]) -> [TotalContent]? {
        guard layout.columns.contains(where: { $0.total != nil }) else { return nil }
        let labelled = layout.columns.firstIndex { $0.total == nil && !$0.isHidden }
        return totals.enumerated().map { index, total in
            guard let total else { return index == labelled ? .label(layout.totalsLabel) : .blank }
            switch total.outcome {
            case .blank: return .blank
            case .formula(let function, let value):
                if layout.columns[index].total == .count { return .count(formula: function, value: value) }
                return .formula(function, value: value, kind: total.kind ?? .plain)
            case .value(let value): return .value(value)
            }
        }
    }
}

extension ColumnLayout {
    /// The format of the column's total.
    var totalFormat: CellFormat {
        // A mean of whole numbers is seldom whole.
        total == .average && format == .integer ? .number : format
    }

    static let countFormat = "#,##0"
}
