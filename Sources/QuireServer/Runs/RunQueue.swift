package import Logging
import QuireDefinition
import QuireEngine
import QuireModel
package import QuireRun
import ServiceLifecycle

/// Does the runs that wait in the state, a bounded number at once.
package actor RunQueue {
    /// How often it looks for runs that wait, unasked.
    private static let lookInterval = Duration.seconds(5)
    /// How long a run that cannot be begun is left alone.
    static let pauseAfterRefusal = Duration.seconds(1)
    /// How long deliveries may go on once the server stops: time for an attempt, and not for the wait before the next.
    private static let deliveryGrace = Duration.seconds(5)

    let state: StateDatabase
    let definitions: DefinitionWatch
    let desks: Desks
    let events: RunEvents
    let logger: Logger
    let publicURL: String?
    private let mostAtOnce: Int
    private let grace: Duration
    private let wakes: AsyncStream<Void>
    private nonisolated let newWakes: AsyncStream<Void>.Continuation
    private var underWay: [String: RunStop] = [:]
    /// Those of them that are over but for their deliveries, which take no other run's place.
    private var delivering: Set<String> = []
    /// What runs were told that no record may hold.
    private var secrets: [String: [RunInstructions.Assignment]] = [:]
    /// No more runs begin.
    package private(set) var isStopping = false
    private var tellEnded: @Sendable () -> Void = {}
    /// Deliveries that failed since the server began.
    package private(set) var failedDeliveries = 0

    /// - Parameters:
    ///   - mostAtOnce: runs.
    ///   - grace: how long runs may go on once the server stops.
    ///   - publicURL: how users reach the server.
    package init(
        _ state: StateDatabase, definitions: DefinitionWatch, desks: Desks, events: RunEvents, mostAtOnce: Int,
        grace: Duration, publicURL: String?, logger: Logger
    ) {
        self.state = state
        self.definitions = definitions
        self.desks = desks
        self.events = events
        self.mostAtOnce = mostAtOnce
        self.grace = grace
        self.publicURL = publicURL
        self.logger = logger
        (wakes, newWakes) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    package var records: RunRecords { RunRecords(state) }

    /// The names of the runs that are under way.
    package var current: Set<String> { Set(underWay.keys).subtracting(delivering) }

    /// Has the queue look for runs that wait.
    package nonisolated func wake() { newWakes.yield() }

    /// Notes a run and has it begin as soon as there is room.
    ///
    /// - Parameters:
    ///   - instructions: what the request was made of.
    ///   - noting: done in the transaction that has it wait.
    package func submit(
        _ request: RunRequest, _ instructions: RunInstructions, noting: @escaping RunRecords.Noting = { _, _ in }
    ) async throws -> RunRecord {
        let record = request.waitingRecord(instructions)
        keepSecrets(of: record, in: instructions)
        do { try await records.enqueue(record, noting: noting) } catch {
            secrets[record.run] = nil
            throw error
        }
        events.status(record.run, record.detail)
        wake()
        return record
    }

    /// - Parameter instructions: of the record, with the secrets that it lacks.
    /// - Returns: false where the run has not ended or has succeeded.
    package func resume(_ record: RunRecord, _ instructions: RunInstructions) async throws -> Bool {
        keepSecrets(of: record, in: instructions)
        guard try await records.requeue(record) else { return false }
        if let waiting = try await records.record(record.run) { events.status(record.run, waiting.detail) }
        wake()
        return true
    }

    /// - Returns: false where the run has ended.
    package func cancel(_ run: String) async throws -> Bool {
        if let stop = underWay[run], !delivering.contains(run) {
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
        if isDone, let ended = try await records.record(record.run) { events.end(record.run, ended.detail) }
        return isDone
    }

    /// The instructions of a run that is about to begin, with the secrets that it was given.
    ///
    /// - Parameter loaded: the run's report, whose schedules know what they give.
    func instructions(of record: RunRecord, _ loaded: LoadedReport) throws(DiagnosticError) -> RunInstructions {
        var instructions = record.instructions
        guard !instructions.secretParameters.isEmpty else { return instructions }
        let schedule = loaded.report.schedules.first { $0.name == record.origin.schedule }
        let scheduled = schedule?.assignments.filter { instructions.secretParameters.contains($0.name) }
            .map { RunInstructions.Assignment(name: $0.name, text: $0.text) }
        guard let kept = secrets[record.run] ?? scheduled else {
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
            await deliverLeft(&group)
            wake()
            // Another process may have left runs, and the state may have been out of reach for a moment.
            group.addTask { await self.wakeAgainAndAgain() }
            for await _ in wakes { await fill(&group) }
            isStopping = true
            guard !underWay.isEmpty else { return }
            // Those that do not end in time go on when the server is started again.
            group.addTask { await self.interruptLater() }
        }
    }

    private func fill(_ group: inout DiscardingTaskGroup) async {
        guard !isStopping, current.count < mostAtOnce else { return }
        let waiting: [RunRecord]
        do {
            // Those that have just begun may still be among them.
            waiting = try await records.waiting(limit: mostAtOnce + underWay.count)
        } catch {
            logger.error("the queue cannot be read: \(error)")
            return
        }
        for record in waiting where current.count < mostAtOnce && underWay[record.run] == nil {
            let stop = RunStop()
            underWay[record.run] = stop
            group.addTask {
                await self.perform(record, until: stop)
                await self.ended(record.run)
            }
        }
    }

    /// - Parameter tell: called after each run that has ended.
    package func whenEnded(_ tell: @escaping @Sendable () -> Void) { tellEnded = tell }

    private func wakeAgainAndAgain() async {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: Self.lookInterval)) != nil { self.wake() }
        }
    }

    /// Takes up deliveries that the server had to leave when it ended.
    private func deliverLeft(_ group: inout DiscardingTaskGroup) async {
        do {
            for record in try await records.undelivered() {
                let stop = RunStop()
                underWay[record.run] = stop
                delivering.insert(record.run)
                group.addTask {
                    await self.deliver(record, until: stop)
                    await self.ended(record.run)
                }
            }
        } catch {
            logger.error("deliveries that were left cannot be read: \(error)")
        }
    }

    /// A run is over but for its deliveries.
    func delivers(_ run: String) async {
        delivering.insert(run)
        if let ended = try? await records.record(run) {
            tell(ended)
            events.end(run, ended.detail)
        }
        tellEnded()
        wake()
    }

    /// Has whoever runs the server know how a run ended.
    func tell(_ ended: RunRecord) {
        let error: String? = if case .string(let text)? = ended.summary["error"] { text } else { nil }
        logger.log(
            level: ended.status == .failed ? .error : .info,
            "run \(ended.run) of \(ended.report): \(ended.status.rawValue)\(error.map { ": \($0)" } ?? "")")
    }

    /// The same of deliveries that did not arrive.
    func tellUndelivered(of run: String) async {
        guard let deliveries = try? await records.record(run)?.deliveries else { return }
        for delivery in deliveries where delivery.status == .failed {
            failedDeliveries += 1
            logger.error(
                "run \(run): \(delivery.content) could not be delivered to '\(delivery.to)': \(delivery.error ?? "")")
        }
    }

    func isDelivering(_ run: String) -> Bool { delivering.contains(run) }

    private func ended(_ run: String) {
        underWay[run] = nil
        delivering.remove(run)
        tellEnded()
        wake()
    }

    private func interruptLater() async {
        let start = ContinuousClock.now
        while !underWay.isEmpty, ContinuousClock.now - start < grace {
            if (try? await Task.sleep(for: .milliseconds(50))) == nil { break }
            guard ContinuousClock.now - start >= Self.deliveryGrace else { continue }
            for run in delivering { underWay[run]?.ask(.shutdown) }
        }
        for stop in underWay.values { stop.ask(.shutdown) }
    }
}
