import QuireModel

/// The list of failed keys that lies beside a text file, in csv.
struct ProblemFile: Sendable {
    private let problems: ProblemSheet
    private let options: CSVOptions

    /// - Returns: nil where there is nothing to list.
    init?(_ problems: [Problem], count: Int, options: CSVOptions) {
        guard let problems = ProblemSheet(problems, count: count) else { return nil }
        self.problems = problems
        self.options = options
    }

    /// `out.csv` has its problems in `out.problems.csv`.
    static func path(beside path: String) -> String {
        let name = path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return path + ".problems.csv" }
        return path[..<dot] + ".problems.csv"
    }

    var bytes: [UInt8] {
        let text = CSVText(columns: [], options: options)
        var bytes = options.byteOrderMark ? CSVText.byteOrderMark : []
        for row in problems.rows {
            let values = row.map { cell in
                switch cell {
                case .text(let text): Value.text(text)
                case .number(let number): Value.number(number)
                case .boolean, .blank: Value.null
                }
            }
            text.appendLine(values, to: &bytes)
        }
        return bytes
    }
}
