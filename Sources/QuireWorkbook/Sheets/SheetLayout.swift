package import QuireModel

/// One data sheet: its name, its columns, and what stands around the rows.
package struct SheetLayout: Sendable, Hashable {
    /// Made legal and unique where it is written.
    package var name: String
    package var columns: [ColumnLayout]
    /// In the totals row, in the first column without a total.
    package var totalsLabel = "Total"
    package var autofilter = true
    /// Rows, from the header on, and columns that stay when the sheet is scrolled.
    package var frozenRows = 1
    package var frozenColumns = 0

    package init(name: String, columns: [ColumnLayout]) {
        self.name = name
        self.columns = columns
    }
}

/// What a workbook says of itself, and where it is made.
package struct WorkbookOptions: Sendable {
    package var title: String?
    package var author: String?
    /// In UTC. With it the same rows give the same file, byte for byte; nil is now.
    package var created: LocalDateTime?
    /// Over the header style that is there.
    package var headerStyle = CellStyle()
    /// Over the style `problem` that is there.
    package var problemStyle = CellStyle()
    /// Where unfinished files lie; nil is beside the finished one.
    package var temporaryFolder: String?
    /// Rows a sheet holds, with its header.
    package var rowLimit = WorkbookOptions.excelRowLimit
    /// From UTC to the project's zone, for ISO text with an offset under a date format.
    package var localTime: @Sendable (_ utc: LocalDateTime) -> LocalDateTime = { $0 }

    package static let excelRowLimit = 1_048_576
    package static let excelColumnLimit = 16_384
    package static let excelLinkLimit = 65_530

    package init() {}
}

/// How text files are written.
package struct CSVOptions: Sendable {
    package enum Header: String, Sendable, Hashable, CaseIterable {
        case title, id, none
    }

    package enum Formulas: String, Sendable, Hashable, CaseIterable {
        /// Text that a spreadsheet would take for a formula gets a leading `'`.
        case escape
        case keep
    }

    package var header = Header.title
    package var formulas = Formulas.escape
    /// Begin with a byte order mark, which Excel needs to read UTF-8.
    package var byteOrderMark = false
    /// Where unfinished files lie; nil is beside the finished one.
    package var temporaryFolder: String?

    package init() {}
}
