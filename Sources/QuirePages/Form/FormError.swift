package import QuireModel

/// What is wrong with one field of a form, or with all of it.
package struct FormError: Sendable, Hashable {
    /// The form field, such as `p.signed_from` or `where`; nil for the whole form.
    package var field: String?
    package var message: String

    package init(field: String?, message: String) {
        self.field = field
        self.message = message
    }

    /// - Parameter diagnostics: what is wrong, one at least. What is no page's to say in its own words stays English.
    package init(field: String?, _ diagnostics: [Diagnostic], in language: Language) {
        self.init(field: field, message: "")
        message =
            if field == "where" {
                language.text(.filterIsWrong, ["message": diagnostics.map(\.text).joined(separator: "; ")])
            } else {
                diagnostics.map { problem in
                    problem.input.map { language.words(for: $0) }
                        ?? language.text(.refused, ["message": problem.message])
                }.joined(separator: " ")
            }
    }
}

extension Language {
    fileprivate func words(for problem: InputProblem) -> String {
        switch problem {
        case .missing: text(.valueMissing)
        case .unfit(let type, let given): text(type.wanted, ["given": given])
        case .outsideIntegers: text(.integerRange, ["least": String(Int64.min), "most": String(Int64.max)])
        case .notAmong(let choices, let given): text(.noSuchChoice, ["given": given, "choices": list(choices)])
        case .below(let limit, let given): text(.belowLimit, ["given": given, "limit": limit])
        case .above(let limit, let given): text(.aboveLimit, ["given": given, "limit": limit])
        case .differs(let pattern, let given): text(.patternDiffers, ["given": given, "pattern": pattern])
        case .overdue(let pattern, let given): text(.patternOverdue, ["given": given, "pattern": pattern])
        case .repeatedColumn(let given): text(.repeatedColumn, ["given": given])
        case .unknownColumn(let given, let known): text(.unknownColumn, ["given": given, "columns": list(known)])
        case .noColumn: text(.nameColumns)
        case .notSortable: text(.notSortable)
        }
    }
}

extension FieldType {
    /// What has to be given.
    fileprivate var wanted: Phrase {
        switch self {
        case .integer: .giveInteger
        case .number: .giveNumber
        case .boolean: .giveBoolean
        case .date: .giveDate
        case .datetime: .giveDatetime
        // No parameter is of the last three.
        case .text, .time, .interval, .json: .giveText
        }
    }
}
