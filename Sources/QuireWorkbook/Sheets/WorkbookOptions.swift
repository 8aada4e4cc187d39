package import QuireModel

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
    package var header = CSVHeader.title
    package var formulas = CSVFormulas.guarded
    /// Begin with a byte order mark, which Excel needs to read UTF-8.
    package var byteOrderMark = false
    /// Where unfinished files lie; nil is beside the finished one.
    package var temporaryFolder: String?

    package init() {}
}
