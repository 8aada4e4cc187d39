import QuireDefinition
package import QuireEngine
package import QuireModel
import QuirePlugin
package import QuireWorkbook

/// One run of a report, from its source to its file.
package struct ReportRun: Sendable {
    /// Makes the writer, once it is known that the run can begin.
    package typealias MakeWriter = @Sendable () async throws -> any ReportWriter

    private let request: RunRequest
    private let keeping: AnswerKeeping?
    private let makeWriter: MakeWriter

    /// - Parameter keeping: what becomes of answers beyond the run; without it nothing does.
    package init(_ request: RunRequest, keeping: AnswerKeeping? = nil, makeWriter: @escaping MakeWriter) {
        self.request = request
        self.keeping = keeping
        self.makeWriter = makeWriter
    }

    /// - Parameter observe: told how far the run is.
    /// - Returns: how the run ended, failed and cancelled runs included.
    /// - Throws: `DiagnosticError` where the definition does not fit what the run finds.
    package func execute(
        at desk: ServiceDesk, observe: @escaping @Sendable (EnrichmentProgress) -> Void = { _ in }
    ) async throws(DiagnosticError) -> RunSummary {
        await request.deliver(try await make(at: desk, observe: observe))
    }

    /// The run without its deliveries: it ends as `execute` says.
    func make(
        at desk: ServiceDesk, observe: @escaping @Sendable (EnrichmentProgress) -> Void
    ) async throws(DiagnosticError) -> RunSummary {
        let start = ContinuousClock.now
        var summary = request.openedSummary
        do {
            if request.delivers { try request.checkDeliveries() }
            let source = try request.openSource(at: desk)
            try await request.openServices(at: desk)
            summary = try await source.withReader(parameters: request.parameters) { [summary] reader in
                try await run(reader, at: desk, summary, observe)
            }
        } catch let error as DiagnosticError {
            throw error
        } catch is CancellationError {
            summary.status = .cancelled
        } catch let failure as RunFailure {
            summary.status = Task.isCancelled ? .cancelled : .failed
            summary.error = failure.description
        } catch {
            summary.status = Task.isCancelled ? .cancelled : .failed
            summary.error = "\(error)"
        }
        summary.seconds = (ContinuousClock.now - start).inSeconds
        summary.finishedAt = request.project.zone.iso8601(ofUTC: .now)
        return summary
    }

    private func run(
        _ reader: any RowReader, at desk: ServiceDesk, _ opened: RunSummary,
        _ observe: @escaping @Sendable (EnrichmentProgress) -> Void
    ) async throws -> RunSummary {
        let plan = try RunPlan(request, fields: reader.fields, shape: desk.shape)
        let rows = SourceRows(
            reader, filter: plan.rowFilter, distinctFields: plan.distinctFields,
            seen: SeenKeys(folder: request.workFolder), limits: request.rowLimits)
        let queries = try QueryPlan.make(request, fields: reader.fields, plan)
        let answers = try await request.answers(keeping, shape: desk.shape)
        let writer = try await makeWriter()
        do {
            let stage = try SheetStage(plan, queries, of: request, writer: writer, whenFull: { rows.end() })
            try await stage.begin()
            var options = EnrichmentOptions()
            options.batchSize = request.project.batchSize
            options.redactor = Redactor(request.secrets)
            let report = try await desk.enrich(
                rows, plan.enrichments, options: options, answers: request.beforeAnswers(answers, desk.shape),
                observe: observe,
                emit: { try await stage.take($0) })
            let warnings = await rows.warnings + answers.finish()
            return try await finish(stage, writer, report, opened, warnings: warnings)
        } catch {
            _ = await answers.finish()
            await writer.discard()
            throw error
        }
    }

    private func finish(
        _ stage: SheetStage, _ writer: any ReportWriter, _ report: EnrichmentReport, _ opened: RunSummary,
        warnings: [String]
    ) async throws -> RunSummary {
        var summary = opened
        summary.enrichments = report.enrichments
        summary.stages = report.stages
        summary.problemCount = report.enrichments.reduce(0) { $0 + $1.failed }
        summary.warnings = warnings + report.warnings.map { "\($0.lookup): \($0.count) \($0.text)" }
        summary.warnings += report.enrichments.filter(\.isDoubtful).map { counts in
            "\(counts.name): none of its \(counts.keys) keys was found: is the address of the service right, and the lookup?"
        }
        summary.status = summary.problemCount > 0 ? .partial : .succeeded
        try await stage.writeRest(batchSize: request.project.batchSize)
        if await stage.rowCount == 0, request.report.definition.output.skipsEmpty {
            await writer.discard()
            return summary
        }
        let written = try await stage.finish(problemCount: summary.problemCount)
        summary.files = written.files
        summary.rows = await stage.rowCount
        summary.cells = written.cells
        summary.warnings += written.warnings
        summary.problems = await stage.problemLines
        return summary
    }
}

extension EnrichmentCounts {
    /// All of many keys are missing: more likely something is wrong with the question than with all of them.
    fileprivate var isDoubtful: Bool { keys >= 10 && missing == keys }
}
