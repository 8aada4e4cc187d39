import Synchronization

/// A clock that stands still until a test moves it. Sleepers wake in the order of their deadlines.
package final class TestClock: Clock {
    package struct Instant: InstantProtocol {
        package var offset: Duration

        package func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        package func duration(to other: Instant) -> Duration { other.offset - offset }
        package static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private struct Sleeper {
        var id: Int
        var deadline: Instant
        var continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now = Instant(offset: .zero)
        var nextID = 0
        /// By deadline, and those of one deadline as they came.
        var sleepers: [Sleeper] = []
        var cancelled: Set<Int> = []
    }

    private let state = Mutex(State())

    package init() {}

    package var now: Instant { state.withLock { $0.now } }
    package var minimumResolution: Duration { .nanoseconds(1) }
    /// Since the clock was made.
    package var elapsed: Duration { now.offset }
    package var sleeperCount: Int { state.withLock { $0.sleepers.count } }

    package func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let result: Result<Void, any Error>? = state.withLock { state in
                    if state.cancelled.remove(id) != nil { return .failure(CancellationError()) }
                    if deadline <= state.now { return .success(()) }
                    let place = state.sleepers.firstIndex { $0.deadline > deadline } ?? state.sleepers.count
                    state.sleepers.insert(Sleeper(id: id, deadline: deadline, continuation: continuation), at: place)
                    return nil
                }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            let sleeper = state.withLock { state in
                guard let place = state.sleepers.firstIndex(where: { $0.id == id }) else {
                    state.cancelled.insert(id)
                    return nil as Sleeper?
                }
                return state.sleepers.remove(at: place)
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
        state.withLock { _ = $0.cancelled.remove(id) }
    }

    /// Moves time on and wakes those whose deadline that reaches. They run later: wait for what they do.
    package func advance(by duration: Duration) {
        let target = now.advanced(by: duration)
        while let sleeper = next(until: target) { sleeper.continuation.resume() }
        state.withLock { $0.now = max($0.now, target) }
    }

    /// Moves time on to the next deadline and wakes all who sleep until then.
    ///
    /// - Returns: false where nobody sleeps.
    package func advanceToNextSleeper() -> Bool {
        guard let deadline = state.withLock({ $0.sleepers.first?.deadline }) else { return false }
        advance(by: max(.zero, now.duration(to: deadline)))
        return true
    }

    private func next(until target: Instant) -> Sleeper? {
        state.withLock { state in
            guard let first = state.sleepers.first, first.deadline <= target else { return nil }
            state.now = max(state.now, first.deadline)
            return state.sleepers.removeFirst()
        }
    }
}
