/// What stands in the first line of a csv file.
package enum CSVHeader: String, Sendable, Hashable, CaseIterable {
    case title, id, none
}

/// What becomes of text that a spreadsheet would take for a formula.
package enum CSVFormulas: String, Sendable, Hashable, CaseIterable {
    /// It gets a leading `'`.
    case guarded = "guard"
    case keep
}
