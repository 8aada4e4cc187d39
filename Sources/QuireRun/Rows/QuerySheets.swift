import QuireModel
import QuirePlugin

/// The sheets that queries make: rows into the table that they are over, then what they give to the writer.
struct QuerySheets {
    let sheets: [SheetOutput]
    private let table: RowTable
    private let rows: SheetRows

    /// - Parameter sheets: one for each sheet of the plan.
    init(_ plan: QueryPlan, sheets: [SheetOutput]) {
        self.sheets = sheets
        table = plan.table
        rows = SheetRows(plan: plan.rows)
    }

    func take(_ batch: EnrichedBatch) async throws {
        let rendered = try rows.values(of: batch)
        try await table.add(rendered.values, rowCount: rendered.rowCount)
    }

    /// Full sentences on what the table could not keep as it came.
    var warnings: [String] { get async { await table.warnings } }

    func write(batchSize: Int) async throws {
        for (query, sheet) in sheets.enumerated() {
            let reader = try await table.reader(ofQuery: query)
            while let batch = try await reader.next(batchSize), await !sheet.isFull {
                try await sheet.take(EnrichedBatch(rows: batch, enrichments: []))
            }
        }
    }
}
