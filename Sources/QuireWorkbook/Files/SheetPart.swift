import CXLSXWriter
import QuireModel

#if canImport(Glibc)
import Glibc
#endif

/// One part of a sheet, as libxlsxwriter has it. Used on the workbook's thread.
struct SheetPart {
    typealias Formats = [UnsafeMutablePointer<lxw_format>?]

    let worksheet: UnsafeMutablePointer<lxw_worksheet>
    let name: String

    /// Points.
    static let headingHeight = 26.0
    static let headerHeight = 20.0

    /// Begins the part, with what stands above its rows.
    func writeHead(of layout: SheetLayout, _ head: SheetHead, _ formats: Formats) {
        // Only this thread writes the rows, in many small pieces: without locks, and in few calls of the system.
        __fsetlocking(worksheet.pointee.optimize_tmpfile, Int32(FSETLOCKING_BYCALLER))
        setvbuf(worksheet.pointee.optimize_tmpfile, nil, _IOFBF, 256 << 10)
        if let heading = layout.heading {
            worksheet_set_row(worksheet, 0, SheetPart.headingHeight, nil)
            let format = formats[Int(head.headingFormat)]
            worksheet_write_string(worksheet, 0, 0, CellText.clean(heading).text, format)
        }
        let row = UInt32(layout.headRowCount - 1)
        worksheet_set_row(worksheet, row, SheetPart.headerHeight, nil)
        for (column, format) in head.headerFormats.enumerated() {
            let title = CellText.clean(layout.columns[column].title).text
            worksheet_write_string(worksheet, row, UInt16(column), title, formats[Int(format)])
            if let note = layout.columns[column].note {
                worksheet_write_comment(worksheet, row, UInt16(column), CellText.clean(note).text)
            }
        }
    }

    func write(_ rows: CellRows, _ formats: Formats) {
        var links = rows.links[...]
        var nextLink = links.first?.index ?? .max
        rows.cells.withUnsafeBufferPointer { cells in
            formats.withUnsafeBufferPointer { formats in
                var index = 0
                for row in UInt32(rows.firstRow)..<UInt32(rows.firstRow + rows.rowCount) {
                    for column in 0..<UInt16(rows.columnCount) {
                        let format = formats[Int(cells[index].format)]
                        if index == nextLink {
                            // The text stands only until the cell itself is written over it, in the same row.
                            worksheet_write_url_opt(
                                worksheet, row, column, links.removeFirst().target, format, "-", nil)
                            nextLink = links.first?.index ?? .max
                        }
                        write(cells[index].cell, format, row, column)
                        index &+= 1
                    }
                }
            }
        }
    }

    @inline(__always)
    func write(
        _ cell: borrowing Cell, _ format: UnsafeMutablePointer<lxw_format>?, _ row: UInt32, _ column: UInt16
    ) {
        switch cell {
        case .blank: if format != nil { worksheet_write_blank(worksheet, row, column, format) }
        case .number(let number): worksheet_write_number(worksheet, row, column, number, format)
        case .boolean(let boolean): worksheet_write_boolean(worksheet, row, column, boolean ? 1 : 0, format)
        case .text(let text): worksheet_write_string(worksheet, row, column, text, format)
        }
    }

    func write(_ totals: [TotalCell], row: Int, _ formats: Formats) {
        for (column, total) in totals.enumerated() {
            let format = formats[Int(total.format)]
            switch total.content {
            case .cell(let cell): write(cell, format, UInt32(row), UInt16(column))
            case .formula(let formula, let value):
                worksheet_write_formula_num(worksheet, UInt32(row), UInt16(column), formula, format, value)
            }
        }
    }

    /// Makes the part the list of failed keys.
    func write(_ problems: ProblemSheet, _ formats: Formats) {
        worksheet_set_row(worksheet, 0, SheetPart.headerHeight, nil)
        // Once its last row is written a range above it would be refused.
        worksheet_autofilter(worksheet, 0, 0, UInt32(problems.listedCount), UInt16(ProblemSheet.titles.count - 1))
        for (row, cells) in problems.rows.enumerated() {
            let format = row == 0 ? formats[Int(problems.headerFormat)] : nil
            for (column, cell) in cells.enumerated() { write(cell, format, UInt32(row), UInt16(column)) }
        }
        worksheet_freeze_panes(worksheet, 1, 0)
        for (column, width) in problems.widths.enumerated() {
            worksheet_set_column(worksheet, UInt16(column), UInt16(column), width, nil)
        }
    }
}
