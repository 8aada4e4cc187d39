import Dispatch

/// A thread of its own for an actor that makes blocking calls, so that the cooperative pool never waits for a disk
/// or a C library.
///
///     actor Reader {
///         private let thread = DedicatedThread(name: "sqlite")
///         nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }
///     }
package final class DedicatedThread: SerialExecutor {
    private let queue: DispatchQueue

    package init(name: String) {
        queue = DispatchQueue(label: "quire.\(name)")
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedSerialExecutor()
        queue.async { job.runSynchronously(on: executor) }
    }

    package func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }

    /// Runs work behind all that came before, and does not wait for it; in it the actor may `assumeIsolated`.
    package func run(_ work: @escaping @Sendable () -> Void) { queue.async(execute: work) }

    package func checkIsolated() { dispatchPrecondition(condition: .onQueue(queue)) }
}
