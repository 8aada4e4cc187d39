import QuireModel
import QuireWorkbook

/// The last stage of a run: enriched rows to each of its sheets, to the writer.
actor SheetStage {
    private let sheets: [SheetOutput]
    private let queries: QuerySheets?
    private let wantedSplit: WantedSplit?
    private let writer: any ReportWriter
    private let problems: ProblemLog
    /// Called when no more rows are wanted.
    private let whenFull: @Sendable () -> Void
    private var takenRowCount = 0
    /// Places of the sheets, those of queries behind the others.
    private let order: [Int]

    init(
        _ plan: RunPlan, _ queries: QueryPlan?, of request: RunRequest, writer: any ReportWriter,
        whenFull: @escaping @Sendable () -> Void
    ) throws {
        self.writer = writer
        self.whenFull = whenFull
        wantedSplit = request.wantedSplit
        let problems = ProblemLog(
            enrichments: plan.enrichments.map(\.name), redactor: Redactor(request.secrets))
        self.problems = problems
        func output(_ plan: SheetPlan) throws -> SheetOutput {
            try SheetOutput(
                plan, writer: writer, problems: problems, limit: request.limit, wantedSplit: request.wantedSplit,
                folder: request.workFolder)
        }
        sheets = try plan.sheets.map(output)
        self.queries = try queries.map { QuerySheets($0, sheets: try $0.sheets.map(output)) }
        order = plan.sheets.map(\.place) + (queries?.sheets.map(\.place) ?? [])
    }

    /// Begins the sheets that are known before there are rows.
    func begin() async throws {
        let all = zip(order, sheets + (queries?.sheets ?? [])).sorted { $0.0 < $1.0 }
        for (_, sheet) in all { try await sheet.begin() }
    }

    func take(_ batch: EnrichedBatch) async throws {
        takenRowCount += batch.rows.rowCount
        try await queries?.take(batch)
        var isFull = queries == nil
        for sheet in sheets {
            try await sheet.take(batch)
            if isFull, await !sheet.isFull { isFull = false }
        }
        if isFull { whenFull() }
    }

    /// Writes what had to wait for the last row.
    func writeRest(batchSize: Int) async throws {
        for sheet in sheets {
            try await sheet.writeRest(batchSize: batchSize)
            // Several splits may give a sheet of the name; the first one is it.
            if wantedSplit != nil, await sheet.hasBegun { return }
        }
        if let wantedSplit {
            var names: [String] = []
            for sheet in sheets { names += await sheet.splitNames }
            throw wantedSplit.failure(names)
        }
        try await queries?.write(batchSize: batchSize)
    }

    /// Completes the file.
    ///
    /// - Parameter problemCount: failed keys of the run.
    func finish(problemCount: Int) async throws -> WrittenReport {
        var written = try await writer.finish(problems: problems.problems, problemCount: problemCount)
        written.warnings += await queries?.warnings ?? []
        return written
    }

    /// Rows of the report; of its sheet, where it has one.
    var rowCount: Int {
        get async {
            guard wantedSplit != nil || sheets.count == 1, queries == nil else { return takenRowCount }
            var count = 0
            for sheet in sheets { count += await sheet.totalRowCount }
            return count
        }
    }

    var problemLines: [Problem] { get async { await problems.problems } }
}
