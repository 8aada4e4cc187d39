import Synchronization

/// Lets a bounded number in at once, and of each person fewer, so that nobody holds up the others.
package final class PersonalTurns: Sendable {
    private let all: Turns
    private let most: Int
    private let own = Mutex<[String: Turns]>([:])

    /// - Parameter most: of one person at once.
    package init(atOnce count: Int, ofOne most: Int) {
        all = Turns(atOnce: count)
        self.most = most
    }

    /// - Parameter who: nil where nobody can tell who they are.
    /// - Throws: as `Turns` does.
    package func taking<Result: Sendable>(
        by who: String?, _ body: @Sendable () async throws -> Result
    ) async throws -> Result {
        guard let who else { return try await all.taking(body) }
        let turns = own.withLock { own in
            let turns = own[who] ?? Turns(atOnce: most)
            own[who] = turns
            return turns
        }
        return try await turns.taking { try await all.taking(body) }
    }
}

/// Lets a bounded number in at once, the others in the order in which they came.
package final class Turns: Sendable {
    private struct State {
        var free: Int
        var waiting: [(number: Int, continuation: CheckedContinuation<Bool, Never>)] = []
        var numbers = 0
    }

    private let state: Mutex<State>

    package init(atOnce count: Int) { state = Mutex(State(free: count)) }

    /// - Throws: `CancellationError` where it is cancelled while it waits, and what `body` throws.
    package func taking<Result>(
        isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Result
    ) async throws -> Result {
        let number = state.withLock { state in
            state.numbers += 1
            return state.numbers
        }
        let isIn = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // Nil where it waits. One that was cancelled before it waits would never be called.
                let isIn = state.withLock { state -> Bool? in
                    if Task.isCancelled { return false }
                    if state.free > 0 {
                        state.free -= 1
                        return true
                    }
                    state.waiting.append((number, continuation))
                    return nil
                }
                if let isIn { continuation.resume(returning: isIn) }
            }
        } onCancel: {
            leave(number)
        }
        guard isIn else { throw CancellationError() }
        defer { pass() }
        return try await body()
    }

    /// Hands the turn to the next.
    private func pass() {
        let next = state.withLock { state in
            if state.waiting.isEmpty { state.free += 1 }
            return state.waiting.isEmpty ? nil : state.waiting.removeFirst().continuation
        }
        next?.resume(returning: true)
    }

    private func leave(_ number: Int) {
        let waiting = state.withLock { state in
            state.waiting.firstIndex { $0.number == number }.map { state.waiting.remove(at: $0).continuation }
        }
        waiting?.resume(returning: false)
    }
}
