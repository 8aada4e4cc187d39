package import QuireModel
import QuirePlugin
import Synchronization

/// A plugin's processes: started when they are wanted, asked several things at once, and started again when they die or
/// break the protocol.
package final class PluginPool: Sendable {
    private struct State {
        var policy = RestartPolicy()
        /// What the first process said that it offers.
        var offer: PluginOffer?
        var isClosed = false
        /// It is not started again.
        var givenUp: PluginFailure?
        var connections: [Int: PluginConnection] = [:]
        /// By place, how its last process ended that did so by itself: 'ended with exit code 3'.
        var departures: [Int: String] = [:]
        /// By how the process before ended.
        var restarts: [String: Int] = [:]
    }

    package let program: PluginProgram
    let patience: PluginPatience
    private let slots: [PluginSlot]
    private let state = Mutex(State())

    package init(_ program: PluginProgram, processes: Int, patience: PluginPatience = PluginPatience()) {
        self.program = program
        self.patience = patience
        slots = (0..<max(1, processes)).map { _ in PluginSlot() }
    }

    /// Hands `body` a pool whose processes are gone when this returns.
    package static func with<Result: Sendable>(
        _ program: PluginProgram, processes: Int = 1, patience: PluginPatience = PluginPatience(),
        _ body: (PluginPool) async throws -> Result
    ) async throws -> Result {
        let pool = PluginPool(program, processes: processes, patience: patience)
        async let work: Void = pool.work()
        do {
            let result = try await body(pool)
            pool.close()
            await work
            return result
        } catch {
            pool.close()
            await work
            throw error
        }
    }

    /// Starts the first process.
    ///
    /// - Returns: what it offers.
    package func start() async throws(PluginFailure) -> PluginOffer {
        _ = try await slots[0].connection()
        guard let offer = state.withLock({ $0.offer }) else { throw .cancelled }
        return offer
    }

    /// Sends a request to the process that is least busy, and reads what it answers.
    ///
    /// - Parameters:
    ///   - limit: how long the answer may take, where nobody else sees to that.
    ///   - read: what the result must be.
    package func call<Result>(
        _ method: String, _ params: JSON, within limit: Duration? = nil,
        _ read: @Sendable (JSON) throws(ProtocolViolation) -> Result
    ) async throws(PluginFailure) -> Result {
        if let failure = state.withLock({ $0.givenUp }) { throw failure }
        let slot = slots.min { $0.load < $1.load } ?? slots[0]
        slot.take()
        defer { slot.giveBack() }
        let connection = try await slot.connection()
        let answer: JSON
        do throws(PluginConnection.CallFault) {
            answer = try await self.answer(of: connection, to: method, params, within: limit)
        } catch {
            switch error {
            case .overdue:
                throw PluginFailure(
                    "the plugin '\(program.name)' did not answer \(method) within \((limit ?? .zero).plainText)",
                    hint: "where it needs longer, raise 'timeout' of the plugin in quire.yaml", mayRetry: false)
            case .cancelled: throw .cancelled
            case .over(let failure): throw failure
            case .error(let error):
                state.withLock { $0.policy.answered() }
                throw PluginFailure(
                    program.redactor.line(error.message, limit: 200) + " (code \(error.code))",
                    mayRetry: error.mayRetry)
            }
        }
        do {
            let result = try read(answer)
            state.withLock { $0.policy.answered() }
            return result
        } catch {
            connection.end(.violation("\(method): \(error.text)"))
            if let failure = await connection.gone.value(), failure.isFinal { throw failure }
            // What it was asked made it break the protocol: asking the next process the same would end the same way.
            throw PluginFailure(
                "the plugin '\(program.name)' broke the protocol: \(method): \(error.text)", mayRetry: false)
        }
    }

    private func answer(
        of connection: PluginConnection, to method: String, _ params: JSON, within limit: Duration?
    ) async throws(PluginConnection.CallFault) -> JSON {
        guard let limit else { return try await connection.call(method, params) }
        guard let answer = await connection.call(method, params, within: limit) else { throw .overdue }
        return try answer.get()
    }

    /// How often a process took the place of one that had come to a bad end, since this was last asked.
    ///
    /// - Returns: in the order of the ends, such as 'ended with exit code 3'.
    package func takeRestarts() -> [(reason: String, count: Int)] {
        let restarts = state.withLock { state in
            defer { state.restarts = [:] }
            return state.restarts
        }
        return restarts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private func note(_ departure: PluginProcess.Departure, of place: Int) {
        state.withLock { $0.departures[place] = departure.reason }
    }

    private func noteStart(of place: Int) {
        state.withLock { state in
            if let reason = state.departures.removeValue(forKey: place) { state.restarts[reason, default: 0] += 1 }
        }
    }

    /// No more calls: ends the processes, once their `work` has begun.
    package func close() {
        let connections = state.withLock { state in
            state.isClosed = true
            return Array(state.connections.values)
        }
        for slot in slots { slot.close() }
        for connection in connections { connection.end(.closing) }
    }

    /// Owns the processes, until `close` is called and they are gone. When it is cancelled they are not waited for long.
    package func work() async {
        await withDiscardingTaskGroup { group in
            for place in slots.indices { group.addTask { await self.keep(place) } }
        }
    }

    private func keep(_ place: Int) async {
        let slot = slots[place]
        for await wanted in slot.wishes {
            await slot.rest(state.withLock { $0.policy.rest })
            wanted.fulfil(.failure(await live(place, wanted)))
        }
    }

    /// - Returns: false where the plugin offered something else before.
    func settle(_ offer: PluginOffer) -> Bool {
        state.withLock { state in
            if state.offer == nil { state.offer = offer }
            return state.offer == offer
        }
    }

    /// Notes a bad end.
    ///
    /// - Returns: the failure, which is final where it is one too many.
    func count(_ failure: PluginFailure, _ kind: RestartPolicy.Failure) -> PluginFailure {
        state.withLock { state in
            guard state.policy.failed(kind) else { return failure }
            var last = failure
            last.message += "; it failed \(RestartPolicy.mostInARow) times in a row and is not started again"
            last.mayRetry = false
            last.isFinal = true
            state.givenUp = last
            return last
        }
    }

    /// The life of one process, which leaves its slot before those who asked it hear of its end: when they ask again,
    /// they ask the next.
    ///
    /// - Returns: why it is over.
    private func live(_ place: Int, _ wanted: Promise<PluginSlot.Start>) async -> PluginFailure {
        let connection = PluginConnection(program)
        let givenUp = state.withLock { state in
            state.connections[place] = connection
            return state.givenUp ?? (state.isClosed ? .cancelled : nil)
        }
        if let givenUp {
            slots[place].vacate()
            return givenUp
        }
        defer { state.withLock { $0.connections[place] = nil } }
        let errors = ErrorLines(program)
        let process = PluginProcess(program: program, patience: patience)
        return await withTaskGroup(of: Result<Void, PluginFailure>.self) { group in
            group.addTask {
                do throws(PluginFailure) {
                    try await self.greet(connection)
                    self.noteStart(of: place)
                    wanted.fulfil(.success(connection))
                    return .success(())
                } catch {
                    connection.end(.unfit)
                    return .failure(error)
                }
            }
            let departure = await process.run(connection, errors)
            note(departure, of: place)
            let failure = judge(departure, hasStarted: connection.hasStarted, lastLine: errors.last)
            slots[place].vacate()
            connection.finish(failure)
            // What `initialize` came to says more than the end that it brought about.
            if case .failure(let greeting)? = await group.next(), greeting != .cancelled, greeting != failure {
                return count(greeting, .start)
            }
            return failure
        }
    }
}
