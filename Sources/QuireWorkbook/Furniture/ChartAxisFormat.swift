/// Number formats along a chart's axes.
enum ChartAxisFormat {
    /// The format code of the column's cells, without decimals that labels along an axis of that length do not need.
    ///
    /// - Parameter code: nil is `General`.
    static func code(_ code: String?, numbers: [Double]) -> String? {
        let greatest = numbers.lazy.map(abs).max() ?? 0
        return switch code {
        case "#,##0.00" where greatest >= 10: "#,##0"
        case "0.00%" where greatest >= 0.1: "0%"
        default: code
        }
    }
}
