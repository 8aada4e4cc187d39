import Logging
package import QuireAccess
import QuireDefinition
import QuireEngine
package import QuireModel
import QuirePages
package import QuireRun

/// What the API and the pages do with reports and runs, for someone who may.
package struct RunService: Sendable {
    /// Previews at once, of all and of one person; others wait for their turn.
    private static let (previewsAtOnce, previewsOfOne) = (16, 4)
    /// How long a preview may take.
    private static let previewTime = Duration.seconds(60)
    /// Rows of a preview.
    private static let previewRows = 20

    package let state: StateDatabase
    package let definitions: DefinitionWatch
    package let queue: RunQueue
    package let events: RunEvents
    package let audit: AuditLog
    private let publicURL: String?
    private let desks: Desks
    private let previews = PersonalTurns(atOnce: previewsAtOnce, ofOne: previewsOfOne)

    package init(
        _ state: StateDatabase, definitions: DefinitionWatch, desks: Desks, queue: RunQueue, events: RunEvents,
        audit: AuditLog, publicURL: String?
    ) {
        self.state = state
        self.definitions = definitions
        self.desks = desks
        self.queue = queue
        self.events = events
        self.audit = audit
        self.publicURL = publicURL
    }

    private var records: RunRecords { RunRecords(state) }

    package func shelf(for principal: Principal) async -> ReportShelf {
        ReportShelf(await definitions.current, for: principal)
    }

    /// - Throws: a problem of 404 where there is no such run, or none that they may see.
    package func record(_ run: String, for principal: Principal) async throws -> RunRecord {
        guard let record = try await records.record(run),
            await shelf(for: principal).showsRuns(of: record.report)
        else { throw Problem.notFound("run '\(run)'") }
        return record
    }

    /// The latest first.
    ///
    /// - Parameter before: the name of the run after which the list goes on.
    package func runs(
        of report: String?, status: RunSummary.Status?, before: String?, limit: Int, for principal: Principal
    ) async throws -> [RunRecord] {
        let shelf = await shelf(for: principal)
        let reports = try await records.reports().filter(shelf.showsRuns)
        return try await records.list(
            reports: reports.filter { report == nil || $0 == report }, status: status, before: before, limit: limit)
    }

    /// Has a run of a report wait for its turn.
    ///
    /// - Parameter noting: done in the same transaction.
    package func submit(
        _ order: RunOrder, of loaded: LoadedReport, by author: Author,
        noting: @escaping RunRecords.Noting = { _, _ in }
    ) async throws -> RunRecord {
        var origin = RunOrigin()
        origin.requester = author.who
        origin.isServed = true
        let (request, instructions) = try order.request(of: loaded, in: state, origin: origin)
        try await audit.record(.run, "\(loaded.report.name) \(request.run)", by: author)
        return try await queue.submit(request, instructions, noting: noting)
    }

    /// The first rows of a report's first sheet, enriched.
    ///
    /// - Throws: a problem of 422 where it cannot be made.
    package func preview(
        _ order: RunOrder, of loaded: LoadedReport, by author: Author
    ) async throws -> (table: PreviewTable, summary: RunSummary) {
        var (request, _) = try order.request(of: loaded, in: state)
        request.keepFirstSheet()
        request.allowFailedLookups()
        request.limit = min(order.limit ?? Self.previewRows, Self.previewRows)
        let table = PreviewTable(localTime: request.project.zone.local)
        let keeping = AnswerKeeping(state, run: nil, asksAnew: false)
        let generation = await definitions.current.generation
        let summary = try await previews.taking(by: author.who == Principal.anyone.who ? nil : author.who) {
            [request] in
            try await Self.inTime {
                try await desks.withDesk(of: generation) { desk in
                    do throws(DiagnosticError) {
                        return try await ReportRun(request, keeping: keeping) { table }.execute(at: desk)
                    } catch {
                        let redactor = Redactor(request.secrets)
                        throw DiagnosticError(error.diagnostics.map { $0.redacted(by: redactor) })
                    }
                }
            }
        }
        try await audit.record(.preview, loaded.report.name, by: author)
        guard summary.status == .succeeded || summary.status == .partial else {
            if summary.status == .cancelled { throw CancellationError() }
            throw Problem.unprocessable(Redactor(request.secrets).redact(summary.error ?? "it could not be made"))
        }
        return (table, summary)
    }

    /// - Throws: a problem of 422 where it takes too long, and what `body` throws.
    private static func inTime<Result: Sendable>(
        _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Result.self) { group in
            group.addTask(executorPreference: WorkThreads.shared) { try await body() }
            group.addTask {
                try await Task.sleep(for: previewTime)
                throw Problem.unprocessable("the preview takes longer than \(previewTime.plainText)")
            }
            defer { group.cancelAll() }
            guard let result = try await group.next() else { throw CancellationError() }
            return result
        }
    }

    /// - Throws: a problem of 403 or 409.
    package func cancel(_ record: RunRecord, by principal: Principal, _ author: Author) async throws -> RunRecord {
        guard principal.mayCancel(runOf: record.origin.requester) else {
            throw Problem.forbidden(principal.may(.cancelOwnRun) ? .cancelAnyRun : .cancelOwnRun)
        }
        guard try await queue.cancel(record.run) else {
            let isOver = ![.queued, .running].contains(try await records.record(record.run)?.status)
            throw Problem.conflict(
                isOver ? "the run has ended" : "another process does the run", isOver ? .runEnded : nil)
        }
        try await audit.record(.cancel, record.run, by: author)
        return try await records.record(record.run) ?? record
    }

    /// Sends a file of a run again.
    ///
    /// - Parameter number: the delivery's, from 1.
    /// - Returns: the run as it is then.
    /// - Throws: a problem of 404 where there is no such delivery, of 409 where it cannot be made again.
    func retryDelivery(_ number: Int, of record: RunRecord, by author: Author) async throws -> RunRecord {
        guard let loaded = await definitions.current.reports[record.report] else {
            throw Problem.conflict("there is no report '\(record.report)' any more", .reportGone)
        }
        guard record.deliveries.contains(where: { $0.n == number }) else {
            throw Problem.notFound("delivery \(number) of the run")
        }
        // Someone waits for the answer, and may try again themselves.
        let retry = DeliveryRetry(
            record, of: loaded, in: state, publicURL: publicURL, attempts: DeliveryAttempts(patience: .zero))
        try await audit.record(.retryDelivery, "\(record.run) \(number)", by: author)
        do throws(DiagnosticError) { _ = try await retry.send(number) } catch {
            let text = error.diagnostics.map(\.text).joined(separator: "; ")
            switch error.diagnostics.first?.code {
            case "not-deliverable": throw Problem.conflict(text, .notDeliverable)
            case "under-way": throw Problem.conflict(text, .runUnderWay)
            default: throw Problem.conflict(text, nil)
            }
        }
        return try await records.record(record.run) ?? record
    }

    /// - Throws: a problem of 403, 409 or 422.
    package func resume(_ record: RunRecord, by principal: Principal, _ author: Author) async throws -> RunRecord {
        guard principal.mayResume(runOf: record.origin.requester) else {
            throw Problem.forbidden(principal.may(.resumeOwnRun) ? .resumeAnyRun : .resumeOwnRun)
        }
        do { _ = try record.resumable() } catch {
            throw Problem.conflict(error.diagnostics.map(\.text).joined(), .notResumable(record.status))
        }
        guard record.origin.isServed else {
            throw Problem.conflict(
                "the run was made at a command line: `quire resume \(record.run)` goes on with it there",
                .runMadeElsewhere)
        }
        if let secret = record.instructions.secretParameters.first {
            throw Problem.conflict(
                "the run had the secret parameter '\(secret)', which no record keeps: run the report again",
                .runHadSecret)
        }
        guard try await queue.resume(record, record.instructions) else {
            throw Problem.conflict("the run is under way", .runUnderWay)
        }
        try await audit.record(.resume, record.run, by: author)
        return try await records.record(record.run) ?? record
    }
}

extension ErrorPage.Reason {
    /// - Parameter status: of a run that there is nothing to go on with.
    fileprivate static func notResumable(_ status: RunSummary.Status) -> Self {
        switch status {
        case .queued: .runWaits
        case .running: .runUnderWay
        case .succeeded: .runSucceeded
        case .partial, .failed, .cancelled: .runHadSecret
        }
    }
}
