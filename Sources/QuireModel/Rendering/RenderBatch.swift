/// Column values of consecutive rows, ready to be laid out on a sheet.
package struct RenderBatch: Sendable {
    package var columnCount: Int
    package var rowCount: Int
    /// `rowCount` × `columnCount` values, row after row.
    package var values: [Value]
    /// Indices into `values` of cells that stand for a failed lookup, ascending.
    package var problemCells: [Int]
    /// Link targets by index into `values`.
    package var links: [Int: String]

    package init(
        columnCount: Int, rowCount: Int, values: [Value], problemCells: [Int] = [], links: [Int: String] = [:]
    ) {
        self.columnCount = columnCount
        self.rowCount = rowCount
        self.values = values
        self.problemCells = problemCells
        self.links = links
    }
}

/// A failed key as the sheet 'Problems' lists it.
package struct Problem: Sendable, Hashable {
    package var sheet: String
    /// The row of its first cell, as the spreadsheet numbers rows.
    package var row: Int
    package var rowCount: Int
    package var enrichment: String
    package var key: String
    package var attempts: Int
    package var message: String

    package init(
        sheet: String, row: Int, rowCount: Int, enrichment: String, key: String, attempts: Int, message: String
    ) {
        self.sheet = sheet
        self.row = row
        self.rowCount = rowCount
        self.enrichment = enrichment
        self.key = key
        self.attempts = attempts
        self.message = message
    }
}
