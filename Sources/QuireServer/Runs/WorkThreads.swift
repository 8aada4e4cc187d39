import Dispatch
import Foundation
import Synchronization

/// Threads of their own for what runs and previews compute, so that requests are answered beside them however long a row
/// takes.
final class WorkThreads: TaskExecutor {
    static let shared = WorkThreads(count: max(2, ProcessInfo.processInfo.activeProcessorCount))

    private struct Queue {
        private var jobs: [UnownedJob] = []
        private var first = 0

        mutating func append(_ job: UnownedJob) { jobs.append(job) }

        mutating func take() -> UnownedJob {
            let job = jobs[first]
            first += 1
            if first == jobs.count {
                jobs.removeAll(keepingCapacity: true)
                first = 0
            } else if first > 1024, first * 2 > jobs.count {
                jobs.removeFirst(first)
                first = 0
            }
            return job
        }
    }

    private let queue = Mutex(Queue())
    /// As many as there are jobs in the queue.
    private let waiting = DispatchSemaphore(value: 0)

    private init(count: Int) {
        for number in 1...count {
            let thread = Thread { [self] in
                while true {
                    waiting.wait()
                    queue.withLock { $0.take() }.runSynchronously(on: asUnownedTaskExecutor())
                }
            }
            thread.name = "quire.work-\(number)"
            thread.stackSize = 8 << 20
            thread.start()
        }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.withLock { $0.append(job) }
        waiting.signal()
    }
}
