/// SQLite's keywords, as far as they matter inside an expression.
///
/// All others (`key`, `row`, `plan`, …) are names where SQLite's grammar expects one, and so they are here.
enum Keywords {
    /// Words with a meaning in an expression.
    static let ofExpressions: Set<String> = [
        "and", "as", "between", "case", "cast", "collate", "distinct", "else", "end", "escape", "false", "from", "glob",
        "in", "is", "isnull", "like", "match", "not", "notnull", "null", "or", "regexp", "then", "true", "when",
    ]

    /// Binary operators that are functions as well: `like(pattern, text)`.
    static let operatorsAndFunctions: Set<String> = ["glob", "like", "match", "regexp"]

    /// Words that stand for the clock.
    static let clock: Set<String> = ["current_date", "current_time", "current_timestamp"]

    /// Words that only begin or join a SELECT.
    static let ofSelects: Set<String> = ["except", "exists", "intersect", "select", "union", "values"]

    /// Words that SQLite never takes as a name without quotes, and that mean nothing here.
    static let reserved: Set<String> = [
        "add", "all", "alter", "autoincrement", "check", "commit", "constraint", "create", "default", "deferrable",
        "delete", "drop", "foreign", "group", "having", "index", "insert", "into", "join", "limit", "nothing", "on",
        "order", "primary", "references", "returning", "set", "table", "to", "transaction", "unique", "update", "using",
        "where",
    ]

    static func hint(_ word: String) -> String {
        "if it is the name of a field, write \"\(word)\", in YAML '\"\(word)\"'"
    }
}
