package import QuireModel

#if canImport(Glibc)
import Glibc
#endif

/// Writes one sheet as csv, to a file or to standard output, and its problems to a file beside it.
package actor CSVWriter: ReportWriter {
    /// The path that stands for standard output.
    package static let standardOutput = "-"

    private let path: String
    private let sheet: String
    private let options: CSVOptions
    private let target: ByteTarget
    private let handover: Handover
    private let headerRowCount: Int
    private var text: CSVText

    /// - Throws: `RunFailure` where the file cannot be made there.
    package init(path: String, layout: SheetLayout, options: CSVOptions = CSVOptions()) async throws {
        self.path = path
        self.options = options
        sheet = layout.name
        text = CSVText(columns: layout.columns, options: options)
        headerRowCount = text.headerRowCount
        target =
            path == CSVWriter.standardOutput
            ? .standardOutput : .file(try OutputFile(path: path, temporaryFolder: options.temporaryFolder))
        handover = Handover(to: DedicatedThread(name: "csv"))
        let header = text.header()
        if !header.isEmpty { try await handover.submit { [target] in try target.write(header) } }
    }

    package func write(_ batch: RenderBatch) async throws {
        let bytes = text.encode(batch, sheet: sheet)
        try await handover.submit { [target] in try target.write(bytes) }
    }

    package nonisolated func position(ofRow index: Int) -> (sheet: String, row: Int) {
        (sheet, index + headerRowCount + 1)
    }

    package func finish(problems: [Problem], problemCount: Int) async throws -> WrittenReport {
        var files = [path]
        var warnings = text.log.warnings
        var beside: (file: OutputFile, bytes: [UInt8])?
        if let listed = ProblemSheet(problems, count: problemCount) {
            if case .standardOutput = target {
                warnings.append("the problems are not listed, the report having gone to standard output")
            } else {
                let problemPath = CSVWriter.problemPath(beside: path)
                let file = try OutputFile(path: problemPath, temporaryFolder: options.temporaryFolder)
                beside = (file, csv(listed))
                files.append(problemPath)
            }
        }
        let stale = CSVWriter.problemPath(beside: path)
        try await handover.submit { [target, beside] in
            // The problems first, so that nobody finds the report without them.
            if let beside {
                try beside.bytes.withUnsafeBytes { try beside.file.write($0) }
                try beside.file.publish()
            }
            if case .file(let file) = target {
                try file.publish()
                // The list that an earlier run left is not of this report.
                if beside == nil { unlink(stale) }
            }
        }
        try await handover.drain()
        return WrittenReport(
            files: files, rows: text.rowCount, cells: text.rowCount * text.columnCount, warnings: warnings)
    }

    package func discard() async {
        handover.discard()
        if case .file(let file) = target { file.discard() }
    }

    /// `out.csv` has its problems in `out.problems.csv`.
    package static func problemPath(beside path: String) -> String {
        let name = path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return path + ".problems.csv" }
        return path[..<dot] + ".problems.csv"
    }

    private func csv(_ problems: ProblemSheet) -> [UInt8] {
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
