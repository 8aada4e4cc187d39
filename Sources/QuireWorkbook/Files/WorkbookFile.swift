import CXLSXWriter
package import QuireModel

#if canImport(Glibc)
import Glibc
#endif

/// All calls of libxlsxwriter for one workbook, on a thread of its own, in constant-memory mode.
package actor WorkbookFile {
    private let thread: DedicatedThread
    private let file: OutputFile
    private let layout: SheetLayout
    private let parts: SheetParts
    private let headerFormats: [UInt16]
    private let freeSpace: @Sendable (_ folder: String) -> Int?
    private var book: UnsafeMutablePointer<lxw_workbook>?
    private var sheets: [UnsafeMutablePointer<lxw_worksheet>] = []
    private var formats: [UnsafeMutablePointer<lxw_format>?] = []

    package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    package init(
        file: OutputFile, layout: SheetLayout, parts: SheetParts, headerFormats: [UInt16], thread: DedicatedThread,
        freeSpace: @escaping @Sendable (_ folder: String) -> Int?
    ) {
        self.freeSpace = freeSpace
        self.file = file
        self.layout = layout
        self.parts = parts
        self.headerFormats = headerFormats
        self.thread = thread
    }

    isolated deinit { free() }

    /// Starts the workbook; its data goes into unnamed files beside the unfinished workbook.
    package func open(formats keys: [FormatKey], options: WorkbookOptions) throws {
        let opened = file.workFolder.withCString { folder in
            var settings = lxw_workbook_options()
            settings.constant_memory = UInt8(LXW_TRUE.rawValue)
            settings.tmpdir = UnsafeMutablePointer(mutating: folder)
            return workbook_new_opt(file.openPath, &settings)
        }
        guard let opened else { throw failure(ENOMEM) }
        book = opened
        formats = keys.enumerated().map { index, key in index == 0 ? nil : LibraryFormat.make(key, in: opened) }
        setProperties(of: opened, options)
    }

    private func setProperties(of book: UnsafeMutablePointer<lxw_workbook>, _ options: WorkbookOptions) {
        var properties = lxw_doc_properties()
        if let created = options.created { properties.created = time_t(created.microseconds / 1_000_000) }
        let title = options.title.map { strdup(CellText.clean($0).text) } ?? nil
        let author = options.author.map { strdup(CellText.clean($0).text) } ?? nil
        defer {
            Glibc.free(title)
            Glibc.free(author)
        }
        properties.title = title
        properties.author = author
        workbook_set_properties(book, &properties)
    }

    package func write(_ rows: CellRows) throws {
        while sheets.count <= rows.part { try startPart() }
        let sheet = sheets[rows.part]
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
                            worksheet_write_url_opt(sheet, row, column, links.removeFirst().target, format, "-", nil)
                            nextLink = links.first?.index ?? .max
                        }
                        WorkbookFile.write(cells[index].cell, format, on: sheet, row, column)
                        index &+= 1
                    }
                }
            }
        }
        try checkData(of: sheet)
    }

    @inline(__always)
    private static func write(
        _ cell: borrowing Cell, _ format: UnsafeMutablePointer<lxw_format>?,
        on sheet: UnsafeMutablePointer<lxw_worksheet>, _ row: UInt32, _ column: UInt16
    ) {
        switch cell {
        case .blank: if format != nil { worksheet_write_blank(sheet, row, column, format) }
        case .number(let number): worksheet_write_number(sheet, row, column, number, format)
        case .boolean(let boolean): worksheet_write_boolean(sheet, row, column, boolean ? 1 : 0, format)
        case .text(let text): worksheet_write_string(sheet, row, column, text, format)
        }
    }

    private func startPart() throws {
        let name = parts.name(ofPart: sheets.count)
        guard let sheet = workbook_add_worksheet(book, name) else {
            throw RunFailure("the sheet '\(name)' could not be started in the folder '\(file.workFolder)'")
        }
        sheets.append(sheet)
        // Only this thread writes the rows, in many small pieces: without locks, and in few calls of the system.
        __fsetlocking(sheet.pointee.optimize_tmpfile, Int32(FSETLOCKING_BYCALLER))
        setvbuf(sheet.pointee.optimize_tmpfile, nil, _IOFBF, 256 << 10)
        worksheet_set_row(sheet, 0, 20, nil)
        for (column, format) in headerFormats.enumerated() {
            let title = CellText.clean(layout.columns[column].title).text
            worksheet_write_string(sheet, 0, UInt16(column), title, formats[Int(format)])
            if let note = layout.columns[column].note {
                worksheet_write_comment(sheet, 0, UInt16(column), CellText.clean(note).text)
            }
        }
        if layout.frozenRows > 0 || layout.frozenColumns > 0 {
            worksheet_freeze_panes(sheet, UInt32(layout.frozenRows), UInt16(layout.frozenColumns))
        }
    }

    /// Ends the sheet and makes the file.
    package func finish(_ ending: SheetEnding, problems: ProblemSheet?) throws {
        while sheets.count < ending.rowCounts.count { try startPart() }
        for (part, rowCount) in ending.rowCounts.enumerated() {
            let sheet = sheets[part]
            if layout.autofilter, !layout.columns.isEmpty {
                worksheet_autofilter(sheet, 0, 0, UInt32(rowCount), UInt16(layout.columns.count - 1))
            }
            setWidths(ending.widths, of: sheet)
            // Text stays text: no green triangle on '007'.
            worksheet_ignore_errors(sheet, UInt8(LXW_IGNORE_NUMBER_STORED_AS_TEXT.rawValue), "A1:XFD1048576")
        }
        if let totals = ending.totals { write(totals, row: ending.rowCounts[ending.rowCounts.count - 1] + 1) }
        if let problems { try write(problems) }
        try assemble()
    }

    private func setWidths(_ widths: [Double?], of sheet: UnsafeMutablePointer<lxw_worksheet>) {
        for (column, width) in widths.enumerated() {
            var settings = lxw_row_col_options()
            let isHidden = layout.columns[column].isHidden
            if isHidden { settings.hidden = UInt8(LXW_TRUE.rawValue) }
            let width = layout.columns[column].width ?? width ?? WorkbookFile.defaultWidth
            worksheet_set_column_opt(sheet, UInt16(column), UInt16(column), width, nil, &settings)
        }
    }

    private func write(_ totals: [TotalCell], row: Int) {
        let sheet = sheets[sheets.count - 1]
        for (column, total) in totals.enumerated() {
            let format = formats[Int(total.format)]
            switch total.content {
            case .cell(let cell): WorkbookFile.write(cell, format, on: sheet, UInt32(row), UInt16(column))
            case .formula(let formula, let value):
                worksheet_write_formula_num(sheet, UInt32(row), UInt16(column), formula, format, value)
            }
        }
    }

    private func write(_ problems: ProblemSheet) throws {
        guard let sheet = workbook_add_worksheet(book, ProblemSheet.name) else {
            throw RunFailure("the sheet 'Problems' could not be started in the folder '\(file.workFolder)'")
        }
        sheets.append(sheet)
        worksheet_set_row(sheet, 0, 20, nil)
        // Once its last row is written a range above it would be refused.
        worksheet_autofilter(sheet, 0, 0, UInt32(problems.listedCount), UInt16(ProblemSheet.titles.count - 1))
        for (row, cells) in problems.rows.enumerated() {
            let format = row == 0 ? formats[Int(problems.headerFormat)] : nil
            for (column, cell) in cells.enumerated() {
                WorkbookFile.write(cell, format, on: sheet, UInt32(row), UInt16(column))
            }
        }
        worksheet_freeze_panes(sheet, 1, 0)
        for (column, width) in problems.widths.enumerated() {
            worksheet_set_column(sheet, UInt16(column), UInt16(column), width, nil)
        }
    }

    private func assemble() throws {
        guard let book else { return }
        var sizes: [Int] = []
        for sheet in sheets {
            lxw_worksheet_write_single_row(sheet)
            fflush(sheet.pointee.optimize_tmpfile)
            try checkData(of: sheet)
            sizes.append(dataSize(of: sheet))
        }
        // Each sheet is copied once more before it is compressed, and a failure to write that copy goes unnoticed in
        // the library: so there must be room for it before it is begun.
        let needed = sizes.max() ?? 0
        if let free = freeSpace(file.workFolder), free < needed + (64 << 10) {
            throw failure(ENOSPC, needed: needed + sizes.reduce(0, +))
        }
        if sizes.contains(where: { $0 > 3 << 30 }) { book.pointee.options.use_zip64 = UInt8(LXW_TRUE.rawValue) }
        self.book = nil
        sheets = []
        let error = workbook_close(book)
        let code = errno
        guard error == LXW_NO_ERROR else { throw failure(error, code, needed: needed + sizes.reduce(0, +)) }
    }

    /// The rows are written by `fprintf`, whose failures the library does not look at.
    private func checkData(of sheet: UnsafeMutablePointer<lxw_worksheet>) throws {
        guard ferror(sheet.pointee.optimize_tmpfile) != 0 else { return }
        throw failure(ENOSPC, needed: dataSize(of: sheet))
    }

    private func dataSize(of sheet: UnsafeMutablePointer<lxw_worksheet>) -> Int {
        var status = stat()
        return fstat(fileno(sheet.pointee.optimize_tmpfile), &status) == 0 ? Int(status.st_size) : 0
    }

    private func failure(_ code: Int32, needed: Int? = nil) -> RunFailure {
        OutputFile.failure(code, making: file.path, in: file.workFolder, needed: needed)
    }

    private func failure(_ error: lxw_error, _ code: Int32, needed: Int) -> RunFailure {
        switch error {
        case LXW_ERROR_CREATING_TMPFILE, LXW_ERROR_CREATING_XLSX_FILE: return failure(code)
        case LXW_ERROR_ZIP_FILE_OPERATION, LXW_ERROR_ZIP_FILE_ADD, LXW_ERROR_ZIP_CLOSE, LXW_ERROR_ZIP_INTERNAL_ERROR,
            LXW_ERROR_READING_TMPFILE:
            let isFull = code == ENOSPC || (freeSpace(file.workFolder) ?? .max) < 64 << 10
            return failure(isFull ? ENOSPC : code == 0 ? EIO : code, needed: needed)
        case LXW_ERROR_MEMORY_MALLOC_FAILED: return RunFailure("there was not enough memory to make '\(file.path)'")
        default: return RunFailure("'\(file.path)' could not be made: \(String(cString: lxw_strerror(error)))")
        }
    }

    /// Lets go of everything without making the file.
    package func free() {
        // The library leaves these open; having no name, they are gone once closed.
        for sheet in sheets { fclose(sheet.pointee.optimize_tmpfile) }
        sheets = []
        if let book { lxw_workbook_free(book) }
        book = nil
    }

    private static let defaultWidth = 8.43
}
