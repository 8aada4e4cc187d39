import GRDBSQLite
import QuireModel

/// The functions of this SQLite that give the same result for the same arguments, and touch nothing else.
package enum ScalarFunctions {
    private enum Kind {
        case scalar, aggregate, forbidden
        /// Another result each time, but no effect.
        case volatile
    }

    /// Kinds by name and number of arguments, which is -1 for any.
    private static let known: [String: [Int32: Kind]] = read()

    /// Names of the functions allowed, with any number of arguments.
    static let allowed: Set<String> = Set(known.filter { $0.value.values.contains(.scalar) }.keys)

    /// Names of all functions without an effect or a view of SQLite's inside, over one row or many.
    package static let withoutEffect: Set<String> = Set(known.filter { !$0.value.values.contains(.forbidden) }.keys)

    static func problem(with call: ExpressionSyntax.Call) -> SyntaxProblem? {
        let name = call.name.lowercased()
        guard let kinds = known[name] else {
            return SyntaxProblem(
                code: "unknown-function", message: "there is no function '\(call.name)'",
                hint: NearestName.hint(name, among: allowed.sorted()), offset: call.offset)
        }
        switch kinds[Int32(call.argumentCount)] ?? kinds[-1] ?? kinds.values.first {
        case .scalar: return nil
        case .aggregate:
            let hint = name == "min" || name == "max" ? "of several values: \(name)(a, b)" : nil
            return SyntaxProblem(
                code: "expression-forbidden",
                message: "an expression sees one row: '\(call.name)' over many rows has no place in it", hint: hint,
                offset: call.offset)
        case .forbidden, .volatile, nil:
            return SyntaxProblem(
                code: "expression-forbidden",
                message: "'\(call.name)' is not allowed: it reads or changes more than its arguments",
                offset: call.offset)
        }
    }

    /// Deterministic by SQLite's word, but with an effect or a view of SQLite's inside.
    private static func isInternal(_ name: String) -> Bool {
        name.hasPrefix("sqlite_") || ["load_extension", "subtype", "fts3_tokenizer"].contains(name)
    }

    private static func read() -> [String: [Int32: Kind]] {
        var result: [String: [Int32: Kind]] = [:]
        guard let connection = try? Connection.unrestricted() else { return result }
        connection.forEachRow("SELECT name, type, flags, narg FROM pragma_function_list") { row in
            guard let text = sqlite3_column_text(row, 0), let type = sqlite3_column_text(row, 1) else { return }
            let name = String(cString: text).lowercased()
            let flags = sqlite3_column_int(row, 2)
            let kind: Kind =
                switch String(cString: type) {
                case _ where flags & SQLITE_DIRECTONLY != 0 || isInternal(name): .forbidden
                case "s" where flags & SQLITE_DETERMINISTIC != 0: .scalar
                case "s": flags & SQLITE_INNOCUOUS != 0 ? .volatile : .forbidden
                default: .aggregate
                }
            result[name, default: [:]][sqlite3_column_int(row, 3)] = kind
        }
        return result
    }
}
