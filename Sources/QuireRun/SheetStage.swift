import QuireModel
import QuireWorkbook

/// The last stage of a run: enriched rows to each of its sheets, to the writer.
actor SheetStage {
    private let sheets: [SheetOutput]
    private let queries: QuerySheets?
    private let writer: any ReportWriter
    private let problems: ProblemLog
    /// Of all sheets that splits give only the one of this name.
    private let splitName: String?
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
        splitName = request.splitName
        let problems = ProblemLog(
            enrichments: plan.enrichments.map(\.name), redactor: Redactor(request.secrets))
        self.problems = problems
        func output(_ plan: SheetPlan) throws -> SheetOutput {
            try SheetOutput(
                plan, writer: writer, problems: problems, limit: request.limit, splitName: request.splitName,
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
        for failure in try await queries?.take(batch) ?? [] { await problems.add(failure, on: .max, at: nil) }
        var isFull = queries == nil
        for sheet in sheets {
            try await sheet.take(batch)
            if isFull, await !sheet.isFull { isFull = false }
        }
        if isFull { whenFull() }
    }

    /// Writes what had to wait for the last row.
    func writeRest(batchSize: Int) async throws {
        if let splitName { return try await write(splitName, batchSize: batchSize) }
        for sheet in sheets { try await sheet.writeRest(batchSize: batchSize) }
        try await queries?.write(batchSize: batchSize)
    }

    /// Writes the first sheet of that name which a split gives.
    private func write(_ splitName: String, batchSize: Int) async throws {
        var names: [String] = []
        for sheet in sheets {
            try await sheet.writeRest(batchSize: batchSize)
            if await sheet.hasBegun { return }
            for name in await sheet.splitNames where !names.contains(name) { names.append(name) }
        }
        throw RunFailure("there is no sheet '\(splitName)'", hint: Self.hint(splitName, among: names))
    }

    private static func hint(_ name: String, among names: [String]) -> String {
        if names.isEmpty { return "no row is left to have one" }
        if let nearest = NearestName.hint(name, among: names) { return nearest }
        let more = names.count > 20 ? " and \(names.count - 20) more" : ""
        return "the sheets are \(names.prefix(20).joined(separator: ", "))\(more)"
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
            if splitName != nil {
                var count = 0
                for sheet in sheets { count += await sheet.totalRowCount }
                return count
            }
            guard sheets.count == 1, queries == nil else { return takenRowCount }
            return await sheets[0].totalRowCount
        }
    }

    var problemLines: [Problem] { get async { await problems.problems } }
}
