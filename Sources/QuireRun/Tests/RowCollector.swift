import QuireModel
import QuireWorkbook

/// Keeps the rows of a sheet in place of a file.
actor RowCollector: ReportWriter {
    private(set) var rows: [[Value]] = []

    func begin(_ layout: SheetLayout, at place: SheetPlace) -> Int { 0 }

    func write(_ batch: RenderBatch, to sheet: Int) {
        for row in 0..<batch.rowCount {
            rows.append(Array(batch.values[row * batch.columnCount..<(row + 1) * batch.columnCount]))
        }
    }

    func position(ofRow index: Int, on sheet: Int) -> (sheet: String, row: Int) { ("", index + 1) }

    func finish(problems: [Problem], problemCount: Int) -> WrittenReport {
        WrittenReport(files: [], rows: rows.count, cells: 0, warnings: [])
    }

    func discard() {}
}
