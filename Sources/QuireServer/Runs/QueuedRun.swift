import FoundationEssentials
import Logging
import QuireDefinition
import QuireEngine
import QuireModel
import QuireRun

extension RunQueue {
    /// Does one run.
    ///
    /// - Parameter stop: has it end early.
    func perform(_ record: RunRecord, until stop: RunStop) async {
        do {
            _ = try await execute(record, until: stop)
        } catch let error as DiagnosticError where error.isOfAnotherProcess {
            // It is in good hands; whether it has ended there is seen later.
            try? await Task.sleep(for: Self.pauseAfterRefusal)
            return
        } catch is CancellationError where stop.reason == .shutdown {
            return
        } catch {
            await withdraw(record, after: error, until: stop)
        }
        if isDelivering(record.run) { return await tellUndelivered(of: record.run) }
        // As the record has it, however the run ended.
        guard let ended = try? await records.record(record.run) else { return }
        if ended.status == .queued || ended.status == .running {
            events.status(record.run, ended.detail)
        } else {
            tell(ended)
            events.end(record.run, ended.detail)
            // What came of earlier attempts at a run that was cancelled has been told.
            if ended.status != .cancelled { await tellUndelivered(of: record.run) }
        }
    }

    private func withdraw(_ record: RunRecord, after error: any Error, until stop: RunStop) async {
        do {
            if error is CancellationError, stop.reason == .wish {
                _ = try await withdraw(record, as: .cancelled)
            } else {
                _ = try await withdraw(record, as: .failed, because: Self.reason(error))
            }
        } catch {
            logger.error("run \(record.run) cannot be noted: \(StateDatabase.reason(error))")
            try? await Task.sleep(for: Self.pauseAfterRefusal)
        }
    }

    /// Makes the deliveries that a run has left.
    func deliver(_ record: RunRecord, until stop: RunStop) async {
        guard let loaded = await definitions.current.reports[record.report] else { return }
        let retry = DeliveryRetry(record, of: loaded, in: state, publicURL: publicURL) { [logger] in
            logger.info("\($0)")
        }
        do {
            try await stop.running { try await retry.sendPending { stop.reason == .shutdown } }
            await tellUndelivered(of: record.run)
        } catch let error as DiagnosticError where error.isOfAnotherProcess {
            return
        } catch {
            logger.error("the files of \(record.run) are not delivered: \(Self.reason(error))")
        }
    }

    private func execute(_ record: RunRecord, until stop: RunStop) async throws -> RunSummary {
        let definitions = await definitions.current
        guard let loaded = definitions.reports[record.report] else {
            let isBroken = definitions.broken.contains(record.report)
            throw RunFailure(
                isBroken
                    ? "the report '\(record.report)' has errors: `quire check \(record.report)` shows them"
                    : "there is no report '\(record.report)' any more")
        }
        let instructions = try instructions(of: record, loaded)
        var request = try RunRequest(
            instructions, of: loaded, run: record.run, startedAt: record.startedAt ?? .now, origin: record.origin)
        try request.narrow(instructions)
        request.delivers = instructions.delivers == true
        request.begunAt = record.begunAt ?? .now.inWholeMilliseconds
        request.publicURL = publicURL
        request.log = { [logger] in logger.info("\($0)") }
        let folder = try state.folder.makeFileFolder(of: record.run)
        let target = try request.settleTarget(asked: nil, format: try instructions.outputFormat, in: folder)
        return try await desks.withDesk(of: definitions.generation) { [request] desk in
            var run = RecordedRun(request, instructions, in: state, makeWriter: request.writer(to: target))
            run.isInterrupted = { stop.reason == .shutdown }
            run.delivers = { await self.delivers(record.run) }
            run.whenBegun = { [events] in events.status($0.run, $0.detail) }
            let start = ContinuousClock.now
            return try await stop.running(on: WorkThreads.shared) { [run, events] in
                try await run.execute(at: desk) { progress in
                    events.progress(record.run) { progress.json(elapsed: (ContinuousClock.now - start).inSeconds) }
                }
            }
        }
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case let error as DiagnosticError: error.description
        case let failure as RunFailure: failure.description
        case is CancellationError: "the run was cancelled"
        default: StateDatabase.reason(error)
        }
    }
}

extension DiagnosticError {
    /// The run was begun by another process of the same state.
    fileprivate var isOfAnotherProcess: Bool {
        diagnostics.contains { ["under-way", "not-waiting"].contains($0.code) }
    }
}
