package import QuireModel

/// What is known of a sheet only after its rows.
package struct SheetEnding: Sendable {
    /// Of its parts.
    package var names: [String]
    package var widths: [Double?]
    /// Of columns; nil where nothing asks for it.
    package var contents: [ColumnContents?]
    /// Data rows of each part.
    package var rowCounts: [Int]
    /// Its parts are native tables, the sheet being small enough.
    package var isTable: Bool
    /// Below the last part's rows; nil where no column has a total.
    package var totals: [TotalCell]?

    package init(
        _ composer: SheetComposer, layout: SheetLayout, totalFormats: [TotalFormats], names: inout SheetNames
    ) {
        var parts = composer.parts
        var rowCounts = parts.rowCounts(of: composer.rowCount)
        let hasTotals = layout.columns.contains { $0.total != nil }
        // Where the last row is the sheet's last, the totals go on the next part.
        if hasTotals, rowCounts[rowCounts.count - 1] == parts.rowsPerPart { rowCounts.append(0) }
        parts.reach(part: rowCounts.count - 1, &names)
        self.names = parts.names
        self.rowCounts = rowCounts
        isTable = layout.isTable && !layout.columns.isEmpty && composer.rowCount < SheetLayout.tableRowLimit
        contents = composer.columns.map(\.contents)

        func content(_ function: String, _ value: Double, ofColumn index: Int) -> TotalCell.Content {
            let ranges = SheetEnding.ranges(ofColumn: index, rowCounts: rowCounts, parts: parts)
            return ranges.isEmpty ? .cell(.number(value)) : .formula("=\(function)(\(ranges))", value: value)
        }
        var gauges = composer.columns.map(\.gauge)
        totals = TotalContent.row(layout, composer.columns.map(\.totals))?.enumerated().map { index, total in
            let formats = totalFormats[index]
            switch total {
            case .blank: return TotalCell(content: .cell(.blank), format: formats.label)
            case .label(let label):
                gauges[index].add(label)
                return TotalCell(content: .cell(.text(label)), format: formats.label)
            case .formula(let function, let value, let kind):
                gauges[index].add(.number(value), kind)
                let content = content(function, value, ofColumn: index)
                return TotalCell(content: content, format: formats.kinds.index(kind))
            case .count(let function, let value):
                gauges[index].add(.number(value), .plain)
                return TotalCell(content: content(function, value, ofColumn: index), format: formats.count)
            case .value(let value):
                let decided = CellRule(format: layout.columns[index].format).decide(value)
                gauges[index].add(decided.cell, decided.kind)
                return TotalCell(content: .cell(decided.cell), format: formats.kinds.index(decided.kind))
            }
        }
        widths = gauges.map(\.width)
    }

    /// Where the charts of a sheet show less than its rows.
    package func chartWarning(_ layout: SheetLayout) -> String? {
        let total = rowCounts.reduce(0, +)
        guard !layout.charts.isEmpty, total > rowCounts[0] else { return nil }
        return
            "the charts of the sheet '\(names[0])' show the \(rowCounts[0]) rows of its first part, of \(total) in all"
    }

    /// The column's data cells on all parts: `C2:C101`, or `'Sales'!C2:C101,'Sales (2)'!C2:C9`.
    private static func ranges(ofColumn column: Int, rowCounts: [Int], parts: SheetParts) -> String {
        let letters = CellName.letters(column)
        let head = parts.headRowCount
        let filled = rowCounts.enumerated().filter { $0.element > 0 }
        if rowCounts.count == 1 {
            return filled.map { "\(letters)\(head + 1):\(letters)\($0.element + head)" }.joined()
        }
        return filled.map { part, rowCount in
            "\(SheetNames.quoted(parts.names[part]))!\(letters)\(head + 1):\(letters)\(rowCount + head)"
        }.joined(separator: ",")
    }
}

package struct TotalCell: Sendable {
    package enum Content: Sendable, Hashable {
        case cell(Cell)
        case formula(String, value: Double)
    }

    package var content: Content
    package var format: UInt16
}

/// The formats that one column's cell in the totals row may have.
package struct TotalFormats: Sendable {
    let kinds: ColumnFormats
    let label: UInt16
    let count: UInt16

    package init(_ column: ColumnLayout, options: WorkbookOptions, table: inout FormatTable) {
        var plain = column
        plain.style = SheetStyle.total
        plain.style.align = column.style.align
        plain.format = column.totalFormat
        kinds = ColumnFormats(plain, role: .total, options: options, table: &table)
        label = kinds.index(.plain)
        count = table.index(of: FormatKey(role: .total, numberFormat: ColumnLayout.countFormat, style: plain.style))
    }
}
