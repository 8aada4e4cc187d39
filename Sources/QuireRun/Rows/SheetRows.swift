import QuireExpression
import QuireModel

/// Turns enriched rows into the values of a sheet's columns.
struct SheetRows {
    let plan: SheetPlan

    /// Column values of the rows that the sheet's filters keep.
    struct Rendered {
        var batch: RenderBatch
        /// Failed answers, and the rows of `batch` they belong to.
        var failures: [FailedKey]
    }

    struct FailedKey {
        var enrichment: Int
        var answer: KeyAnswer
        /// Rows of the batch, ascending; none where the filter drops them all.
        var rows: [Int]
    }

    /// - Throws: `RunFailure` that names the row where an expression cannot be evaluated.
    func render(_ enriched: EnrichedBatch) throws -> Rendered {
        let batch = try extended(enriched)
        let rows = try keptRows(of: batch)
        let width = plan.columns.count
        let values = try values(of: batch, rows)
        var links: [Int: String] = [:]
        for (index, column) in plan.columns.enumerated() {
            guard let link = column.link else { continue }
            for (place, row) in rows.enumerated() {
                if let url = try evaluate(link, batch, row).text { links[place * width + index] = url }
            }
        }
        let failures = failedKeys(of: batch, shownAs: rows)
        return Rendered(
            batch: RenderBatch(
                columnCount: width, rowCount: rows.count, values: values,
                problemCells: failures.isEmpty ? [] : problemCells(of: batch, rows), links: links),
            failures: failures)
    }

    /// The values alone, row after row.
    func values(of enriched: EnrichedBatch) throws -> (values: [Value], rowCount: Int) {
        let batch = try extended(enriched)
        let rows = try keptRows(of: batch)
        return (try values(of: batch, rows), rows.count)
    }

    private func values(of batch: EnrichedBatch, _ rows: [Int]) throws -> [Value] {
        let width = plan.columns.count
        var values = [Value](repeating: .null, count: rows.count * width)
        for (index, column) in plan.columns.enumerated() {
            for (place, row) in rows.enumerated() {
                values[place * width + index] = try evaluate(column.value, batch, row)
            }
        }
        return values
    }

    private func keptRows(of batch: EnrichedBatch) throws -> [Int] {
        guard !plan.filters.isEmpty else { return Array(0..<batch.rows.rowCount) }
        return try (0..<batch.rows.rowCount).filter { row in
            try Task.checkCancellation()
            return try plan.filters.allSatisfy { filter in
                try failing(in: batch, row) { () throws(DiagnosticError) in try filter.holds(batch, row: row) }
            }
        }
    }

    /// The batch with the values of the columns that expressions name, behind its fields.
    private func extended(_ batch: EnrichedBatch) throws -> EnrichedBatch {
        guard !plan.further.isEmpty else { return batch }
        let width = batch.rows.fields.count
        var values: [Value] = []
        values.reserveCapacity(batch.rows.rowCount * (width + plan.further.count))
        for row in 0..<batch.rows.rowCount {
            values += batch.rows.values[row * width..<(row + 1) * width]
            for column in plan.further { values.append(try evaluate(column.value, batch, row)) }
        }
        var result = batch
        result.rows = RowBatch(
            fields: batch.rows.fields + plan.further.map { FieldShape($0.layout.id) }, firstRow: batch.rows.firstRow,
            values: values, rowCount: batch.rows.rowCount)
        return result
    }

    private func evaluate(_ expression: CompiledExpression, _ batch: EnrichedBatch, _ row: Int) throws -> Value {
        if let slot = expression.plainSlot { return batch.value(slot, row: row) }
        try Task.checkCancellation()
        return try failing(in: batch, row) { () throws(DiagnosticError) in try expression.evaluate(batch, row: row) }
    }

    private func failing<Result>(
        in batch: EnrichedBatch, _ row: Int, _ body: () throws(DiagnosticError) -> Result
    ) throws -> Result {
        do {
            return try body()
        } catch {
            let problem = error.diagnostics.first
            let place = problem?.position.map { "\($0): " } ?? ""
            throw RunFailure(
                "\(place)\(problem?.message ?? "an expression cannot be evaluated"), "
                    + "in row \(batch.rows.firstRow + row + 1) of the source",
                hint: problem?.hint)
        }
    }

    func failedKeys(of batch: EnrichedBatch, shownAs rows: [Int]) -> [FailedKey] {
        var failures: [FailedKey] = []
        for (index, enrichment) in batch.enrichments.enumerated() {
            guard enrichment.answers.contains(where: { $0.failure != nil }) else { continue }
            var rowsOfAnswer: [Int32: [Int]] = [:]
            for (place, row) in rows.enumerated() where enrichment.answer(row: row)?.failure != nil {
                rowsOfAnswer[enrichment.slots[row], default: []].append(place)
            }
            for (slot, answer) in enrichment.answers.enumerated() where answer.failure != nil {
                failures.append(
                    FailedKey(enrichment: index, answer: answer, rows: rowsOfAnswer[Int32(slot)] ?? []))
            }
        }
        return failures
    }

    private func problemCells(of batch: EnrichedBatch, _ rows: [Int]) -> [Int] {
        var cells: [Int] = []
        for (place, row) in rows.enumerated() {
            let failed = batch.enrichments.map { $0.answer(row: row)?.failure != nil }
            guard failed.contains(true) else { continue }
            for (index, column) in plan.columns.enumerated() where column.enrichments.contains(where: { failed[$0] }) {
                cells.append(place * plan.columns.count + index)
            }
        }
        return cells
    }
}
