import GRDBSQLite
import QuireExpression

/// Lets a query read the table `rows`, and learns what it reads of it.
final class QueryGuard {
    enum Refusal: Equatable {
        /// It would change something, or look at more than rows.
        case statement
        case table(String)
        case function(String)
    }

    static let table = "rows"
    /// Tables that are functions of their arguments.
    static let functions: Set<String> = ["json_each", "json_tree"]

    /// Names as the table has them.
    private(set) var columnsRead: Set<String> = []
    /// The first thing that was refused in the statement being prepared.
    private(set) var refusal: Refusal?

    /// Watches over all that is prepared meanwhile.
    func watch<Result>(_ database: OpaquePointer, _ body: () -> Result) -> Result {
        refusal = nil
        let own = Unmanaged.passUnretained(self)
        sqlite3_set_authorizer(
            database,
            { own, action, first, second, _, _ in
                guard let own else { return SQLITE_DENY }
                let watch = Unmanaged<QueryGuard>.fromOpaque(own).takeUnretainedValue()
                return watch.allows(action, text(first), text(second)) ? SQLITE_OK : SQLITE_DENY
            }, own.toOpaque())
        defer { sqlite3_set_authorizer(database, nil, nil) }
        return body()
    }

    private func allows(_ action: Int32, _ first: String, _ second: String) -> Bool {
        switch action {
        case SQLITE_SELECT, SQLITE_RECURSIVE: return true
        case SQLITE_READ:
            if first == Self.table { columnsRead.insert(second) }
            // A table that no column is read of may be the query's own, which has no such name.
            let isKnown =
                second.isEmpty ? !Self.isInternal(first) : first == Self.table || Self.functions.contains(first)
            return isKnown || refuse(.table(first))
        case SQLITE_FUNCTION:
            return ScalarFunctions.withoutEffect.contains(second.lowercased()) || refuse(.function(second))
        default: return refuse(.statement)
        }
    }

    private static func isInternal(_ table: String) -> Bool {
        let name = table.lowercased()
        return name.hasPrefix("sqlite_") || name.hasPrefix("pragma_")
    }

    private func refuse(_ what: Refusal) -> Bool {
        refusal = refusal ?? what
        return false
    }
}

private func text(_ characters: UnsafePointer<CChar>?) -> String { characters.map { String(cString: $0) } ?? "" }
