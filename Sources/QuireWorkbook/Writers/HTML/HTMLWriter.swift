package import QuireModel

/// Writes all sheets to one page that needs nothing else.
///
/// Rows wait in a file without a name, for what stands above them is known only in the end.
package actor HTMLWriter: ReportWriter {
    private let path: String
    private let options: WorkbookOptions
    private let target: ByteTarget
    private let scratch: WorkFile
    private var scratchSize = 0
    private let handover = Handover(to: DedicatedThread(name: "html"))
    private var sheets: [HTMLSheet] = []

    /// - Parameters:
    ///   - path: `-` is standard output, which gets all in the end.
    ///   - scratchFolder: where rows wait; nil is beside the page.
    /// - Throws: `RunFailure` where no file can be made there.
    package init(path: String, options: WorkbookOptions = WorkbookOptions(), scratchFolder: String? = nil) throws {
        self.path = path
        self.options = options
        target = try ByteTarget(path: path, temporaryFolder: options.temporaryFolder)
        let folder = options.temporaryFolder ?? scratchFolder ?? OutputFile.folder(of: path)
        scratch = try WorkFile(in: folder) { OutputFile.failure($0, making: path, in: folder, needed: $1) }
    }

    package func begin(_ layout: SheetLayout, at place: SheetPlace) -> Int {
        sheets.append(HTMLSheet(layout, at: place, id: "s\(sheets.count + 1)", options: options))
        return sheets.count - 1
    }

    package func write(_ batch: RenderBatch, to sheet: Int) async throws {
        let bytes = sheets[sheet].encode(batch)
        let part = scratchSize..<scratchSize + bytes.count
        scratchSize = part.upperBound
        if let last = sheets[sheet].parts.last, last.upperBound == part.lowerBound {
            sheets[sheet].parts[sheets[sheet].parts.count - 1] = last.lowerBound..<part.upperBound
        } else {
            sheets[sheet].parts.append(part)
        }
        try await handover.submit { [scratch] in try bytes.withUnsafeBytes { try scratch.append($0) } }
    }

    package func position(ofRow index: Int, on sheet: Int) -> (sheet: String, row: Int) {
        (sheets[sheet].layout.name, sheets[sheet].row(ofRow: index))
    }

    package func finish(problems: [Problem], problemCount: Int) async throws -> WrittenReport {
        let page = HTMLPage(
            title: options.title ?? sheets.first?.layout.name ?? "Report",
            sheets: sheets.sorted { $0.place < $1.place },
            problems: problems, problemCount: problemCount, options: options)
        try await handover.submit { [target, scratch] in
            try target.write(Array(page.head.utf8))
            for sheet in page.sheets {
                try target.write(Array(page.head(of: sheet).utf8))
                for part in sheet.parts { try scratch.copy(part, to: target) }
                try target.write(sheet.foot())
            }
            try target.write(Array(page.foot.utf8))
            try target.publish()
        }
        try await handover.drain()
        return WrittenReport(
            files: [path], rows: sheets.reduce(0) { $0 + $1.rowCount },
            cells: sheets.reduce(0) { $0 + $1.rowCount * $1.layout.columns.count },
            warnings: OddityLog.warnings(of: page.sheets.map(\.log)))
    }

    package func discard() async {
        handover.discard()
        target.discard()
    }
}
