import CXLSXWriter
package import QuireModel

#if canImport(Glibc)
import Glibc
#endif

/// All calls of libxlsxwriter for one workbook, on a thread of its own, in constant-memory mode.
package actor WorkbookFile {
    private struct OpenSheet {
        var layout: SheetLayout
        var place: SheetPlace
        var head: SheetHead
        var parts: [SheetPart] = []
        var sample: ChartSample?
    }

    private let thread: DedicatedThread
    private let file: OutputFile
    private let freeSpace: @Sendable (_ folder: String) -> Int?
    private var book: UnsafeMutablePointer<lxw_workbook>?
    private var sheets: [OpenSheet] = []
    private var formats: [UnsafeMutablePointer<lxw_format>?] = []

    package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    package init(
        file: OutputFile, thread: DedicatedThread, freeSpace: @escaping @Sendable (_ folder: String) -> Int?
    ) {
        self.freeSpace = freeSpace
        self.file = file
        self.thread = thread
    }

    isolated deinit { free() }

    /// Starts the workbook; its data goes into unnamed files beside the unfinished workbook.
    package func open(options: WorkbookOptions) throws {
        let opened = file.workFolder.withCString { folder in
            var settings = lxw_workbook_options()
            settings.constant_memory = UInt8(LXW_TRUE.rawValue)
            settings.tmpdir = UnsafeMutablePointer(mutating: folder)
            return workbook_new_opt(file.openPath, &settings)
        }
        guard let opened else { throw failure(ENOMEM) }
        book = opened
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

    /// Cells name formats by their place among all that were added; the first of all is none.
    package func add(formats keys: [FormatKey]) {
        guard let book else { return }
        for key in keys { formats.append(formats.isEmpty ? nil : LibraryFormat.make(key, in: book)) }
    }

    /// Sheets count from 0, in the order in which they are begun.
    package func begin(_ layout: SheetLayout, at place: SheetPlace, head: SheetHead, name: String) throws {
        sheets.append(OpenSheet(layout: layout, place: place, head: head, sample: ChartSample(layout.charts)))
        try startPart(of: sheets.count - 1, name: name)
    }

    package func write(_ rows: CellRows, to sheet: Int) throws {
        if sheets[sheet].parts.count <= rows.part { try startPart(of: sheet, name: rows.partName) }
        let part = sheets[sheet].parts[rows.part]
        part.write(rows, formats)
        sheets[sheet].sample?.add(rows)
        try checkData(of: part)
    }

    private func startPart(of sheet: Int, name: String) throws {
        guard let worksheet = workbook_add_worksheet(book, name) else {
            throw RunFailure("the sheet '\(name)' could not be started in the folder '\(file.workFolder)'")
        }
        if SheetNames.needsQuotes(name) {
            // The library leaves names without quotes that look like a number or a cell.
            Glibc.free(worksheet.pointee.quoted_name)
            worksheet.pointee.quoted_name = strdup(SheetNames.quoted(name))
        }
        let part = SheetPart(worksheet: worksheet, name: name)
        sheets[sheet].parts.append(part)
        part.writeHead(of: sheets[sheet].layout, sheets[sheet].head, formats)
    }

    /// Ends the sheets and makes the file.
    ///
    /// - Parameter endings: one for each sheet.
    package func finish(_ endings: [SheetEnding], choices: ChoiceLists, problems: ProblemSheet?) throws {
        guard let book else { return }
        var tableNames = TableNames()
        for (sheet, ending) in endings.enumerated() {
            while sheets[sheet].parts.count < ending.rowCounts.count {
                try startPart(of: sheet, name: ending.names[sheets[sheet].parts.count])
            }
            let layout = sheets[sheet].layout
            for (number, part) in sheets[sheet].parts.enumerated() {
                let rowCount = ending.rowCounts[number]
                let isTable = ending.isTable && rowCount > 0
                let extent = PartExtent(
                    layout: layout, name: part.name, part: number, rowCount: rowCount, widths: ending.widths,
                    tableName: isTable ? tableNames.take(part.name) : nil, sample: sheets[sheet].sample,
                    contents: ending.contents, choices: choices.formulas[sheet])
                part.furnish(extent, formats, in: book)
            }
            if let totals = ending.totals, let last = sheets[sheet].parts.last {
                last.write(totals, row: layout.headRowCount + ending.rowCounts[ending.rowCounts.count - 1], formats)
            }
        }
        var order = sheets.sorted { $0.place < $1.place }.flatMap { $0.parts.map(\.worksheet) }
        if let problems { order.append(try write(problems)) }
        if let name = choices.sheetName { order.append(try write(choices, name: name)) }
        SheetOrder.arrange(order, in: book)
        try assemble(order)
    }

    private func write(_ problems: ProblemSheet) throws -> UnsafeMutablePointer<lxw_worksheet> {
        guard let worksheet = workbook_add_worksheet(book, ProblemSheet.name) else {
            throw RunFailure("the sheet 'Problems' could not be started in the folder '\(file.workFolder)'")
        }
        SheetPart(worksheet: worksheet, name: ProblemSheet.name).write(problems, formats)
        return worksheet
    }

    private func write(_ choices: ChoiceLists, name: String) throws -> UnsafeMutablePointer<lxw_worksheet> {
        guard let worksheet = workbook_add_worksheet(book, name) else {
            throw RunFailure("the sheet '\(name)' could not be started in the folder '\(file.workFolder)'")
        }
        SheetPart(worksheet: worksheet, name: name).write(choices, formats)
        return worksheet
    }

    private func assemble(_ worksheets: [UnsafeMutablePointer<lxw_worksheet>]) throws {
        guard let book else { return }
        var sizes: [Int] = []
        for worksheet in worksheets {
            lxw_worksheet_write_single_row(worksheet)
            fflush(worksheet.pointee.optimize_tmpfile)
            try checkData(of: SheetPart(worksheet: worksheet, name: ""))
            sizes.append(dataSize(of: worksheet))
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
    private func checkData(of part: SheetPart) throws {
        guard ferror(part.worksheet.pointee.optimize_tmpfile) != 0 else { return }
        throw failure(ENOSPC, needed: dataSize(of: part.worksheet))
    }

    private func dataSize(of worksheet: UnsafeMutablePointer<lxw_worksheet>) -> Int {
        var status = stat()
        return fstat(fileno(worksheet.pointee.optimize_tmpfile), &status) == 0 ? Int(status.st_size) : 0
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
        guard let book else { return }
        // The library leaves these open; having no name, they are gone once closed.
        for worksheet in SheetOrder.worksheets(of: book) { fclose(worksheet.pointee.optimize_tmpfile) }
        sheets = []
        lxw_workbook_free(book)
        self.book = nil
    }
}
