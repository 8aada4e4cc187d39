import QuireModel

extension Diagnostic {
    static func invalidRole(_ name: String) -> Diagnostic {
        Diagnostic(
            .error, "invalid-role", "'\(name)' is no name of a role", at: nil,
            hint: "a role is a word of letters, digits and -._@+; several have commas between them, as analyst,finance")
    }

    static func noRole(_ text: String, among names: [String]) -> Diagnostic {
        let known = Role.allCases.reversed().map(\.rawValue)
        let nearest = names.lazy.compactMap { NearestName.hint($0, among: known) }.first
        return Diagnostic(
            .error, "no-role", "'\(text)' holds none of the roles \(known.joined(separator: ", "))", at: nil,
            hint: nearest ?? "other names are groups, which go with one of them: analyst,\(names.first ?? "finance")")
    }

    static func invalidReportPattern(longest: Int) -> Diagnostic {
        Diagnostic(
            .error, "invalid-report-pattern", "a pattern of reports is 1 to \(longest) characters long", at: nil,
            hint: "such as --report 'finance/*'")
    }

    static func invalidName(_ name: String, of kind: String) -> Diagnostic {
        Diagnostic(
            .error, "invalid-name", "'\(name)' is no name for a \(kind)", at: nil,
            hint: "it is at most 64 letters, digits and -._@+")
    }

    static func nameTaken(_ name: String, by kind: String, hint: String) -> Diagnostic {
        Diagnostic(.error, "name-taken", "there is a \(kind) '\(name)' already", at: nil, hint: hint)
    }

    static func unknown(_ kind: String, _ name: String, among known: [String], list: String) -> Diagnostic {
        Diagnostic(
            .error, "unknown-\(kind)", "there is no \(kind) '\(name)'", at: nil,
            hint: NearestName.hint(name, among: known) ?? "`\(list)` lists them")
    }

    static func passwordLength(_ range: ClosedRange<Int>) -> Diagnostic {
        Diagnostic(
            .error, "password", "a password has \(range.lowerBound) to \(range.upperBound) characters", at: nil,
            hint: "choose another")
    }
}
