import ArgumentParser
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

    func add(to instructions: inout RunInstructions) {
        instructions.limit = limit
        instructions.columns = columns
        instructions.filter = filter
        instructions.sort = sort
    }
}
