import QuireDefinition
package import QuireModel
package import QuirePlugin

/// Sends files of a run that has ended, or the news of its failure, once more to where its report sends them.
///
/// What is sent is the file that the run made: one that is gone or was changed is refused. The outcome is noted in the
/// run's record, attempts added to those there were.
package struct DeliveryRetry: Sendable {
    private let record: RunRecord
    private let state: StateDatabase
    private let request: RunRequest

    /// - Parameters:
    ///   - record: the run.
    ///   - loaded: the report of the run, as it is defined now.
    ///   - publicURL: where users reach the server; nil without one.
    ///   - attempts: how often each is tried.
    ///   - log: told of attempts that fail and are followed by others.
    package init(
        _ record: RunRecord, of loaded: LoadedReport, in state: StateDatabase, publicURL: String? = nil,
        attempts: DeliveryAttempts = DeliveryAttempts(), log: @escaping ComponentLog = StandardErrorLog.write
    ) {
        self.record = record
        self.state = state
        let startedAt = record.startedAt ?? .now
        var request = RunRequest(
            report: loaded.report, project: loaded.project, folder: loaded.folder,
            parameters: Self.parameters(record, loaded, startedAt), run: record.run, startedAt: startedAt,
            secrets: Array(loaded.secrets), environment: loaded.environment)
        request.publicURL = publicURL
        request.origin = record.origin
        request.deliveryAttempts = attempts
        request.log = log
        self.request = request
    }

    /// Those that are not secret, which no record keeps and no place of a delivery shows.
    private static func parameters(
        _ record: RunRecord, _ loaded: LoadedReport, _ startedAt: LocalDateTime
    ) -> [String: ParameterValue] {
        var definition = loaded.report.definition
        definition.parameters.entries.removeAll { $0.value.isSecret }
        let zone = loaded.project.zone
        let resolver = ParameterResolver(
            definition, zone: zone, now: zone.wallTime(ofUTC: startedAt),
            scheduledAt: record.origin.scheduledAt.map(zone.wallTime(ofUTC:)))
        let known = record.instructions.parameters.filter { definition.parameters[$0.name] != nil }
        return (try? resolver.resolve(known.map { ($0.name, $0.text) })) ?? resolver.placeholders
    }

    /// Makes one delivery again, whatever became of it before.
    ///
    /// - Parameter n: its number among those of the run.
    /// - Returns: what became of it.
    /// - Throws: `unknown-delivery` where there is none of that number, `not-deliverable` where its file or its place is
    ///   no longer what it was, `under-way` where another process has the run in hand.
    package func send(_ n: Int) async throws(DiagnosticError) -> RunSummary.Delivery {
        guard let delivery = record.deliveries.first(where: { $0.n == n }) else {
            let count = record.deliveries.count
            throw problem(
                "unknown-delivery", "the run '\(record.run)' has no delivery \(n)",
                hint: count == 0 ? "it has none at all" : "they are numbered 1 to \(count)")
        }
        return try await send([delivery])[0]
    }

    /// Makes those deliveries again that did not arrive.
    ///
    /// - Returns: what became of them.
    /// - Throws: as `send(_:)` does, and then none is made.
    package func sendUndelivered() async throws(DiagnosticError) -> [RunSummary.Delivery] {
        try await send(record.undelivered)
    }

    /// Makes those that were left when the program ended. One that cannot be made any more has failed.
    ///
    /// - Parameter isInterrupted: whether those that are cancelled are to be left once more.
    /// - Throws: `under-way` where another process has the run in hand.
    package func sendPending(isInterrupted: @escaping @Sendable () -> Bool) async throws(DiagnosticError) {
        let lock = try state.folder.takeLock(of: record.run)
        defer { lock.release() }
        let records = RunRecords(state)
        var possible: [RunSummary.Delivery] = []
        for delivery in record.deliveries where delivery.status == .pending {
            do throws(DiagnosticError) {
                try await check(delivery)
                possible.append(delivery)
            } catch {
                var failed = delivery
                failed.status = .failed
                failed.error = error.diagnostics.map(\.message).joined(separator: "; ")
                await records.noteSafely(failed, of: record.run, hiding: request.secrets)
            }
        }
        _ = await request.send(possible, of: record.summary, isInterrupted: isInterrupted) { delivery in
            await records.noteSafely(delivery, of: record.run, hiding: request.secrets)
        }
    }

    private func send(_ deliveries: [RunSummary.Delivery]) async throws(DiagnosticError) -> [RunSummary.Delivery] {
        let lock = try state.folder.takeLock(of: record.run)
        defer { lock.release() }
        let records = RunRecords(state)
        for delivery in deliveries { try await check(delivery) }
        let pending = deliveries.map { delivery in
            var delivery = delivery
            delivery.status = .pending
            delivery.error = nil
            return delivery
        }
        for delivery in pending {
            if let error = await records.noteSafely(delivery, of: record.run, hiding: request.secrets) {
                throw StateFolder.problem(state.folder.path, StateDatabase.reason(error))
            }
        }
        return await request.send(pending, of: record.summary) { delivery in
            await records.noteSafely(delivery, of: record.run, hiding: request.secrets)
        }
    }

    /// - Throws: where it cannot be made.
    private func check(_ delivery: RunSummary.Delivery) async throws(DiagnosticError) {
        guard let place = request.report.deliveries.first(where: { $0.item == delivery.item }), place.to == delivery.to
        else {
            throw problem(
                "not-deliverable",
                "the report '\(record.report)' no longer delivers to '\(delivery.to)' as its delivery \(delivery.item)",
                hint: "run the report again")
        }
        guard place.missing.isEmpty else { throw DiagnosticError(place.missing.asErrors) }
        guard let file = delivery.file else { return }
        let digest: FileDigest
        do throws(RunFailure) { digest = try await FileDigest.of(file) } catch {
            throw problem("not-deliverable", error.message, hint: "run the report again")
        }
        guard digest.sha256 == delivery.sha256, digest.size == delivery.size else {
            throw problem(
                "not-deliverable", "'\(file)' is not the file that the run '\(record.run)' made",
                hint: "run the report again")
        }
    }

    private func problem(_ code: String, _ message: String, hint: String) -> DiagnosticError {
        DiagnosticError(Diagnostic(.error, code, message, at: nil, hint: hint))
    }
}
