import Foundation
import QuireModel
import QuireTesting
import QuireWorkbook

/// A sheet to be written in a test, and what came of it.
struct Sample {
    var layout: SheetLayout
    var options = WorkbookOptions()
    var csv = CSVOptions()
    var batches: [RenderBatch] = []
    var problems: [Problem] = []
    var problemCount: Int?

    init(name: String = "Contracts", columns: [ColumnLayout]) { layout = SheetLayout(name: name, columns: columns) }

    /// One column of a format, and a row for each value.
    init(_ values: [Value], format: CellFormat = .general, total: Total? = nil) {
        var column = ColumnLayout(id: "value", title: "Value")
        column.format = format
        column.total = total
        self.init(columns: [column])
        add(values.map { [$0] })
    }

    mutating func add(_ rows: [[Value]], problemCells: [Int] = [], links: [Int: String] = [:]) {
        batches.append(
            RenderBatch(
                columnCount: layout.columns.count, rowCount: rows.count, values: rows.flatMap { $0 },
                problemCells: problemCells, links: links))
    }

    @discardableResult
    func write(to path: String) async throws -> WrittenReport {
        let writer = try await writer(to: path)
        for batch in batches { try await writer.write(batch) }
        return try await writer.finish(problems: problems, problemCount: problemCount ?? problems.count)
    }

    /// A writer of what the path ends in, with one sheet begun.
    func writer(to path: String) async throws -> any ReportWriter {
        if path.hasSuffix(".xlsx") { return try await XLSXWriter(path: path, layout: layout, options: options) }
        let writer: any ReportWriter =
            path.hasSuffix(".html")
            ? try HTMLWriter(path: path, options: options)
            : TextWriter(path: path, form: path.hasSuffix(".ndjson") ? .ndjson : .csv, options: csv)
        _ = try await writer.begin(layout, at: SheetPlace(sheet: 0))
        return writer
    }

    /// What openpyxl reads of it, and what the writer said.
    func read() async throws -> (book: Spreadsheet, report: WrittenReport) {
        let folder = TemporaryFolder()
        let path = folder.file("out.xlsx")
        let report = try await write(to: path)
        return (try Spreadsheet.read(path), report)
    }

    /// The text of a csv file, and what the writer said.
    func readCSV() async throws -> (text: String, report: WrittenReport) { try await readText("out.csv") }

    /// The text of a file of the format that its name ends in, and what the writer said.
    func readText(_ name: String) async throws -> (text: String, report: WrittenReport) {
        let folder = TemporaryFolder()
        let path = folder.file(name)
        let report = try await write(to: path)
        return (String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self), report)
    }
}

extension XLSXWriter {
    /// Of one sheet.
    init(
        path: String, layout: SheetLayout, options: WorkbookOptions = WorkbookOptions(),
        freeSpace: @escaping @Sendable (_ folder: String) -> Int? = { FreeSpace.bytes(in: $0) }
    ) async throws {
        try await self.init(path: path, options: options, freeSpace: freeSpace)
        do {
            _ = try await begin(layout, at: SheetPlace(sheet: 0))
        } catch {
            await discard()
            throw error
        }
    }
}

extension ReportWriter {
    /// To the first sheet.
    func write(_ batch: RenderBatch) async throws { try await write(batch, to: 0) }
}

func column(_ title: String, _ change: (inout ColumnLayout) -> Void = { _ in }) -> ColumnLayout {
    var column = ColumnLayout(id: title.lowercased(), title: title)
    change(&column)
    return column
}

func day(_ text: String) -> Value { CalendarDate(text).map(Value.date) ?? .null }

func failed(row: Int, key: String) -> Problem {
    Problem(
        sheet: "Contracts", row: row, rowCount: 2, enrichment: "tether", key: key, attempts: 4,
        message: "tether.discount: 503 for \(key)")
}
