import CXLSXWriter
import QuireModel

/// One part of a sheet once all its rows are written. Rows and columns count from 0.
struct PartExtent {
    var layout: SheetLayout
    /// The part's own.
    var name: String
    /// From 0.
    var part: Int
    /// Data rows.
    var rowCount: Int
    /// Of columns, fitted to what was written; nil where they are given.
    var widths: [Double?]
    /// Where the part's rows are a native table.
    var tableName: String?
    /// What the sheet's charts show.
    var sample: ChartSample?
    /// Of columns, over all parts; nil where nothing asks for it.
    var contents: [ColumnContents?]
    /// Of columns, as a formula; nil where anything may be entered.
    var choices: [String?]

    var headerRow: Int { layout.headRowCount - 1 }
    var firstRow: Int { layout.headRowCount }
    /// The header's where there are no rows.
    var lastRow: Int { headerRow + rowCount }
    var lastColumn: Int { layout.columns.count - 1 }

    /// In characters.
    func width(ofColumn column: Int) -> Double {
        layout.columns[column].width ?? widths[column] ?? SheetPart.defaultWidth
    }

    /// In points.
    func height(ofHeadRow row: Int) -> Double {
        row == headerRow ? SheetPart.headerHeight : SheetPart.headingHeight
    }
}

extension SheetPart {
    /// Adds everything that is no cell, before the part's last row is written over.
    func furnish(_ extent: PartExtent, _ formats: Formats, in book: UnsafeMutablePointer<lxw_workbook>) {
        freeze(extent)
        addFilter(extent)
        setColumns(extent)
        setPage(extent)
        protect(extent)
        addCharts(extent, formats, in: book)
        highlight(extent, in: book)
        offerChoices(extent)
        // Text stays text: no green triangle on '007'.
        worksheet_ignore_errors(worksheet, UInt8(LXW_IGNORE_NUMBER_STORED_AS_TEXT.rawValue), "A1:XFD1048576")
    }

    private func freeze(_ extent: PartExtent) {
        let layout = extent.layout
        guard layout.frozenRows > 0 || layout.frozenColumns > 0 else { return }
        let rows = layout.frozenRows > 0 ? extent.headerRow + layout.frozenRows : 0
        worksheet_freeze_panes(worksheet, UInt32(rows), UInt16(layout.frozenColumns))
    }

    private func setColumns(_ extent: PartExtent) {
        for (index, column) in extent.layout.columns.enumerated() {
            var settings = lxw_row_col_options()
            if column.isHidden { settings.hidden = UInt8(LXW_TRUE.rawValue) }
            settings.level = UInt8(column.outlineLevel)
            if extent.layout.endsClosedGroup(column: index) { settings.collapsed = UInt8(LXW_TRUE.rawValue) }
            worksheet_set_column_opt(
                worksheet, UInt16(index), UInt16(index), extent.width(ofColumn: index), nil, &settings)
        }
        // The button that opens a group stands over the column behind it.
        let next = extent.layout.columns.count
        if next < WorkbookOptions.excelColumnLimit, extent.layout.endsClosedGroup(column: next) {
            var settings = lxw_row_col_options()
            settings.collapsed = UInt8(LXW_TRUE.rawValue)
            worksheet_set_column_opt(worksheet, UInt16(next), UInt16(next), SheetPart.defaultWidth, nil, &settings)
        }
    }

    fileprivate static let defaultWidth = 8.43
}
