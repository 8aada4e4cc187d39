package import QuireModel

/// Writes the rows of sheets to a file, or to one for each sheet. Used by one task at a time.
///
/// Files appear under their names in `finish`, complete, or not at all.
package protocol ReportWriter: Sendable {
    /// Begins a sheet; others that were begun before may still get rows.
    ///
    /// - Parameter place: where it stands among the others, whenever it is begun; each has one of its own.
    /// - Returns: the sheet's number, counted from 0 in the order in which sheets are begun.
    /// - Throws: `RunFailure` where no sheet holds the columns, or where its file cannot be made.
    func begin(_ layout: SheetLayout, at place: SheetPlace) async throws -> Int

    /// Hands rows over. Returns as soon as at most two batches wait to be written, so that memory is bounded and the
    /// next rows are made while these are written.
    ///
    /// - Throws: `RunFailure` where an earlier batch could not be written, `CancellationError`.
    func write(_ batch: RenderBatch, to sheet: Int) async throws

    /// Where a row that was handed over, counted from 0 on its sheet, lands: the name of the sheet, and the row as the
    /// spreadsheet numbers it.
    func position(ofRow index: Int, on sheet: Int) async -> (sheet: String, row: Int)

    /// Writes what comes after the rows and puts the files in their places.
    ///
    /// - Parameters:
    ///   - problems: in the order in which they are listed; those past the 10,000th are counted only.
    ///   - problemCount: of all problems, also those that are not in `problems`.
    /// - Throws: `RunFailure`, `CancellationError`; then call `discard`.
    func finish(problems: [Problem], problemCount: Int) async throws -> WrittenReport

    /// Stops and removes every temporary file; after `finish` it does nothing.
    func discard() async
}

/// Finished files.
package struct WrittenReport: Sendable, Hashable {
    /// The report first, then what lies beside it; `-` is standard output.
    package var files: [String]
    /// Of all sheets.
    package var rows: Int
    /// Cells of those rows.
    package var cells: Int
    /// Full sentences; each kind of oddity once, with how many there were and the first places.
    package var warnings: [String]

    package init(files: [String], rows: Int, cells: Int, warnings: [String]) {
        self.files = files
        self.rows = rows
        self.cells = cells
        self.warnings = warnings
    }
}
