package import QuireModel
package import QuirePlugin

/// A parameter of a query, with the type that its name and its use in the query suggest.
package struct DraftParameter: Sendable, Equatable {
    package var name: String
    package var type: FieldType
    package var isList = false
    /// The query asks whether it is null, so it may be left out.
    package var isOptional = false

    /// Those that a query uses, without the ones that every report has.
    ///
    /// - Throws: where one has a name that no parameter can have.
    package static func all(of query: SQLText) throws(DiagnosticError) -> [DraftParameter] {
        let builtIn: Set<String> = ["today", "now", "scheduled_at"]
        var seen = builtIn
        var result: [DraftParameter] = []
        for placeholder in query.placeholders where seen.insert(placeholder.name).inserted {
            guard Named<String>.isName(placeholder.name) else {
                throw DiagnosticError(
                    Diagnostic(
                        .error, "invalid-name", "':\(placeholder.name)' cannot be the name of a parameter",
                        at: query.position(of: placeholder.range.lowerBound),
                        hint: "names are lower-case letters, digits and _, and begin with a letter"))
            }
            let uses = query.placeholders.filter { $0.name == placeholder.name }.map { query.surroundings(of: $0) }
            result.append(
                DraftParameter(
                    name: placeholder.name, type: guessedType(placeholder.name),
                    isList: uses.contains { $0.before.hasSuffix(" in (") },
                    isOptional: uses.contains { $0.after.hasPrefix(" is null") || $0.after.hasPrefix(" is not null") }))
        }
        return result
    }

    private static let days: Set<String> = [
        "day", "date", "from", "to", "since", "until", "start", "end", "on", "before", "after",
    ]
    private static let counts: Set<String> = ["year", "month", "week", "quarter", "days", "limit", "count", "top"]

    private static func guessedType(_ name: String) -> FieldType {
        let last = name.words.last ?? ""
        let first = name.words.first ?? ""
        if last == "at" { return .datetime }
        if counts.contains(last) { return .integer }
        return days.contains(last) || ["from", "since", "until", "date", "day"].contains(first) ? .date : .text
    }

    /// As the definition declares it.
    func line(width: Int) -> String {
        let padding = String(repeating: " ", count: width - name.count)
        let written = isList ? "[\(type.rawValue)]" : type.rawValue
        return "  \(name): \(padding){ type: \(written)\(isOptional ? ", required: false" : "") }"
    }

    /// As the command line gives it, with a blank before; nothing where it may be left out.
    package var argument: String {
        if isOptional { return "" }
        let value =
            switch type {
            case .date: ["from", "since", "start"].contains { name.words.contains($0) } ? "2026-01-01" : "2026-01-31"
            case .datetime: "2026-01-31T08:00"
            case .integer, .number: name.words.last == "year" ? "2026" : "1"
            default: isList ? "a,b" : "…"
            }
        return " \(name)=\(value)"
    }

    /// Bound as null: what matters is its type.
    package var null: ParameterValue { isList ? .list([.null]) : .single(.null) }
}

extension SQLText {
    /// What stands around a placeholder, in lower case, one blank for any space.
    fileprivate func surroundings(of placeholder: Placeholder) -> (before: String, after: String) {
        let bytes = Array(text.utf8)
        let before = String(decoding: bytes[..<placeholder.range.lowerBound].suffix(60), as: UTF8.self)
        let after = String(decoding: bytes[placeholder.range.upperBound...].prefix(60), as: UTF8.self)
        func plain(_ text: String) -> String {
            text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        let opening = plain(before).replacing("in(", with: "in (")
        return (" " + opening.replacing("( ", with: "("), " " + plain(after))
    }
}
