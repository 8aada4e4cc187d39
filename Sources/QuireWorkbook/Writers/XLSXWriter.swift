package import QuireModel

/// Writes sheets, and where there are any their problems, to an xlsx file.
package actor XLSXWriter: ReportWriter {
    private struct OpenSheet {
        var layout: SheetLayout
        var composer: SheetComposer
        var totalFormats: [TotalFormats]
    }

    private let file: OutputFile
    private let options: WorkbookOptions
    private let thread: DedicatedThread
    private let handover: Handover
    private let book: WorkbookFile
    private var formats = FormatTable()
    /// Of `formats`, those that the workbook has.
    private var madeFormatCount = 0
    private var names = SheetNames()
    private var sheets: [OpenSheet] = []
    private var warnings: [String] = []

    /// - Parameter freeSpace: the bytes that may still be written in a folder, where that is known.
    /// - Throws: `RunFailure` where the file cannot be made there.
    package init(
        path: String, options: WorkbookOptions = WorkbookOptions(),
        freeSpace: @escaping @Sendable (_ folder: String) -> Int? = { FreeSpace.bytes(in: $0) }
    ) async throws {
        self.options = options
        file = try OutputFile(path: path, temporaryFolder: options.temporaryFolder)
        thread = DedicatedThread(name: "xlsx")
        handover = Handover(to: thread)
        book = WorkbookFile(file: file, thread: thread, freeSpace: freeSpace)
        try await book.open(options: options)
    }

    package func begin(_ layout: SheetLayout, at place: SheetPlace) async throws -> Int {
        guard layout.columns.count <= WorkbookOptions.excelColumnLimit else {
            throw RunFailure(
                "the sheet '\(layout.name)' has \(layout.columns.count) columns; an xlsx sheet holds 16,384",
                hint: "leave columns out, or write csv")
        }
        let (layout, warning) = layout.fitForTable
        if let warning { warnings.append(warning) }
        let composer = SheetComposer(layout: layout, options: options, formats: &formats, names: &names)
        let head = SheetHead(layout, options: options, table: &formats)
        sheets.append(
            OpenSheet(
                layout: layout, composer: composer,
                totalFormats: layout.columns.map { TotalFormats($0, options: options, table: &formats) }))
        let made = Array(formats.keys[madeFormatCount...])
        madeFormatCount = formats.keys.count
        let name = composer.parts.names[0]
        try await submit { book in
            book.add(formats: made)
            try book.begin(layout, at: place, head: head, name: name)
        }
        return sheets.count - 1
    }

    package func write(_ batch: RenderBatch, to sheet: Int) async throws {
        for rows in sheets[sheet].composer.compose(batch, &names) {
            try await submit { try $0.write(rows, to: sheet) }
        }
    }

    package func position(ofRow index: Int, on sheet: Int) -> (sheet: String, row: Int) {
        let parts = sheets[sheet].composer.parts
        let place = parts.place(ofRow: index)
        return (parts.names[place.part], place.row + 1)
    }

    package func finish(problems: [Problem], problemCount: Int) async throws -> WrittenReport {
        let endings = sheets.map {
            SheetEnding($0.composer, layout: $0.layout, totalFormats: $0.totalFormats, names: &names)
        }
        let headerFormat = formats.index(
            of: FormatKey(role: .header, numberFormat: nil, style: options.headerStyle.over(SheetStyle.header)))
        let choices = ChoiceLists(sheets.map(\.layout), formats: &formats, names: &names)
        let made = Array(formats.keys[madeFormatCount...])
        let problems = ProblemSheet(problems, count: problemCount, headerFormat: headerFormat)
        try await submit { [file] book in
            book.add(formats: made)
            try book.finish(endings, choices: choices, problems: problems)
            try file.publish()
        }
        try await handover.drain()
        return WrittenReport(
            files: [file.path], rows: sheets.reduce(0) { $0 + $1.composer.rowCount },
            cells: sheets.reduce(0) { $0 + $1.composer.rowCount * $1.layout.columns.count },
            warnings: warnings + OddityLog.warnings(of: sheets.map(\.composer.log))
                + sheets.flatMap(\.composer.totalWarnings) + sheets.flatMap(\.composer.highlightWarnings)
                + zip(endings, sheets).compactMap { $0.chartWarning($1.layout) })
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

/// The formats of what stands above a sheet's rows.
package struct SheetHead: Sendable {
    package let headerFormats: [UInt16]
    package let headingFormat: UInt16

    package init(_ layout: SheetLayout, options: WorkbookOptions, table: inout FormatTable) {
        let own = layout.headerStyle.over(options.headerStyle)
        let style = own.over(SheetStyle.header)
        headerFormats = layout.columns.map { column in
            var style = style
            style.align = own.align ?? column.style.align ?? column.format.usualAlignment
            return table.index(of: FormatKey(role: .header, numberFormat: nil, style: style))
        }
        headingFormat = table.index(of: FormatKey(role: .heading, numberFormat: nil, style: SheetStyle.heading))
    }
}

extension CellFormat {
    /// Where a spreadsheet puts what the format is for, so that a header stands over its column.
    var usualAlignment: CellStyle.Alignment? {
        switch self {
        case .integer, .number, .money, .percent, .date, .datetime, .time: .right
        case .code(let code): code == "@" ? nil : .right
        case .general, .text: nil
        }
    }
}
