import QuireModel
import Synchronization

/// Runs a driver's blocking calls one after the other on a thread of their own, and stops waiting for one that does not
/// end when it should: drivers may ignore that a statement is cancelled, and none can be told to give up connecting.
///
/// Such a call ends on its thread some time, and what was to come behind it then runs there.
final class ODBCCalls: Sendable {
    /// Where the calls are made.
    let thread = DedicatedThread(name: "odbc")
    private let canceller = DedicatedThread(name: "odbc-cancel")
    private static let clock = DedicatedThread(name: "odbc-clock")
    /// How long the end of a cancelled statement is waited for.
    private static let grace = Duration.seconds(5)

    private struct State {
        /// Of the statement under way, where the driver can end one.
        var cancellation: ODBCCancellation?
        var isGivenUp = false
    }

    private let state = Mutex(State())

    /// A call was left to itself.
    var isGivenUp: Bool { state.withLock { $0.isGivenUp } }

    /// What ends the calls from now on.
    func use(_ cancellation: ODBCCancellation?) { state.withLock { $0.cancellation = cancellation } }

    /// - Parameters:
    ///   - limit: 0 for ever.
    ///   - overdue: what a call is said to end with that takes longer.
    func run<Success: Sendable>(
        limit: Duration, overdue: any Error,
        _ body: @escaping @Sendable () throws -> Success
    ) async throws -> Success {
        let call = ODBCCall<Success>()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                call.begin(continuation)
                thread.run {
                    call.end(call.isStopped ? .failure(CancellationError()) : Result(catching: body))
                }
                guard limit > .zero else { return }
                Self.clock.run(after: limit) { [weak call] in
                    if let call { self.stop(call, overdue) }
                }
            }
        } onCancel: {
            stop(call, CancellationError())
        }
    }

    private func stop(_ call: ODBCCall<some Sendable>, _ reason: any Error) {
        guard call.stop(reason) else { return }
        guard let cancellation = state.withLock({ $0.cancellation }) else { return giveUp(call, reason) }
        canceller.run { cancellation.cancel() }
        Self.clock.run(after: Self.grace) { self.giveUp(call, reason) }
    }

    private func giveUp(_ call: ODBCCall<some Sendable>, _ reason: any Error) {
        if call.end(.failure(reason)) { state.withLock { $0.isGivenUp = true } }
    }

    /// Runs something behind all calls; it is waited for where none of them was given up.
    func finish(_ body: @escaping @Sendable () -> Void) async {
        if isGivenUp { return thread.run(body) }
        await withCheckedContinuation { continuation in
            let call = ODBCCall<Void>(continuation)
            thread.run {
                body()
                call.end(.success(()))
            }
            Self.clock.run(after: Self.grace) { self.giveUp(call, CancellationError()) }
        }
    }
}

/// A call under way. Whoever waits for it is told once how it ended.
private final class ODBCCall<Success: Sendable>: Sendable {
    private struct State {
        var tell: (@Sendable (Result<Success, any Error>) -> Void)?
        /// Why it is to end.
        var reason: (any Error)?
        var isOver = false
    }

    private let state: Mutex<State>

    init() { state = Mutex(State()) }

    func begin(_ continuation: CheckedContinuation<Success, any Error>) {
        let reason = state.withLock { state in
            state.tell = { continuation.resume(with: $0) }
            return state.reason
        }
        // It was stopped before it began.
        if let reason { end(.failure(reason)) }
    }

    var isStopped: Bool { state.withLock { $0.reason != nil } }

    /// - Returns: whether it was under way.
    func stop(_ reason: any Error) -> Bool {
        state.withLock { state in
            guard !state.isOver, state.reason == nil else { return false }
            state.reason = reason
            return true
        }
    }

    /// - Returns: whether this was its end.
    @discardableResult
    func end(_ result: Result<Success, any Error>) -> Bool {
        let (tell, reason) = state.withLock {
            state -> ((@Sendable (Result<Success, any Error>) -> Void)?, (any Error)?) in
            guard !state.isOver, let tell = state.tell else { return (nil, nil) }
            state.isOver = true
            state.tell = nil
            return (tell, state.reason)
        }
        guard let tell else { return false }
        // What the driver says of a statement that was stopped is of no interest.
        if case .failure = result, let reason { tell(.failure(reason)) } else { tell(result) }
        return true
    }
}

extension ODBCCall where Success == Void {
    convenience init(_ continuation: CheckedContinuation<Void, Never>) {
        self.init { _ in continuation.resume() }
    }

    private convenience init(_ tell: @escaping @Sendable (Result<Void, any Error>) -> Void) {
        self.init()
        state.withLock { $0.tell = tell }
    }
}
