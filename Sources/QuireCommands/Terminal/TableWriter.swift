import QuireModel
import QuireWorkbook

/// Gathers a few rows and lays them out as a table for a terminal.
actor TableWriter: ReportWriter {
    private static let widest = 40
    private let localTime: LocalZone
    private var columns: [ColumnLayout] = []
    /// Of all columns.
    private var texts: [ColumnText] = []
    private var rows: [[String]] = []
    private var isNumber: [Bool] = []

    /// - Parameter localTime: from UTC to the project's zone.
    init(localTime: @escaping LocalZone) { self.localTime = localTime }

    func begin(_ layout: SheetLayout, at place: SheetPlace) -> Int {
        columns = layout.columns.filter { !$0.isHidden }
        all = layout.columns
        texts = all.map { ColumnText($0, localTime: localTime) }
        isNumber = columns.map { _ in false }
        return 0
    }

    private var all: [ColumnLayout] = []

    func write(_ batch: RenderBatch, to sheet: Int) {
        let shown = all.indices.filter { !all[$0].isHidden }
        for row in 0..<batch.rowCount {
            rows.append(
                shown.enumerated().map { place, column in
                    let shown = texts[column].show(batch.values[row * batch.columnCount + column])
                    if shown.isNumber { isNumber[place] = true }
                    return Self.cut(shown.text)
                })
        }
    }

    func position(ofRow index: Int, on sheet: Int) -> (sheet: String, row: Int) { ("", index + 2) }

    func finish(problems: [Problem], problemCount: Int) -> WrittenReport {
        WrittenReport(files: [], rows: rows.count, cells: rows.count * all.count, warnings: [])
    }

    func discard() {}

    /// Header, rule and rows; numbers are aligned to the right.
    var text: String {
        let titles = columns.map { Self.cut($0.title) }
        let widths = columns.indices.map { index in
            (rows.map { $0[index] } + [titles[index]]).map(DisplayWidth.of).max() ?? 0
        }
        let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
        let lines = PlainTable.text([titles] + rows, numbers: columns.indices.filter { isNumber[$0] })
            .split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        return ([String(lines[0]), rule] + lines.dropFirst().map(String.init)).joined(separator: "\n")
    }

    /// One line, shortened.
    private static func cut(_ text: String) -> String {
        var result = ""
        for character in text {
            let isGap =
                character.isNewline || character.unicodeScalars.contains(where: \.commandsTerminal)
            result.append(isGap ? " " : character)
            if DisplayWidth.of(result) > widest { return String(result.dropLast(2)) + "…" }
        }
        return result
    }
}
