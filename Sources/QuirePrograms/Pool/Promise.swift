import Synchronization

/// A value that comes once; any number of tasks may wait for it.
final class Promise<Value: Sendable>: Sendable {
    private struct State {
        var value: Value?
        var next = 0
        var waiting: [Int: CheckedContinuation<Value?, Never>] = [:]
        var cancelled: Set<Int> = []
    }

    private let state = Mutex(State())

    /// Does nothing where the value is there already.
    func fulfil(_ value: Value) {
        let woken = state.withLock { state in
            guard state.value == nil else { return [CheckedContinuation<Value?, Never>]() }
            state.value = value
            defer { state.waiting = [:] }
            return Array(state.waiting.values)
        }
        for waiting in woken { waiting.resume(returning: value) }
    }

    /// Nil where it has not come yet.
    var current: Value? { state.withLock { $0.value } }

    /// - Returns: nil where the task that waits is cancelled first.
    func value() async -> Value? {
        let place = state.withLock { state in
            state.next += 1
            return state.next
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (value, isReady) = state.withLock { state -> (Value?, Bool) in
                    if let value = state.value { return (value, true) }
                    if state.cancelled.remove(place) != nil { return (nil, true) }
                    state.waiting[place] = continuation
                    return (nil, false)
                }
                if isReady { continuation.resume(returning: value) }
            }
        } onCancel: {
            let waiting = state.withLock { state in
                let waiting = state.waiting.removeValue(forKey: place)
                if waiting == nil, state.value == nil { state.cancelled.insert(place) }
                return waiting
            }
            waiting?.resume(returning: nil)
        }
    }
}
