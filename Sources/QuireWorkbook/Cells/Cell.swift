/// What stands in a cell of a sheet.
package enum Cell: Sendable, Hashable {
    case blank
    /// Also dates and times, as Excel's days since 1899-12-30.
    case number(Double)
    case boolean(Bool)
    case text(String)
}

/// Which of a column's number formats a cell has.
package enum FormatKind: UInt8, Sendable, Hashable, CaseIterable {
    /// Excel's own choice, `General`.
    case plain
    /// `@`
    case text
    /// The column's format.
    case number
    case date, datetime, time, interval
}

/// A cell that does not say all that its value said.
package enum CellOddity: Sendable, Hashable, CaseIterable {
    case notFinite, cut, cleaned, replaced, badLink, linkPastLimit
}

/// A cell as it was decided on.
package struct DecidedCell: Sendable, Hashable {
    package var cell: Cell
    package var kind: FormatKind
    package var oddity: CellOddity?

    @inline(__always)
    package init(_ cell: Cell, _ kind: FormatKind, _ oddity: CellOddity? = nil) {
        self.cell = cell
        self.kind = kind
        self.oddity = oddity
    }
}
