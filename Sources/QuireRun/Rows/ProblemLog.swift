import QuireModel

/// Gathers failed keys: one line for each enrichment and key, with the first row it shows in, on the first sheet.
actor ProblemLog {
    /// Lines kept for the sheet 'Problems'; the rest is only counted.
    static let lineLimit = 10_000

    private struct Line: Hashable {
        var enrichment: Int
        var key: LookupKey
    }

    private let enrichments: [String]
    private let redactor: Redactor
    private var places: [Line: Int] = [:]
    /// For each problem the sheet that it is listed on.
    private var sheets: [Int] = []
    private(set) var problems: [Problem] = []

    /// - Parameter redactor: a key may be made of what nobody else may see.
    init(enrichments: [String], redactor: Redactor) {
        self.enrichments = enrichments
        self.redactor = redactor
    }

    /// - Parameters:
    ///   - sheet: its place among those of the report.
    ///   - first: where its first row lands; nil where it shows in none.
    func add(_ failure: SheetRows.FailedKey, on sheet: Int, at first: (sheet: String, row: Int)?) {
        let line = Line(enrichment: failure.enrichment, key: failure.answer.key)
        guard let reason = failure.answer.failure else { return }
        if let place = places[line] {
            guard let first else { return }
            if problems[place].row == 0 || sheet < sheets[place] {
                problems[place].sheet = first.sheet
                problems[place].row = first.row
                problems[place].rowCount = failure.rows.count
                sheets[place] = sheet
            } else if sheet == sheets[place] {
                problems[place].rowCount += failure.rows.count
            }
            return
        }
        guard problems.count < Self.lineLimit else { return }
        places[line] = problems.count
        sheets.append(sheet)
        problems.append(
            Problem(
                sheet: first?.sheet ?? "", row: first?.row ?? 0, rowCount: failure.rows.count,
                enrichment: enrichments[failure.enrichment], key: redactor.redact(failure.answer.key.description),
                attempts: reason.attempts, message: redactor.redact(reason.message)))
    }
}
