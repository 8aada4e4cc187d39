import Synchronization

/// Ends once, by whoever is first; one task waits for that.
final class Race: Sendable {
    private enum State {
        case open
        case awaited(CheckedContinuation<Void, Never>)
        case over
    }

    private let state = Mutex(State.open)

    func end() {
        let waiting = state.withLock { state -> CheckedContinuation<Void, Never>? in
            defer { state = .over }
            if case .awaited(let continuation) = state { return continuation }
            return nil
        }
        waiting?.resume()
    }

    /// To be called once. Does not end by cancellation: what races must.
    func isOver() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if case .over = state { return true }
                state = .awaited(continuation)
                return false
            }
            if isOver { continuation.resume() }
        }
    }
}
