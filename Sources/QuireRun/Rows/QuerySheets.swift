import QuireModel

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

    func write(batchSize: Int) async throws {
        try await table.end()
        for (query, sheet) in sheets.enumerated() {
            try await table.read(query: query, batchSize: batchSize) { batch in
                try await sheet.take(EnrichedBatch(rows: batch, enrichments: []))
            }
        }
    }
}
