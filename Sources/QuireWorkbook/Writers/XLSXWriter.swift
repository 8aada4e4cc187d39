package import QuireModel

/// Writes one sheet, and where there are any its problems, to an xlsx file.
package actor XLSXWriter: ReportWriter {
    private let file: OutputFile
    private let layout: SheetLayout
    private let thread: DedicatedThread
    private let handover: Handover
    private let book: WorkbookFile
    private let parts: SheetParts
    private let headerFormat: UInt16
    private let totalFormats: [TotalFormats]
    private var composer: SheetComposer

    /// - Parameter freeSpace: the bytes that may still be written in a folder, where that is known.
    /// - Throws: `RunFailure` where the file cannot be made there, or where no sheet holds the columns.
    package init(
        path: String, layout: SheetLayout, options: WorkbookOptions = WorkbookOptions(),
        freeSpace: @escaping @Sendable (_ folder: String) -> Int? = { FreeSpace.bytes(in: $0) }
    ) async throws {
        guard layout.columns.count <= WorkbookOptions.excelColumnLimit else {
            throw RunFailure(
                "the sheet '\(layout.name)' has \(layout.columns.count) columns; an xlsx sheet holds 16,384",
                hint: "leave columns out, or write csv")
        }
        self.layout = layout
        var formats = FormatTable()
        let composer = SheetComposer(layout: layout, options: options, formats: &formats)
        let headerStyle = options.headerStyle.over(SheetStyle.header)
        let headerFormats = layout.columns.map { column in
            var style = headerStyle
            style.align = options.headerStyle.align ?? column.style.align ?? column.format.usualAlignment
            return formats.index(of: FormatKey(role: .header, numberFormat: nil, style: style))
        }
        headerFormat = formats.index(of: FormatKey(role: .header, numberFormat: nil, style: headerStyle))
        totalFormats = layout.columns.map { TotalFormats($0, options: options, table: &formats) }
        self.composer = composer
        parts = composer.parts
        let file = try OutputFile(path: path, temporaryFolder: options.temporaryFolder)
        self.file = file
        thread = DedicatedThread(name: "xlsx")
        handover = Handover(to: thread)
        book = WorkbookFile(
            file: file, layout: layout, parts: composer.parts, headerFormats: headerFormats, thread: thread,
            freeSpace: freeSpace)
        try await book.open(formats: formats.keys, options: options)
    }

    package func write(_ batch: RenderBatch) async throws {
        for rows in composer.compose(batch) {
            try await submit { try $0.write(rows) }
        }
    }

    package nonisolated func position(ofRow index: Int) -> (sheet: String, row: Int) {
        let place = parts.place(ofRow: index)
        return (parts.name(ofPart: place.part), place.row + 1)
    }

    package func finish(problems: [Problem], problemCount: Int) async throws -> WrittenReport {
        let ending = SheetEnding(composer, layout: layout, totalFormats: totalFormats)
        let problems = ProblemSheet(problems, count: problemCount, headerFormat: headerFormat)
        try await submit { [file] book in
            try book.finish(ending, problems: problems)
            try file.publish()
        }
        try await handover.drain()
        let rows = composer.rowCount
        return WrittenReport(
            files: [file.path], rows: rows, cells: rows * layout.columns.count,
            warnings: composer.log.warnings + composer.totalWarnings)
    }

    package func discard() async {
        handover.discard()
        file.discard()
        thread.run { [book] in book.assumeIsolated { $0.free() } }
    }

    private func submit(_ work: @escaping @Sendable (isolated WorkbookFile) throws -> Void) async throws {
        try await handover.submit { [book] in try book.assumeIsolated { try work($0) } }
    }
}

extension CellFormat {
    /// Where a spreadsheet puts what the format is for, so that a header stands over its column.
    fileprivate var usualAlignment: CellStyle.Alignment? {
        switch self {
        case .integer, .number, .money, .percent, .date, .datetime, .time: .right
        case .code(let code): code == "@" ? nil : .right
        case .general, .text: nil
        }
    }
}
