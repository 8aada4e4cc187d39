package import QuireModel
import Synchronization

/// Hands work to a thread, a bounded amount ahead of it. Used by one task at a time.
///
/// After a first failure, and once discarded, work that still waits is dropped.
package final class Handover: Sendable {
    private struct State {
        var pending = 0
        var failure: (any Error)?
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let thread: DedicatedThread
    private let limit: Int
    private let state = Mutex(State())

    /// - Parameter waiting: how much may wait beside what is being worked on.
    package init(to thread: DedicatedThread, waiting: Int = 2) {
        self.thread = thread
        limit = waiting + 1
    }

    /// Returns once there is room; the work itself may still wait then.
    ///
    /// - Throws: what earlier work threw, `CancellationError`.
    package func submit(_ work: @escaping @Sendable () throws -> Void) async throws {
        try await wait { $0 < self.limit }
        state.withLock { $0.pending += 1 }
        thread.run {
            let isWanted = self.state.withLock { $0.failure == nil }
            var failure: (any Error)?
            if isWanted {
                do { try work() } catch { failure = error }
            }
            self.end(failure)
        }
    }

    /// Returns when all that was handed over is done.
    package func drain() async throws { try await wait { $0 == 0 } }

    /// Drops what waits. Never blocks.
    package func discard() {
        let waiting = state.withLock { state in
            state.failure = state.failure ?? CancellationError()
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    private func end(_ failure: (any Error)?) {
        let waiting = state.withLock { state in
            state.pending -= 1
            state.failure = state.failure ?? failure
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    private func wait(until isEnough: @Sendable (_ pending: Int) -> Bool) async throws {
        while true {
            try Task.checkCancellation()
            let isReady = try state.withLock { state in
                if let failure = state.failure { throw failure }
                return isEnough(state.pending)
            }
            if isReady { return }
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let isLate = state.withLock { state in
                        if isEnough(state.pending) || state.failure != nil || Task.isCancelled { return true }
                        state.waiting.append(continuation)
                        return false
                    }
                    if isLate { continuation.resume() }
                }
            } onCancel: {
                wake()
            }
        }
    }

    private func wake() {
        let waiting = state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}
