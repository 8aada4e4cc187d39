import QuireModel
import Synchronization

/// The messages to and from one process of a plugin. Knows no process: whoever runs one takes what is to be written and
/// hands over what was read.
package final class PluginConnection: Correspondent {
    typealias Answer = Result<JSON, CallFault>

    /// Why a call has no result.
    enum CallFault: Error {
        case error(CallError)
        /// The process is gone.
        case over(PluginFailure)
        /// There was no answer in time.
        case overdue
        case cancelled
    }

    private struct State {
        var calls = OpenCalls<Promise<Answer>>()
        /// In the order in which they are to be written; the id of a request.
        var outbox: [(id: Int?, bytes: [UInt8])] = []
        var isClosed = false
        var hasStarted = false
        /// It has sent a notification, which is said once.
        var hasNotified = false
        var over: PluginFailure?
    }

    private let program: PluginProgram
    private let state = Mutex(State())
    private let written: AsyncStream<Void>
    private let write: AsyncStream<Void>.Continuation
    private let ended = Promise<ProcessEnding>()
    /// Why its process is gone, once it is.
    let gone = Promise<PluginFailure>()

    init(_ program: PluginProgram) {
        self.program = program
        (written, write) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// The process has answered `initialize` as it should.
    var hasStarted: Bool { state.withLock { $0.hasStarted } }
    func start() { state.withLock { $0.hasStarted = true } }

    /// Sends a request and waits for its answer. A call that is cancelled ends at once, and the plugin is told.
    func call(_ method: String, _ params: JSON) async throws(CallFault) -> JSON {
        let answer = Promise<Answer>()
        let id = try state.withLock { state throws(CallFault) in
            if let failure = state.over { throw .over(failure) }
            let id = state.calls.begin(answer)
            state.outbox.append((id, Message.request(id: id, method, params)))
            return id
        }
        write.yield()
        guard let answer = await answer.value() else {
            drop(id)
            throw .cancelled
        }
        return try answer.get()
    }

    /// The same, for so long at most.
    ///
    /// - Returns: nil where no answer came in time.
    func call(_ method: String, _ params: JSON, within limit: Duration) async -> Answer? {
        await withTaskGroup(of: Answer?.self) { group in
            group.addTask {
                do throws(CallFault) { return .success(try await self.call(method, params)) } catch {
                    return .failure(error)
                }
            }
            group.addTask {
                do { try await Task.sleep(for: limit) } catch { return .failure(.cancelled) }
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }

    private func drop(_ id: Int) {
        state.withLock { state in
            let place = state.outbox.firstIndex { $0.id == id }
            guard state.calls.drop(id, mayArrive: place == nil) else { return }
            if let place {
                state.outbox.remove(at: place)
            } else if !state.isClosed {
                state.outbox.append((nil, Message.cancel(id: id)))
            }
        }
        write.yield()
    }

    // MARK: Whoever runs the process

    /// Hands over, one after the other, what is to be written, until there is nothing more or `send` says so.
    ///
    /// - Parameter send: returns false where nothing more can be written.
    func writing(_ send: ([UInt8]) async -> Bool) async {
        for await _ in written {
            while let bytes = nextMessage() {
                guard await send(bytes) else { return end(.inputClosed) }
            }
            if state.withLock({ $0.isClosed && $0.outbox.isEmpty }) { return }
        }
    }

    private func nextMessage() -> [UInt8]? {
        state.withLock { $0.outbox.isEmpty ? nil : $0.outbox.removeFirst().bytes }
    }

    /// Takes a line that was read.
    func take(_ line: UnsafeRawBufferPointer) throws(ProtocolViolation) {
        switch try Message.read(line, program.redactor) {
        case .notification(let method):
            let isFirst = state.withLock { state in
                defer { state.hasNotified = true }
                return !state.hasNotified
            }
            guard isFirst else { return }
            let shown = program.redactor.line(method, limit: 60)
            program.log("\(program.name): notifications are passed over, such as '\(shown)'".forTerminal)
        case .request(let id, let method):
            state.withLock { state in
                if !state.isClosed { state.outbox.append((nil, Message.refusal(id: id, method: method))) }
            }
            write.yield()
        case .answer(let id, let result):
            switch state.withLock({ $0.calls.arrive(id) }) {
            case .answer(let waiting): waiting.fulfil(result.mapError(CallFault.error))
            case .late: break
            case .violation(let text): throw ProtocolViolation(text)
            }
        }
    }

    /// Asks for the end of the process; the first reason counts.
    func end(_ ending: ProcessEnding) { ended.fulfil(ending) }

    /// Waits for a reason to end the process.
    func ending() async -> ProcessEnding { await ended.value() ?? .cancelled }

    /// Says good-bye: after `shutdown` nothing more is written.
    func close() {
        state.withLock { state in
            guard !state.isClosed else { return }
            let id = state.calls.begin(Promise())
            state.outbox.append((id, Message.request(id: id, "shutdown", .null)))
            state.isClosed = true
        }
        write.yield()
        write.finish()
    }

    /// Nothing can be written any more.
    func stopWriting() { write.finish() }

    /// The process is gone.
    func finish(_ failure: PluginFailure) {
        let waiting = state.withLock { state in
            state.over = failure
            state.outbox = []
            state.isClosed = true
            return state.calls.removeAll()
        }
        write.finish()
        for answer in waiting { answer.fulfil(.failure(.over(failure))) }
        gone.fulfil(failure)
    }
}
