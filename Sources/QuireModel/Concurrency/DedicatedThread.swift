import Dispatch

/// A thread of its own for an actor that makes blocking calls, so that the cooperative pool never waits for a disk
/// or a C library.
///
///     actor Reader {
///         private let thread = DedicatedThread(name: "sqlite")
///         nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }
///     }
public final class DedicatedThread: SerialExecutor {
    private let queue: DispatchQueue

    public init(name: String) {
        queue = DispatchQueue(label: "quire.\(name)")
    }

    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedSerialExecutor()
        queue.async { job.runSynchronously(on: executor) }
    }

    public func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }

    /// Runs work behind all that came before, and does not wait for it; in it the actor may `assumeIsolated`.
    public func run(_ work: @escaping @Sendable () -> Void) { queue.async(execute: work) }

    /// The same, once some time has gone by.
    package func run(after pause: Duration, _ work: @escaping @Sendable () -> Void) {
        queue.asyncAfter(deadline: .now() + pause.inSeconds, execute: work)
    }

    public func checkIsolated() { dispatchPrecondition(condition: .onQueue(queue)) }
}
