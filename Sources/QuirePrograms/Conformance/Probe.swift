import QuireModel
import Synchronization

/// Talks to a plugin as Quire does, but keeps what is wrong with its messages instead of ending it.
final class Probe: Correspondent {
    typealias Answer = Result<JSON, CallError>

    private struct State {
        var next = 1
        var answers: [Int: Promise<Answer>] = [:]
        var answered: Set<Int> = []
        var outbox: [[UInt8]] = []
        var isClosed = false
        /// Lines that are no messages.
        var noise: [String] = []
        /// Answers that no request asked for, or twice.
        var strays: [String] = []
        var departure: String?
    }

    private let redactor: Redactor
    private let state = Mutex(State())
    private let written: AsyncStream<Void>
    private let write: AsyncStream<Void>.Continuation
    private let ended = Promise<ProcessEnding>()
    private let gone = Promise<Void>()

    init(_ redactor: Redactor) {
        self.redactor = redactor
        (written, write) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    var noise: [String] { state.withLock { $0.noise } }
    var strays: [String] { state.withLock { $0.strays } }
    /// Its output has ended, or its input.
    var isGone: Bool { ended.current != nil }

    /// How it came to its end, once it has: 'ended with exit code 3'.
    var departure: String? { state.withLock { $0.departure } }

    func depart(_ departure: PluginProcess.Departure, lastLine: String) {
        let said = lastLine.isEmpty ? "" : ": \(lastLine)"
        let text: String? =
            switch departure {
            case .notStarted(let failure): "does not start: \(failure.message)"
            case .died(let status): "ended with \(status)\(said)"
            case .closed(let stream): "closed its \(stream)\(said)"
            case .violated(let text): "had to be stopped: \(text)"
            case .ended, .cancelled: nil
            }
        state.withLock { $0.departure = text }
        gone.fulfil(())
    }

    /// - Returns: its id.
    func send(_ method: String, _ params: JSON) -> Int {
        let id = state.withLock { state in
            defer { state.next += 1 }
            state.answers[state.next] = Promise()
            state.outbox.append(Message.request(id: state.next, method, params))
            return state.next
        }
        write.yield()
        return id
    }

    func cancel(_ id: Int) {
        state.withLock { $0.outbox.append(Message.cancel(id: id)) }
        write.yield()
    }

    /// - Returns: nil where none came in time.
    func answer(to id: Int, within limit: Duration) async -> Answer? {
        guard let promise = state.withLock({ $0.answers[id] }) else { return nil }
        return await withTaskGroup(of: Answer?.self) { group in
            group.addTask { await promise.value() }
            group.addTask {
                try? await Task.sleep(for: limit)
                return nil
            }
            group.addTask {
                _ = await self.gone.value()
                return promise.current
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }

    func take(_ line: UnsafeRawBufferPointer) {
        do throws(ProtocolViolation) {
            guard case .answer(let id, let answer) = try Message.read(line, redactor) else { return }
            let promise = state.withLock { state -> Promise<Answer>? in
                guard let promise = state.answers[id] else {
                    state.strays.append("an answer with id \(id), which no request has")
                    return nil
                }
                if !state.answered.insert(id).inserted {
                    state.strays.append("a second answer to the request with id \(id)")
                }
                return promise
            }
            promise?.fulfil(answer)
        } catch {
            state.withLock { $0.noise.append(error.text) }
        }
    }

    func writing(_ send: ([UInt8]) async -> Bool) async {
        for await _ in written {
            while let bytes = state.withLock({ $0.outbox.isEmpty ? nil : $0.outbox.removeFirst() }) {
                guard await send(bytes) else { return end(.inputClosed) }
            }
            if state.withLock({ $0.isClosed && $0.outbox.isEmpty }) { return }
        }
    }

    func end(_ ending: ProcessEnding) { ended.fulfil(ending) }
    func ending() async -> ProcessEnding { await ended.value() ?? .cancelled }

    /// The end of its input is all that it is told.
    func close() {
        state.withLock { $0.isClosed = true }
        write.yield()
        write.finish()
    }

    func stopWriting() { write.finish() }
}
