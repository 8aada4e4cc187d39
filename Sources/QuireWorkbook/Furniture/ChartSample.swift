import QuireModel

/// The charted cells of a sheet's first rows, kept while they are written.
///
/// A chart that holds them shows something also where nothing is calculated.
struct ChartSample {
    /// Rows of which a chart holds the cells; of a longer sheet it holds none.
    static let limit = 1_000

    private let columns: [Int]
    private var kept: [Int: [PlacedCell]] = [:]

    /// - Returns: nil where there are no charts.
    init?(_ charts: [ChartLayout]) {
        guard !charts.isEmpty else { return nil }
        columns = Set(charts.flatMap { $0.values + ($0.categories.map { [$0] } ?? []) }).sorted()
    }

    /// Rows of the first part, in order.
    mutating func add(_ rows: CellRows) {
        guard rows.part == 0 else { return }
        for column in columns {
            let count = kept[column]?.count ?? 0
            guard count < ChartSample.limit else { return }
            for row in 0..<min(rows.rowCount, ChartSample.limit - count) {
                kept[column, default: []].append(rows.cells[row * rows.columnCount + column])
            }
        }
    }

    subscript(column: Int) -> [PlacedCell] { kept[column] ?? [] }

    func numbers(of column: Int) -> [Double] {
        self[column].compactMap { if case .number(let number) = $0.cell { number } else { nil } }
    }

    func hasText(in column: Int) -> Bool {
        self[column].contains { if case .text = $0.cell { true } else { false } }
    }
}
