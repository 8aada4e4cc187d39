import QuireModel
import QuireWorkbook

/// The last stage of a run: enriched rows to columns, past the run's filter, sort and limit, to the writer.
actor SheetStage {
    private let sheetRows: SheetRows
    private let writer: any ReportWriter
    private let sheet: Int
    private let sorter: RowSorter?
    private let limit: Int?
    /// Called once, when no more rows are wanted.
    private let whenFull: @Sendable () -> Void
    private var problems: ProblemLog
    private var sortedFailures: [SheetRows.FailedKey] = []
    private(set) var rowCount = 0

    init(
        plan: RunPlan, writer: any ReportWriter, sheet: Int, sorter: RowSorter?, limit: Int?, redactor: Redactor,
        whenFull: @escaping @Sendable () -> Void
    ) {
        sheetRows = SheetRows(plan: plan)
        self.writer = writer
        self.sheet = sheet
        self.sorter = sorter
        self.limit = limit
        self.whenFull = whenFull
        problems = ProblemLog(enrichments: plan.enrichments.map(\.name), redactor: redactor)
    }

    func take(_ batch: EnrichedBatch) async throws {
        let rendered = try sheetRows.render(batch)
        guard let sorter else { return try await write(rendered.batch, rendered.failures) }
        var failuresOfRow: [Int: [Int]] = [:]
        for failure in rendered.failures {
            for row in failure.rows { failuresOfRow[row, default: []].append(sortedFailures.count) }
            sortedFailures.append(SheetRows.FailedKey(enrichment: failure.enrichment, answer: failure.answer, rows: []))
        }
        try await sorter.add(rendered.batch, failures: failuresOfRow)
    }

    /// Writes what had to wait for the last row.
    func writeRest(batchSize: Int) async throws {
        if let sorter { try await writeSorted(from: sorter, batchSize) }
    }

    /// Completes the file.
    ///
    /// - Parameter problemCount: failed keys of the run.
    func finish(problemCount: Int) async throws -> WrittenReport {
        try await writer.finish(problems: problems.problems, problemCount: problemCount)
    }

    private func writeSorted(from sorter: RowSorter, _ batchSize: Int) async throws {
        // Failures in no row of the sheet are listed too.
        for failure in sortedFailures { problems.add(failure, at: nil) }
        try await sorter.sort()
        while rowCount < limit ?? .max,
            let (batch, failuresOfRow) = try await sorter.batch(after: rowCount, count: batchSize)
        {
            try Task.checkCancellation()
            var rows: [Int: [Int]] = [:]
            for (row, failures) in failuresOfRow {
                for failure in failures { rows[failure, default: []].append(row) }
            }
            let failures = rows.sorted { $0.key < $1.key }.map { failure, rows in
                var failed = sortedFailures[failure]
                failed.rows = rows.sorted()
                return failed
            }
            try await write(batch, failures)
        }
    }

    var problemLines: [Problem] { problems.problems }

    private func write(_ batch: RenderBatch, _ failures: [SheetRows.FailedKey]) async throws {
        let room = (limit ?? .max) - rowCount
        let batch = batch.rowCount > room ? batch.prefix(room) : batch
        if batch.rowCount > 0 { try await writer.write(batch, to: sheet) }
        for var failure in failures {
            failure.rows.removeAll { $0 >= batch.rowCount }
            var position: (sheet: String, row: Int)?
            if let first = failure.rows.first {
                position = await writer.position(ofRow: rowCount + first, on: sheet)
            }
            problems.add(failure, at: position)
        }
        rowCount += batch.rowCount
        if rowCount >= limit ?? .max { whenFull() }
    }
}

extension RenderBatch {
    /// The first rows.
    fileprivate func prefix(_ count: Int) -> RenderBatch {
        let size = count * columnCount
        return RenderBatch(
            columnCount: columnCount, rowCount: count, values: Array(values.prefix(size)),
            problemCells: problemCells.filter { $0 < size }, links: links.filter { $0.key < size })
    }
}
