import FoundationEssentials
import QuireDefinition
package import QuireEngine
package import QuireModel
import QuirePlugin

/// A run that is remembered, and that can be taken up again where it stopped.
package struct RecordedRun: Sendable {
    private let request: RunRequest
    private let instructions: RunInstructions
    private let state: StateDatabase
    private let makeWriter: ReportRun.MakeWriter
    /// Whether a run that was cancelled is to wait until it can go on.
    package var isInterrupted: @Sendable () -> Bool = { false }
    /// Told once the run is over but for its deliveries, which go on.
    package var delivers: @Sendable () async -> Void = {}
    /// Told of a run that waited and now has begun.
    package var whenBegun: @Sendable (RunRecord) -> Void = { _ in }

    /// - Parameter instructions: what `request` was made of.
    package init(
        _ request: RunRequest, _ instructions: RunInstructions, in state: StateDatabase,
        makeWriter: @escaping ReportRun.MakeWriter
    ) {
        self.request = request
        self.instructions = instructions
        self.state = state
        self.makeWriter = makeWriter
    }

    /// - Parameter observe: told how far the run is.
    /// - Returns: how the run ended, failed and cancelled runs included.
    /// - Throws: `DiagnosticError` where the definition does not fit what the run finds, or another process does the run.
    package func execute(
        at desk: ServiceDesk, observe: @escaping @Sendable (EnrichmentProgress) -> Void = { _ in }
    ) async throws -> RunSummary {
        let lock = try state.folder.takeLock(of: request.run)
        defer { lock.release() }
        let records = RunRecords(state)
        let opened = request.openedSummary
        let record = record(opened)
        async let begun = records.begin(record)
        // What the queue no longer holds must not be begun; nobody else changes the record of other runs.
        if record.origin.isServed {
            guard try await begun.isTrue else { throw Self.notWaiting(request.run) }
            whenBegun(record)
        }
        let run = ReportRun(
            request, keeping: AnswerKeeping(state, run: request.run, asksAnew: instructions.asksAnew),
            makeWriter: makeWriter)
        do {
            var summary = try await run.make(at: desk, observe: observe)
            if summary.status == .cancelled, isInterrupted() {
                summary.status = .queued
                summary.finishedAt = nil
            }
            var earlier: [RunSummary.Delivery] = []
            do { earlier = try await begun.deliveries } catch { summary.warnings.append(Self.unnoted(error)) }
            summary.deliveries = await request.dueDeliveries(of: summary, after: earlier)
            if let problem = await end(summary, in: records) { summary.warnings.append(problem) }
            summary.deliveries = await deliver(summary, in: records)
            return summary
        } catch {
            var failed = opened
            failed.status = .failed
            failed.error = error.description
            failed.finishedAt = request.project.zone.iso8601(ofUTC: .now)
            failed.deliveries = await request.dueDeliveries(of: failed, after: (try? await begun.deliveries) ?? [])
            _ = await end(failed, in: records)
            _ = await deliver(failed, in: records)
            throw error
        }
    }

    /// Makes the pending deliveries of a run that has ended.
    ///
    /// - Returns: all of them.
    private func deliver(_ summary: RunSummary, in records: RunRecords) async -> [RunSummary.Delivery] {
        guard summary.deliveries.contains(where: { $0.status == .pending }) else { return summary.deliveries }
        await delivers()
        return await request.send(summary.deliveries, of: summary.json, isInterrupted: isInterrupted) { delivery in
            await records.noteSafely(delivery, of: request.run, hiding: request.secrets)
        }
    }

    private static func notWaiting(_ run: String) -> DiagnosticError {
        DiagnosticError(Diagnostic(.error, "not-waiting", "the run '\(run)' waits no longer", at: nil))
    }

    private func record(_ summary: RunSummary) -> RunRecord {
        var record = request.record(summary, instructions)
        record.definition = request.definition(state)
        return record
    }

    /// - Returns: what went wrong with the record, which is no fault of the run.
    private func end(_ summary: RunSummary, in records: RunRecords) async -> String? {
        let record = record(summary)
        // A run that was cancelled is noted all the same: what it waits for here is not.
        let noted = await Task {
            try await records.end(record.run, record.status, record.summary)
            try await records.forget(before: .now)
        }.result
        if case .failure(let error) = noted { return Self.unnoted(error) }
        if summary.status == .succeeded { state.folder.removeJournal(of: request.run) }
        return nil
    }

    private static func unnoted(_ error: any Error) -> String {
        "the run could not be noted in the state: \(StateDatabase.reason(error))"
    }
}
