package import QuireModel

/// Writes the rows of one sheet to a file. Used by one task at a time.
///
/// The file appears under its name in `finish`, complete, or not at all.
package protocol ReportWriter: Sendable {
    /// Hands rows over. Returns as soon as at most two batches wait to be written, so that memory is bounded and the
    /// next rows are made while these are written.
    ///
    /// - Throws: `RunFailure` where an earlier batch could not be written, `CancellationError`.
    func write(_ batch: RenderBatch) async throws

    /// Where the data row `index`, counted from 0, lands: the sheet, and the row as the spreadsheet numbers it.
    func position(ofRow index: Int) -> (sheet: String, row: Int)

    /// Writes what comes after the rows and puts the file in its place.
    ///
    /// - Parameters:
    ///   - problems: in the order in which they are listed; those past the 10,000th are counted only.
    ///   - problemCount: of all problems, also those that are not in `problems`.
    /// - Throws: `RunFailure`, `CancellationError`; then call `discard`.
    func finish(problems: [Problem], problemCount: Int) async throws -> WrittenReport

    /// Stops and removes every temporary file; after `finish` it does nothing.
    func discard() async
}

/// A finished file.
package struct WrittenReport: Sendable, Hashable {
    /// The report first, then what lies beside it; `-` is standard output.
    package var files: [String]
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
