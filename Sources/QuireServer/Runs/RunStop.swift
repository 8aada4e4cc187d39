import Synchronization

/// Has one run end early.
final class RunStop: Sendable {
    enum Reason: Sendable {
        /// Someone cancels it.
        case wish
        /// The server stops; the run goes on when it is started again.
        case shutdown
    }

    private let asked = Mutex<Reason?>(nil)
    private let (signals, signal) = AsyncStream<Void>.makeStream()

    /// Why the run ends early; the first reason counts.
    var reason: Reason? { asked.withLock { $0 } }

    func ask(_ reason: Reason) {
        asked.withLock { $0 = $0 ?? reason }
        signal.finish()
    }

    /// Runs `body`, which is cancelled once that is asked for.
    ///
    /// - Parameter threads: where it computes; nil where all else does.
    func running<Result: Sendable>(
        on threads: (any TaskExecutor)? = nil, _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask(executorPreference: threads) { try await body() }
            group.addTask { [signals] in
                for await _ in signals {}
                return nil
            }
            while let ended = try await group.next() {
                group.cancelAll()
                if let ended { return ended }
            }
            throw CancellationError()
        }
    }
}
