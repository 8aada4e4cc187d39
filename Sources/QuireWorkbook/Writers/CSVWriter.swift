package import QuireModel

#if canImport(Glibc)
import Glibc
#endif

/// Writes each sheet as csv, to a file or to standard output, and their problems to a file beside the first.
package actor CSVWriter: ReportWriter {
    /// The path that stands for standard output.
    package static let standardOutput = "-"

    private struct OpenSheet {
        var name: String
        var path: String
        var place: SheetPlace
        var target: ByteTarget
        var text: CSVText
    }

    private let path: String
    private let hasSeveralSheets: Bool
    private let options: CSVOptions
    private let handover = Handover(to: DedicatedThread(name: "csv"))
    private var sheets: [OpenSheet] = []
    private var fileNames = SheetFileNames()

    /// - Parameter hasSeveralSheets: the sheet's name is part of its file's: `out-contracts.csv`.
    package init(path: String, hasSeveralSheets: Bool = false, options: CSVOptions = CSVOptions()) {
        self.path = path
        self.hasSeveralSheets = hasSeveralSheets
        self.options = options
    }

    package func begin(_ layout: SheetLayout, at place: SheetPlace) async throws -> Int {
        let sheetPath = hasSeveralSheets ? fileNames.path(of: layout.name, beside: path) : path
        let target: ByteTarget =
            sheetPath == CSVWriter.standardOutput
            ? .standardOutput : .file(try OutputFile(path: sheetPath, temporaryFolder: options.temporaryFolder))
        let text = CSVText(columns: layout.columns, options: options)
        sheets.append(OpenSheet(name: layout.name, path: sheetPath, place: place, target: target, text: text))
        let header = text.header()
        if !header.isEmpty { try await handover.submit { try target.write(header) } }
        return sheets.count - 1
    }

    package func write(_ batch: RenderBatch, to sheet: Int) async throws {
        let bytes = sheets[sheet].text.encode(batch, sheet: sheets[sheet].name)
        let target = sheets[sheet].target
        try await handover.submit { try target.write(bytes) }
    }

    package func position(ofRow index: Int, on sheet: Int) -> (sheet: String, row: Int) {
        (sheets[sheet].name, index + sheets[sheet].text.headerRowCount + 1)
    }

    package func finish(problems: [Problem], problemCount: Int) async throws -> WrittenReport {
        let sheets = sheets.sorted { $0.place < $1.place }
        var files = sheets.map(\.path)
        var warnings = OddityLog.warnings(of: sheets.map(\.text.log))
        var beside: (file: OutputFile, bytes: [UInt8])?
        if let listed = ProblemSheet(problems, count: problemCount) {
            if path == CSVWriter.standardOutput {
                warnings.append("the problems are not listed, the report having gone to standard output")
            } else {
                let problemPath = CSVWriter.problemPath(beside: path)
                let file = try OutputFile(path: problemPath, temporaryFolder: options.temporaryFolder)
                beside = (file, csv(listed))
                files.append(problemPath)
            }
        }
        let stale = CSVWriter.problemPath(beside: path)
        try await handover.submit { [beside, targets = sheets.map(\.target)] in
            // The problems first, so that nobody finds the report without them.
            if let beside {
                try beside.bytes.withUnsafeBytes { try beside.file.write($0) }
                try beside.file.publish()
            }
            for case .file(let file) in targets { try file.publish() }
            // The list that an earlier run left is not of this report.
            if case .file? = targets.first, beside == nil { unlink(stale) }
        }
        try await handover.drain()
        return WrittenReport(
            files: files, rows: sheets.reduce(0) { $0 + $1.text.rowCount },
            cells: sheets.reduce(0) { $0 + $1.text.rowCount * $1.text.columnCount }, warnings: warnings)
    }

    package func discard() async {
        handover.discard()
        for case .file(let file) in sheets.map(\.target) { file.discard() }
    }

    /// `out.csv` has its problems in `out.problems.csv`.
    package static func problemPath(beside path: String) -> String {
        let name = path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return path + ".problems.csv" }
        return path[..<dot] + ".problems.csv"
    }

    private func csv(_ problems: ProblemSheet) -> [UInt8] {
        let text = CSVText(columns: [], options: options)
        var bytes: [UInt8] = options.byteOrderMark ? [0xEF, 0xBB, 0xBF] : []
        for row in problems.rows {
            let values = row.map { cell in
                switch cell {
                case .text(let text): Value.text(text)
                case .number(let number): Value.number(number)
                case .boolean, .blank: Value.null
                }
            }
            text.appendLine(values, to: &bytes)
        }
        return bytes
    }
}

/// Where bytes go.
private enum ByteTarget: Sendable {
    case file(OutputFile)
    case standardOutput

    func write(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { bytes in
            switch self {
            case .file(let file): try file.write(bytes)
            case .standardOutput: try StandardOutput.write(bytes)
            }
        }
    }
}
