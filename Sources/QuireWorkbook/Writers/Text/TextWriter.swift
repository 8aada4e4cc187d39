package import QuireModel

#if canImport(Glibc)
import Glibc
#endif

/// Writes each sheet as text, to a file of its own or to standard output, and their problems to a file beside the
/// first.
package actor TextWriter: ReportWriter {
    package enum Form: Sendable {
        case csv, ndjson
    }

    private struct OpenSheet {
        var name: String
        var path: String
        var place: SheetPlace
        var target: ByteTarget
        var text: any RowText
        var columnCount: Int
        var rowCount = 0
        var log = OddityLog()
    }

    private let path: String
    private let form: Form
    private let hasSeveralSheets: Bool
    private let options: CSVOptions
    private let handover = Handover(to: DedicatedThread(name: "text"))
    private var sheets: [OpenSheet] = []
    private var fileNames = SheetFileNames()

    /// - Parameters:
    ///   - path: `-` is standard output.
    ///   - hasSeveralSheets: the sheet's name is part of its file's: `out-contracts.csv`.
    ///   - options: of csv, in which problems are listed whatever the form.
    package init(
        path: String, form: Form = .csv, hasSeveralSheets: Bool = false, options: CSVOptions = CSVOptions()
    ) {
        self.path = path
        self.form = form
        self.hasSeveralSheets = hasSeveralSheets
        self.options = options
    }

    private var isStreaming: Bool { path == ByteTarget.standardOutputPath }

    package func begin(_ layout: SheetLayout, at place: SheetPlace) async throws -> Int {
        if isStreaming, let first = sheets.first {
            throw RunFailure(
                "standard output takes one sheet, not both '\(first.name)' and '\(layout.name)'",
                hint: "choose one with --sheet, or write to files")
        }
        let sheetPath =
            hasSeveralSheets && !isStreaming ? fileNames.path(of: layout.name, beside: path) : path
        let target = try ByteTarget(path: sheetPath, temporaryFolder: options.temporaryFolder)
        let text: any RowText =
            switch form {
            case .csv: CSVText(columns: layout.columns, options: options)
            case .ndjson: NDJSONText(columns: layout.columns)
            }
        sheets.append(
            OpenSheet(
                name: layout.name, path: sheetPath, place: place, target: target, text: text,
                columnCount: layout.columns.count))
        let header = text.header()
        if !header.isEmpty { try await handover.submit { try target.write(header) } }
        return sheets.count - 1
    }

    package func write(_ batch: RenderBatch, to sheet: Int) async throws {
        let bytes = sheets[sheet].text.encode(batch)
        note(batch, on: sheet)
        sheets[sheet].rowCount += batch.rowCount
        let target = sheets[sheet].target
        try await handover.submit { try target.write(bytes) }
    }

    private func note(_ batch: RenderBatch, on sheet: Int) {
        for index in batch.values.indices {
            guard let oddity = batch.values[index].oddityInText else { continue }
            let (row, column) = index.quotientAndRemainder(dividingBy: batch.columnCount)
            let line = sheets[sheet].rowCount + row + sheets[sheet].text.headerRowCount
            let place = "\(sheets[sheet].name)!\(CellName.of(row: line, column: column))"
            sheets[sheet].log.add(oddity, at: place)
        }
    }

    package func position(ofRow index: Int, on sheet: Int) -> (sheet: String, row: Int) {
        (sheets[sheet].name, index + sheets[sheet].text.headerRowCount + 1)
    }

    package func finish(problems: [Problem], problemCount: Int) async throws -> WrittenReport {
        let sheets = sheets.sorted { $0.place < $1.place }
        var files = sheets.map(\.path)
        var warnings = OddityLog.warnings(of: sheets.map(\.log))
        let problemPath = ProblemFile.path(beside: path)
        var beside: (file: OutputFile, bytes: [UInt8])?
        if let listed = ProblemFile(problems, count: problemCount, options: options) {
            if isStreaming {
                warnings.append("the problems are not listed, the report having gone to standard output")
            } else {
                beside = (try OutputFile(path: problemPath, temporaryFolder: options.temporaryFolder), listed.bytes)
                files.append(problemPath)
            }
        }
        let isStreaming = isStreaming
        try await handover.submit { [beside, targets = sheets.map(\.target)] in
            // The problems first, so that nobody finds the report without them.
            if let beside {
                try beside.bytes.withUnsafeBytes { try beside.file.write($0) }
                try beside.file.publish()
            }
            for target in targets { try target.publish() }
            // The list that an earlier run left is not of this report.
            if !isStreaming, beside == nil { unlink(problemPath) }
        }
        try await handover.drain()
        return WrittenReport(
            files: files, rows: sheets.reduce(0) { $0 + $1.rowCount },
            cells: sheets.reduce(0) { $0 + $1.rowCount * $1.columnCount }, warnings: warnings)
    }

    package func discard() async {
        handover.discard()
        for sheet in sheets { sheet.target.discard() }
    }
}
