import QuireModel
import QuirePlugin

/// The sheets that queries make: rows into the table that they are over, then what they give to the writer.
struct QuerySheets {
    let sheets: [SheetOutput]
    private let table: RowTable
    private let rows: SheetRows
    /// For each of `sheets` its place among the table's queries.
    private let queries: [Int]

    /// - Parameter sheets: one for each sheet of the plan.
    init(_ plan: QueryPlan, sheets: [SheetOutput]) {
        self.sheets = sheets
        table = plan.table
        rows = SheetRows(plan: plan.rows)
        queries = plan.queries
    }

    /// - Returns: failed keys, in no row: what a query makes of one is its own affair.
    func take(_ batch: EnrichedBatch) async throws -> [SheetRows.FailedKey] {
        let rendered = try rows.values(of: batch)
        try await table.add(rendered.values, rowCount: rendered.rowCount)
        return rows.failedKeys(of: batch, shownAs: [])
    }

    /// Full sentences on what the table could not keep as it came.
    var warnings: [String] { get async { await table.warnings } }

    func write(batchSize: Int) async throws {
        for (query, sheet) in zip(queries, sheets) {
            let reader = try await table.reader(ofQuery: query)
            while let batch = try await reader.next(batchSize), await !sheet.isFull {
                try await sheet.take(EnrichedBatch(rows: batch, enrichments: []))
            }
        }
    }
}
