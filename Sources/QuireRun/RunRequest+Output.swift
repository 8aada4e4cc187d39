package import QuireDefinition
package import QuireModel
import QuireWorkbook

extension RunRequest {
    /// Settles where the file goes, and work files with it.
    ///
    /// - Parameters:
    ///   - asked: what the user gave: a file, a folder, or `-`.
    ///   - format: what the user gave.
    ///   - folder: where relative paths begin, and where the file goes unless asked otherwise.
    /// - Throws: where the format and the place do not fit, or the place cannot be written.
    package mutating func settleTarget(
        asked: String?, format: OutputFormat?, in folder: String
    ) throws(DiagnosticError) -> OutputTarget {
        let name = report.outputFile?.fill(fileNameValues) ?? "\(report.name)-\(fileNameValues["today"] ?? "")"
        let target = try OutputTarget(
            asked: asked, format: format, reportFormat: report.definition.output.format, name: name,
            in: folder)
        outputFolder = target.path.map(FileName.folder)
        return target
    }

    private var fileNameValues: [String: String] {
        var values = ["report": report.name, "run": run]
        for (name, value) in parameters {
            switch value {
            case .single(let single): values[name] = single.text ?? ""
            case .list(let list): values[name] = list.compactMap(\.text).joined(separator: ",")
            }
        }
        return values
    }

    /// Makes the writer of a target's format.
    ///
    /// - Parameter hasSeveralSheets: each text file is named after its sheet, too.
    package func writer(to target: OutputTarget, hasSeveralSheets: Bool = false) -> ReportRun.MakeWriter {
        var workbook = WorkbookOptions()
        workbook.title = report.title
        workbook.author = "Quire"
        workbook.created = startedAt
        workbook.problemStyle = project.styles["problem"] ?? workbook.problemStyle
        workbook.temporaryFolder = temporaryFolder
        workbook.localTime = project.zone.local
        var csv = CSVOptions()
        csv.header = report.definition.output.csv.header
        csv.formulas = report.definition.output.csv.formulas
        csv.byteOrderMark = report.definition.output.csv.hasByteOrderMark
        csv.temporaryFolder = temporaryFolder
        let path = target.path ?? OutputTarget.standardOutput
        return { [workbook, csv, workFolder] in
            switch target.format {
            case .xlsx: try await XLSXWriter(path: path, options: workbook)
            case .csv: TextWriter(path: path, form: .csv, hasSeveralSheets: hasSeveralSheets, options: csv)
            case .ndjson: TextWriter(path: path, form: .ndjson, hasSeveralSheets: hasSeveralSheets, options: csv)
            case .html: try HTMLWriter(path: path, options: workbook, scratchFolder: workFolder)
            }
        }
    }

    /// - Throws: where the report has no such sheet.
    package func keepSheet(_ name: String) throws(DiagnosticError) {
        guard name.lowercased() != report.title.lowercased() else { return }
        throw DiagnosticError(
            Diagnostic(
                .error, "unknown-sheet", "there is no sheet '\(name)'", at: nil,
                hint: "the report's only sheet is '\(report.title)'"))
    }
}
