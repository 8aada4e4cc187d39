import Dispatch
import Synchronization

/// Runs `body` and its child tasks one after the other on one thread, and moves the clock on whenever none of them can
/// go on: hours pass in milliseconds, and the same way each time.
///
/// Everything that `body` waits for must run by this clock or in these tasks.
package func withSimulatedTime<Result: Sendable>(
    _ body: @escaping @Sendable (TestClock) async throws -> Result
) async throws -> Result {
    let clock = TestClock()
    return try await withTaskExecutorPreference(SimulationExecutor(clock)) { try await body(clock) }
}

private final class SimulationExecutor: TaskExecutor {
    private struct State {
        var jobs: [UnownedJob] = []
        var isRunning = false
    }

    private let clock: TestClock
    private let state = Mutex(State())
    private let thread = DispatchQueue(label: "quire.simulation")

    init(_ clock: TestClock) { self.clock = clock }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let starts = state.withLock { state in
            state.jobs.append(job)
            defer { state.isRunning = true }
            return !state.isRunning
        }
        if starts { thread.async { self.run() } }
    }

    private func run() {
        while true {
            let jobs = state.withLock { state in
                defer { state.jobs = [] }
                return state.jobs
            }
            for job in jobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
            if !jobs.isEmpty || clock.advanceToNextSleeper() { continue }
            let isDone = state.withLock { state in
                if state.jobs.isEmpty { state.isRunning = false }
                return !state.isRunning
            }
            if isDone { return }
        }
    }
}
