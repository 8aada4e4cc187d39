import ArgumentParser
import QuireExpression
import QuireModel
import QuireRun

/// Which rows and columns of a report are wanted.
struct SelectionOptions: ParsableArguments {
    @Option(parsing: .unconditional, help: "The most rows.")
    var limit: Int?

    @Option(help: "Ids of the columns wanted, in order, such as sn,amount.")
    var columns: String?

    @Option(
        name: .customLong("where"), parsing: .unconditional,
        help: "Keep rows where this expression holds, once they are enriched.")
    var filter: String?

    @Option(parsing: .unconditional, help: "Ids of columns to sort by; -id is descending.")
    var sort: String?

    /// - Throws: where an option makes no sense for the report.
    func narrow(_ request: inout RunRequest) throws {
        if let limit, limit < 1 {
            throw DiagnosticError(
                Diagnostic(.error, "invalid-option", "--limit is at least 1, not \(limit)", at: nil))
        }
        request.limit = limit
        if let filter {
            let place = FilePosition(file: "--where", line: 1, column: 1)
            request.filter = try ExpressionSyntax(ExpressionText(filter, at: place, style: .plain))
        }
        if let columns {
            let ids = columns.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            if ids.allSatisfy(\.isEmpty) { throw Self.noColumn("--columns", columns) }
            try request.keepColumns(ids)
        }
        if let sort {
            let keys = SortKey.parse(sort)
            if keys.isEmpty { throw Self.noColumn("--sort", sort) }
            try request.sort(by: keys)
        }
    }

    private static func noColumn(_ option: String, _ text: String) -> DiagnosticError {
        DiagnosticError(
            Diagnostic(
                .error, "invalid-option", "\(option) names no column: '\(text)'", at: nil,
                hint: "name their ids, as in \(option) sn,amount"))
    }
}
