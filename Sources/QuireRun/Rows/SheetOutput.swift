import QuireModel
import QuireWorkbook

/// The rows of one sheet of the report, on their way to the writer: as they come, or once all are there.
actor SheetOutput {
    private let plan: SheetPlan
    private let rows: SheetRows
    private let writer: any ReportWriter
    private let sorter: RowSorter?
    private let problems: ProblemLog
    /// Rows of a sheet at most.
    private let limit: Int
    /// Of the sheets that a split gives only the one of this name.
    private let splitName: String?
    /// Of the sheet that gets rows.
    private var sheet: Int?
    private var rowCount = 0
    /// Of all sheets that the split gives.
    private(set) var totalRowCount = 0
    /// Names of the sheets that the split gives, in their order.
    private(set) var splitNames: [String] = []
    private var failures: [SheetRows.FailedKey] = []

    /// - Parameter folder: where rows are kept that have to wait.
    init(
        _ plan: SheetPlan, writer: any ReportWriter, problems: ProblemLog, limit: Int?, splitName: String?,
        folder: String
    ) throws {
        self.plan = plan
        self.writer = writer
        self.problems = problems
        self.limit = limit ?? .max
        self.splitName = splitName
        rows = SheetRows(plan: plan)
        sorter =
            plan.keepsRows
            ? try RowSorter(by: plan.sort, splitBy: plan.split, shownCount: plan.shownCount, in: folder) : nil
    }

    /// Begins the sheet, unless it takes all rows to know what sheets there are.
    func begin() async throws {
        if plan.split == nil { try await begin(plan.layout, split: 0) }
    }

    /// The writer has a sheet of it.
    var hasBegun: Bool { sheet != nil }

    /// No more rows are wanted.
    var isFull: Bool { sorter == nil && rowCount >= limit }

    func take(_ batch: EnrichedBatch) async throws {
        guard !isFull else { return }
        let rendered = try rows.render(batch)
        guard let sorter else { return try await write(rendered.batch, rendered.failures) }
        var failuresOfRow: [Int: [Int]] = [:]
        for failure in rendered.failures {
            for row in failure.rows { failuresOfRow[row, default: []].append(failures.count) }
            failures.append(SheetRows.FailedKey(enrichment: failure.enrichment, answer: failure.answer, rows: []))
        }
        try await sorter.add(rendered.batch, failures: failuresOfRow)
    }

    /// Writes what had to wait for the last row.
    func writeRest(batchSize: Int) async throws {
        guard let sorter else { return }
        // Failures in no row of the sheet are listed too.
        for failure in failures { await problems.add(failure, on: plan.place, at: nil) }
        try await sorter.sort()
        guard plan.split != nil else { return try await writeKept(from: sorter, 0, .max, batchSize) }
        try await writeSplits(from: sorter, batchSize)
    }

    private func writeSplits(from sorter: RowSorter, _ batchSize: Int) async throws {
        let parts = await sorter.parts
        splitNames = parts.map { plan.naming.name($0.value) }
        let wanted = splitName.map { SheetNames.place(of: $0, among: splitNames) }
        var first = 0
        for (number, split) in parts.enumerated() {
            if wanted == nil || wanted == number {
                var layout = plan.layout
                layout.name = splitNames[number]
                layout.heading = plan.naming.heading(split.value)
                try await begin(layout, split: number)
                try await writeKept(from: sorter, first, split.rowCount, batchSize)
            }
            first += split.rowCount
        }
        // A workbook has at least one sheet.
        if parts.isEmpty, splitName == nil { try await begin(plan.layout, split: 0) }
    }

    /// - Parameters:
    ///   - first: the place of the sheet's first row among all that are kept.
    ///   - count: of the sheet's rows.
    private func writeKept(from sorter: RowSorter, _ first: Int, _ count: Int, _ batchSize: Int) async throws {
        while rowCount < min(limit, count),
            let (batch, failuresOfRow) = try await sorter.batch(
                after: first + rowCount, count: min(batchSize, count - rowCount))
        {
            try Task.checkCancellation()
            var rows: [Int: [Int]] = [:]
            for (row, failures) in failuresOfRow {
                for failure in failures { rows[failure, default: []].append(row) }
            }
            let failed = rows.sorted { $0.key < $1.key }.map { failure, rows in
                var failed = failures[failure]
                failed.rows = rows.sorted()
                return failed
            }
            try await write(batch, failed)
        }
    }

    private func begin(_ layout: SheetLayout, split: Int) async throws {
        sheet = try await writer.begin(layout, at: SheetPlace(sheet: plan.place, split: split))
        rowCount = 0
    }

    private func write(_ rendered: RenderBatch, _ failures: [SheetRows.FailedKey]) async throws {
        guard let sheet else { return }
        let room = limit - rowCount
        let batch = rendered.rowCount > room ? rendered.prefix(room) : rendered
        if batch.rowCount > 0 { try await writer.write(batch, to: sheet) }
        for var failure in failures {
            failure.rows.removeAll { $0 >= batch.rowCount }
            var position: (sheet: String, row: Int)?
            if let first = failure.rows.first {
                position = await writer.position(ofRow: rowCount + first, on: sheet)
            }
            await problems.add(failure, on: plan.place, at: position)
        }
        rowCount += batch.rowCount
        totalRowCount += batch.rowCount
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
