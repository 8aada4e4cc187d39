package import Logging
import QuireDefinition
import QuireEngine
import QuireModel
package import QuireRun
import ServiceLifecycle

/// Does the runs that wait in the state, a bounded number at once.
package actor RunQueue {
    let state: StateDatabase
    let definitions: DefinitionWatch
    let desks: Desks
    let events: RunEvents
    let logger: Logger
    private let mostAtOnce: Int
    private let grace: Duration
    private let wakes: AsyncStream<Void>
    private nonisolated let newWakes: AsyncStream<Void>.Continuation
    private var underWay: [String: RunStop] = [:]
    /// What runs were told that no record may hold.
    private var secrets: [String: [RunInstructions.Assignment]] = [:]
    private var isStopping = false

    /// - Parameters:
    ///   - mostAtOnce: runs.
    ///   - grace: how long runs may go on once the server stops.
    package init(
        _ state: StateDatabase, definitions: DefinitionWatch, desks: Desks, events: RunEvents, mostAtOnce: Int,
        grace: Duration, logger: Logger
    ) {
        self.state = state
        self.definitions = definitions
        self.desks = desks
        self.events = events
        self.mostAtOnce = mostAtOnce
        self.grace = grace
        self.logger = logger
        (wakes, newWakes) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    package var records: RunRecords { RunRecords(state) }

    /// The names of the runs that are under way.
    package var current: Set<String> { Set(underWay.keys) }

    /// Has the queue look for runs that wait.
    package nonisolated func wake() { newWakes.yield() }

    /// Notes a run and has it begin as soon as there is room.
    ///
    /// - Parameter instructions: what the request was made of.
    package func submit(_ request: RunRequest, _ instructions: RunInstructions) async throws -> RunRecord {
        let record = request.waitingRecord(instructions)
        keepSecrets(of: record, in: instructions)
        try await records.enqueue(record)
        events.status(record.run, record.summary)
        wake()
        return record
    }

    /// - Parameter instructions: of the record, with the secrets that it lacks.
    /// - Returns: false where the run has not ended or has succeeded.
    package func resume(_ record: RunRecord, _ instructions: RunInstructions) async throws -> Bool {
        keepSecrets(of: record, in: instructions)
        guard try await records.requeue(record) else { return false }
        if let waiting = try await records.record(record.run) { events.status(record.run, waiting.summary) }
        wake()
        return true
    }

    /// - Returns: false where the run has ended.
    package func cancel(_ run: String) async throws -> Bool {
        if let stop = underWay[run] {
            stop.ask(.wish)
            return true
        }
        guard let record = try await records.record(run), record.status == .queued else { return false }
        return try await withdraw(record, as: .cancelled)
    }

    private func keepSecrets(of record: RunRecord, in instructions: RunInstructions) {
        let names = record.instructions.secretParameters
        guard !names.isEmpty else { return }
        secrets[record.run] = instructions.parameters.filter { names.contains($0.name) }
    }

    func withdraw(
        _ record: RunRecord, as status: RunSummary.Status, because reason: String? = nil
    ) async throws -> Bool {
        let moment = await definitions.current.zone.iso8601(ofUTC: .now)
        let isDone = try await records.withdraw(record, as: status, because: reason, at: moment)
        secrets[record.run] = nil
        if isDone, let ended = try await records.record(record.run) { events.end(record.run, ended.summary) }
        return isDone
    }

    /// The instructions of a run that is about to begin, with the secrets that it was given.
    func instructions(of record: RunRecord) throws(DiagnosticError) -> RunInstructions {
        var instructions = record.instructions
        guard !instructions.secretParameters.isEmpty else { return instructions }
        guard let kept = secrets[record.run] else {
            throw DiagnosticError(
                Diagnostic(
                    .error, "missing-parameter",
                    "the run had the secret parameter '\(instructions.secretParameters[0])', which no record keeps",
                    at: nil, hint: "run the report again"))
        }
        instructions.parameters += kept
        instructions.secretParameters = []
        return instructions
    }
}

extension RunQueue: Service {
    package func run() async {
        await withGracefulShutdownHandler {
            await self.work()
        } onGracefulShutdown: {
            self.newWakes.finish()
        }
    }

    private func work() async {
        await withDiscardingTaskGroup { group in
            wake()
            for await _ in wakes { await fill(&group) }
            isStopping = true
            guard !underWay.isEmpty else { return }
            // Those that do not end in time go on when the server is started again.
            group.addTask { await self.interruptLater() }
        }
    }

    private func fill(_ group: inout DiscardingTaskGroup) async {
        guard !isStopping else { return }
        let waiting: [RunRecord]
        do {
            waiting = try await records.waiting()
        } catch {
            logger.error("the queue cannot be read: \(error)")
            return
        }
        for record in waiting where underWay.count < mostAtOnce && underWay[record.run] == nil {
            let stop = RunStop()
            underWay[record.run] = stop
            group.addTask {
                await self.perform(record, until: stop)
                await self.ended(record.run)
            }
        }
    }

    private func ended(_ run: String) {
        underWay[run] = nil
        wake()
    }

    private func interruptLater() async {
        let deadline = ContinuousClock.now + grace
        while !underWay.isEmpty, ContinuousClock.now < deadline {
            if (try? await Task.sleep(for: .milliseconds(50))) == nil { break }
        }
        for stop in underWay.values { stop.ask(.shutdown) }
    }
}
