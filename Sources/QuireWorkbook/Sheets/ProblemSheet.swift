package import QuireModel

/// The list of failed keys, as cells.
package struct ProblemSheet: Sendable {
    package static let name = "Problems"
    package static let lineLimit = 10_000
    package static let titles = ["Sheet", "Row", "Rows", "Enrichment", "Key", "Attempts", "What went wrong"]

    /// The header, the problems, and where there are more a line that says how many.
    package let rows: [[Cell]]
    package let listedCount: Int
    package let headerFormat: UInt16

    /// - Returns: nil where there is nothing to list.
    package init?(_ problems: [Problem], count: Int, headerFormat: UInt16 = 0) {
        guard !problems.isEmpty || count > 0 else { return nil }
        self.headerFormat = headerFormat
        let listed = problems.prefix(ProblemSheet.lineLimit)
        listedCount = listed.count
        var rows = [ProblemSheet.titles.map(Cell.text)]
        for problem in listed {
            rows.append([
                problem.row > 0 ? .text(CellText.clean(problem.sheet).text) : .blank,
                problem.row > 0 ? .number(Double(problem.row)) : .blank,
                .number(Double(problem.rowCount)), .text(CellText.clean(problem.enrichment).text),
                .text(CellText.clean(problem.key).text), .number(Double(problem.attempts)),
                .text(CellText.clean(problem.message).text),
            ])
        }
        let more = max(count, problems.count) - listed.count
        if more > 0 { rows.append([.text("… and \(more) more")]) }
        self.rows = rows
    }

    package var widths: [Double] {
        var widest = ProblemSheet.titles.map { DisplayWidth.of($0) + 3 }
        for row in rows.dropFirst().prefix(listedCount) {
            for (column, cell) in row.enumerated() {
                switch cell {
                case .text(let text): widest[column] = max(widest[column], DisplayWidth.of(text))
                case .number(let number): widest[column] = max(widest[column], NumberWidth.general(number))
                case .blank, .boolean: break
                }
            }
        }
        // What went wrong stands in the last column and may run over the edge.
        return widest.map { Double(min($0 + 2, WidthGauge.limit)) }
    }
}
