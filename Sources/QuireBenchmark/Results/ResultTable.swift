import QuireModel

/// Outcomes for the eye.
enum ResultTable {
    static func text(_ outcomes: [Outcome]) -> String {
        let titles = ["case", "measured", "limit", "ratio", "least", "at most", ""]
        let rows = [titles] + outcomes.map(cells)
        let widths = titles.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.enumerated().map { index, row in
            let line = "| " + zip(row, widths).enumerated().map(cell).joined(separator: " | ") + " |"
            guard index == 0 else { return line }
            return line + "\n| " + widths.map { String(repeating: "-", count: $0) }.joined(separator: " | ") + " |"
        }.joined(separator: "\n")
    }

    private static func cells(_ outcome: Outcome) -> [String] {
        [
            outcome.title, quantity(outcome.measured.median, outcome.unit),
            quantity(outcome.limits.median, outcome.unit), times(outcome.ratio), times(outcome.leastRatio),
            times(outcome.allowed), outcome.isReached ? "ok" : "over",
        ]
    }

    /// Numbers stand to the right.
    private static func cell(_ column: Int, _ cell: (text: String, width: Int)) -> String {
        let isText = column == 0 || column == 6
        return isText
            ? padded(cell.text, to: cell.width)
            : String(repeating: " ", count: cell.width - cell.text.count) + cell.text
    }

    static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private static func times(_ ratio: Double) -> String { NumberText.fixed(ratio, decimals: 2) + " ×" }

    private static func quantity(_ amount: Double, _ unit: Outcome.Unit) -> String {
        switch unit {
        case .seconds: NumberText.fixed(amount, decimals: 3) + " s"
        case .bytes: NumberText.fixed(amount / 1e6, decimals: 1) + " MB"
        }
    }
}
