import QuireModel
import Synchronization

/// What services, the reader and the writer tell a run.
struct RunMail: Sendable {
    enum Event: Sendable {
        case read(RowBatch?, took: Duration)
        case emitted(rows: Int, took: Duration)
        case failed(any Error)
    }

    var replies: [KeyReply] = []
    var records: [AttemptRecord] = []
    /// By service.
    var warnings: [(String, CallWarnings)] = []
    var events: [Event] = []

    var isEmpty: Bool { replies.isEmpty && records.isEmpty && warnings.isEmpty && events.isEmpty }

    mutating func add(_ other: RunMail) {
        if isEmpty {
            self = other
            return
        }
        replies += other.replies
        records += other.records
        warnings += other.warnings
        events += other.events
    }
}

/// Gathers mail until the run has time for it; taking it all at once is what makes a key cheap.
final class RunInbox: Sendable {
    private struct State {
        var mail = RunMail()
        var waiting: CheckedContinuation<Void, Never>?
        var isCancelled = false
    }

    private let state = Mutex(State())

    func post(_ mail: RunMail) {
        if mail.isEmpty { return }
        let waiting = state.withLock { state in
            state.mail.add(mail)
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume()
    }

    func post(_ event: RunMail.Event) { post(RunMail(events: [event])) }

    /// Waits until there is some.
    func receive() async throws(CancellationError) -> RunMail {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    if state.isCancelled || !state.mail.isEmpty { return true }
                    state.waiting = continuation
                    return false
                }
                if isReady { continuation.resume() }
            }
        } onCancel: {
            let waiting = state.withLock { state in
                state.isCancelled = true
                defer { state.waiting = nil }
                return state.waiting
            }
            waiting?.resume()
        }
        return try state.withLock { state throws(CancellationError) in
            if state.isCancelled { throw CancellationError() }
            var mail = RunMail()
            swap(&mail, &state.mail)
            return mail
        }
    }
}
