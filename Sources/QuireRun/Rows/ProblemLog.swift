import QuireModel

/// Gathers failed keys: one line for each enrichment and key, with the first row it shows in.
struct ProblemLog {
    /// Lines kept for the sheet 'Problems'; the rest is only counted.
    static let lineLimit = 10_000

    private struct Line: Hashable {
        var enrichment: Int
        var key: LookupKey
    }

    private let enrichments: [String]
    private let redactor: Redactor
    private var places: [Line: Int] = [:]
    private(set) var problems: [Problem] = []

    /// - Parameter redactor: a key may be made of what nobody else may see.
    init(enrichments: [String], redactor: Redactor) {
        self.enrichments = enrichments
        self.redactor = redactor
    }

    /// - Parameter first: where its first row lands; nil where it shows in none.
    mutating func add(_ failure: SheetRows.FailedKey, at first: (sheet: String, row: Int)?) {
        let line = Line(enrichment: failure.enrichment, key: failure.answer.key)
        guard let reason = failure.answer.failure else { return }
        if let place = places[line] {
            problems[place].rowCount += failure.rows.count
            if problems[place].row == 0, let first {
                problems[place].sheet = first.sheet
                problems[place].row = first.row
            }
            return
        }
        guard problems.count < Self.lineLimit else { return }
        places[line] = problems.count
        problems.append(
            Problem(
                sheet: first?.sheet ?? "", row: first?.row ?? 0, rowCount: failure.rows.count,
                enrichment: enrichments[failure.enrichment], key: redactor.redact(failure.answer.key.description),
                attempts: reason.attempts, message: redactor.redact(reason.message)))
    }
}
