/// Why something that a person gave for a run does not fit, for those who say it in other words than a command line.
package enum InputProblem: Sendable, Hashable {
    /// Nothing was given for a parameter that needs a value.
    case missing
    /// - given: `***` where it is secret, here and in all others.
    case unfit(FieldType, given: String)
    case outsideIntegers
    case notAmong([String], given: String)
    case below(String, given: String)
    case above(String, given: String)
    case differs(pattern: String, given: String)
    /// It takes too long to see whether it matches.
    case overdue(pattern: String, given: String)
    case unknownColumn(String, known: [String])
    case repeatedColumn(String)
    case noColumn
    /// All sheets have the order of their queries.
    case notSortable
}
