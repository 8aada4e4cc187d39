package import QuireDefinition
import QuireEngine
package import QuireModel
import QuirePlugin
import Synchronization

/// One test of a report: the rows it gives go the way of every run, asking those who answer as it says.
package struct TestRun: Sendable {
    private let test: CheckedTest
    private let report: CheckedReport
    private let project: ProjectDefinition
    private let folder: String

    /// - Parameter folder: the project's, absolute.
    package init(_ test: CheckedTest, of report: CheckedReport, project: ProjectDefinition, folder: String) {
        self.test = test
        self.report = report
        self.project = project
        self.folder = folder
    }

    /// A key that the test gives no answer for.
    private struct UnknownKey: Sendable {
        var enrichment: String
        var key: LookupKey
    }

    /// - Parameter moment: the present, in UTC.
    /// - Throws: `DiagnosticError` where the test does not fit what the run finds, `CancellationError`.
    package func execute(at moment: LocalDateTime) async throws -> TestOutcome {
        let unknown = Mutex<[UnknownKey]>([])
        let request = try request(at: moment) { key in unknown.withLock { $0.append(key) } }
        let collector = RowCollector()
        let summary = try await ServiceDesk.open { desk in
            try await ReportRun(request) { collector }.execute(at: desk)
        }
        if summary.status == .cancelled { throw CancellationError() }
        var outcome = TestOutcome(report: report.name, name: test.name, differences: [])
        let keys = unknown.withLock { $0 }
        if !keys.isEmpty {
            // What follows from it would only hide it.
            outcome.differences = keys.map(difference)
        } else if let error = summary.error {
            outcome.differences = [TestDifference("the run failed: \(error)", at: test.position)]
        } else {
            outcome.differences = TestDifferences(test: test, zone: project.zone.local).find(in: await collector.rows)
        }
        return outcome
    }

    private func request(
        at moment: LocalDateTime, unknown: @escaping @Sendable (UnknownKey) -> Void
    ) throws(DiagnosticError) -> RunRequest {
        let resolver = ParameterResolver(
            report.definition, zone: project.zone, now: test.now ?? project.zone.wallTime(ofUTC: moment),
            scheduledAt: test.scheduledAt)
        var project = project
        project.temporaryFolder = nil
        var request = RunRequest(
            report: isolated, project: project, folder: folder,
            parameters: try resolver.resolve(test.parameters, at: test.position), run: RunID.make(at: moment),
            startedAt: moment, secrets: [], environment: [:])
        try request.showPlainly(test.columns)
        request.source = GivenRows(fields: test.fields, rows: test.rows)
        for enrichment in report.enrichments {
            request.services[enrichment.name] = GivenAnswers(
                [enrichment.lookups[0].lookup: shape(of: enrichment)],
                answers: [enrichment.lookups[0].lookup: test.answers[enrichment.name] ?? [:]]
            ) { key in
                unknown(UnknownKey(enrichment: enrichment.name, key: key))
                return .failed(message: "the test gives no answer", mayRetry: false)
            }
        }
        return request
    }

    /// The report with a service of its own for each enrichment, which is the only one in its waterfall, and without
    /// what the test has seen to itself: the types of the source's fields.
    private var isolated: CheckedReport {
        var isolated = report
        isolated.definition.source.fieldTypes = [:]
        isolated.enrichments = report.enrichments.map { enrichment in
            var own = enrichment
            own.ask(
                only: LookupReference(service: enrichment.name, lookup: enrichment.lookups[0].lookup),
                of: shape(of: enrichment))
            // One failed key of a few rows would always be more than any limit.
            own.errorLimit = 1
            return own
        }
        return isolated
    }

    private func shape(of enrichment: CheckedEnrichment) -> LookupShape {
        test.shapes[enrichment.name] ?? enrichment.shape
    }

    private func difference(_ unknown: UnknownKey) -> TestDifference {
        let field = test.shapes[unknown.enrichment]?.fields?.first?.name ?? "field"
        let key = unknown.key.values.count == 1 ? unknown.key.description : "[\(unknown.key)]"
        return TestDifference(
            "enrichment '\(unknown.enrichment)' asks for the key \(key), and the test gives no answer",
            at: test.position,
            hint: "add it under 'lookups', as \(unknown.enrichment): { \(key): { \(field): … } }, or as missing")
    }
}
