import Synchronization

/// One access token for all calls of a service. One of the calls that want one asks for it, the others wait for what
/// comes of that; where it is cancelled, the next goes on in its place.
final class SharedToken: Sendable {
    typealias Failure = HTTPTransport.Failure

    private enum Turn: Sendable {
        case ended(Result<AccessToken, Failure>)
        case fetch
        case cancelled
    }

    private struct State {
        var policy = TokenPolicy()
        var nextWaiter = 0
        /// In the order in which they came.
        var waiters: [(id: Int, continuation: CheckedContinuation<Turn, Never>)] = []
    }

    private let now: @Sendable () -> Int64
    private let fetch: @Sendable () async throws(Failure) -> AccessToken
    private let state = Mutex(State())

    /// - Parameter now: seconds since 1970.
    init(now: @escaping @Sendable () -> Int64, fetch: @escaping @Sendable () async throws(Failure) -> AccessToken) {
        self.now = now
        self.fetch = fetch
    }

    /// - Parameter refused: a token with which the service did not answer.
    func token(inPlaceOf refused: AccessToken? = nil) async throws(Failure) -> AccessToken {
        switch await turn(inPlaceOf: refused) {
        case .ended(let result): return try result.get()
        case .cancelled: throw Failure(message: "cancelled", mayRetry: false)
        case .fetch: break
        }
        let result: Result<AccessToken, Failure>
        do { result = .success(try await fetch()) } catch {
            guard !Task.isCancelled else {
                handOver()
                throw error
            }
            result = .failure(error)
        }
        let now = now()
        let waiters = state.withLock { state in
            state.policy.ended(result, now: now)
            defer { state.waiters.removeAll() }
            return state.waiters
        }
        for waiter in waiters { waiter.continuation.resume(returning: .ended(result)) }
        return try result.get()
    }

    private func turn(inPlaceOf refused: AccessToken?) async -> Turn {
        let now = now()
        let (id, decided) = state.withLock { state in
            state.nextWaiter += 1
            return (state.nextWaiter, Self.turn(state.policy.decide(inPlaceOf: refused, now: now)))
        }
        if let decided { return decided }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let decided = state.withLock { state -> Turn? in
                    if Task.isCancelled { return .cancelled }
                    let decided = Self.turn(state.policy.decide(inPlaceOf: refused, now: now))
                    if decided == nil { state.waiters.append((id, continuation)) }
                    return decided
                }
                if let decided { continuation.resume(returning: decided) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                state.waiters.firstIndex { $0.id == id }.map { state.waiters.remove(at: $0) }
            }
            waiter?.continuation.resume(returning: .cancelled)
        }
    }

    private static func turn(_ decision: TokenPolicy.Decision) -> Turn? {
        switch decision {
        case .use(let token): .ended(.success(token))
        case .fail(let failure): .ended(.failure(failure))
        case .fetch: .fetch
        case .wait: nil
        }
    }

    private func handOver() {
        let next = state.withLock { state in
            guard !state.waiters.isEmpty else {
                state.policy.droppedFetch()
                return nil as CheckedContinuation<Turn, Never>?
            }
            return state.waiters.removeFirst().continuation
        }
        next?.resume(returning: .fetch)
    }
}
