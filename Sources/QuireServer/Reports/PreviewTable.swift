package import QuireModel
package import QuireWorkbook

/// Gathers the first rows of a report as they would stand on its first sheet.
package actor PreviewTable: ReportWriter {
    /// One of `cells`.
    package struct Place: Sendable, Hashable {
        package var row: Int
        package var column: Int
    }

    package struct Column: Sendable, Hashable {
        package var id: String
        package var title: String
        package var isNumber = false
    }

    private let localTime: LocalZone
    private var layouts: [ColumnLayout] = []
    private var texts: [ColumnText] = []
    private var shown: [Int] = []
    package private(set) var columns: [Column] = []
    package private(set) var values: [[JSON]] = []
    /// As a workbook shows them.
    package private(set) var cells: [[String]] = []
    /// Cells that stand for a lookup that failed.
    package private(set) var problemCells: [Place] = []

    /// - Parameter localTime: from UTC to the project's zone.
    package init(localTime: @escaping LocalZone) { self.localTime = localTime }

    package func begin(_ layout: SheetLayout, at place: SheetPlace) -> Int {
        layouts = layout.columns
        shown = layouts.indices.filter { !layouts[$0].isHidden }
        texts = layouts.map { ColumnText($0, localTime: localTime) }
        columns = shown.map { Column(id: layouts[$0].id, title: layouts[$0].title) }
        return 0
    }

    package func write(_ batch: RenderBatch, to sheet: Int) {
        let problems = Set(batch.problemCells)
        for row in 0..<batch.rowCount {
            for (place, column) in shown.enumerated() where problems.contains(row * batch.columnCount + column) {
                problemCells.append(Place(row: cells.count, column: place))
            }
            let found = shown.map { batch.values[row * batch.columnCount + $0] }
            values.append(found.map { JSON($0) })
            cells.append(
                zip(shown, found).enumerated().map { place, cell in
                    let text = texts[cell.0].show(cell.1)
                    if text.isNumber { columns[place].isNumber = true }
                    return text.text
                })
        }
    }

    package func position(ofRow index: Int, on sheet: Int) -> (sheet: String, row: Int) { ("", index + 2) }

    package func finish(problems: [QuireModel.Problem], problemCount: Int) -> WrittenReport {
        WrittenReport(files: [], rows: values.count, cells: values.count * layouts.count, warnings: [])
    }

    package func discard() {}

    /// `{columns: [{id, title}], rows: [[…]]}`
    package var json: JSON {
        .members([
            "columns": .array(columns.map { .members(["id": .string($0.id), "title": .string($0.title)]) }),
            "rows": .array(values.map { .array($0) }),
        ])
    }
}
