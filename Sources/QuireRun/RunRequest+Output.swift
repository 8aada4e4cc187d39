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
        let name = report.outputFile?.fill(templateValues) ?? "\(report.name)-\(templateValues["today"] ?? "")"
        let target = try OutputTarget(
            asked: asked, format: format, reportFormat: report.definition.output.format, name: name,
            in: folder)
        if target.path == nil, target.format != .html, hasSeveralSheets {
            let names = sheets.map { "'\(shownName(of: $0))'" }.joined(separator: ", ")
            throw DiagnosticError(
                Diagnostic(
                    .error, "invalid-output", "the report has several sheets, and standard output takes one", at: nil,
                    hint: "choose one with --sheet: \(names)"))
        }
        outputFolder = target.path.map(FileName.folder)
        return target
    }

    private var hasSeveralSheets: Bool { splitName == nil && (sheets.count > 1 || sheets.contains(where: \.isSplit)) }

    /// Makes the writer of a target's format.
    package func writer(to target: OutputTarget) -> ReportRun.MakeWriter {
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
        let hasSeveralSheets = hasSeveralSheets
        let folders = Set([workFolder] + [outputFolder].compactMap(\.self))
        let path = target.path ?? OutputTarget.standardOutput
        return { [workbook, csv, workFolder] in
            HiddenFile.removeLeftovers(in: folders)
            return switch target.format {
            case .xlsx: try await XLSXWriter(path: path, options: workbook)
            case .csv: TextWriter(path: path, form: .csv, hasSeveralSheets: hasSeveralSheets, options: csv)
            case .ndjson: TextWriter(path: path, form: .ndjson, hasSeveralSheets: hasSeveralSheets, options: csv)
            case .html: try HTMLWriter(path: path, options: workbook, scratchFolder: workFolder)
            }
        }
    }
}
