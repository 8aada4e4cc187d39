import Dispatch
import QuireModel
import QuireWorkbook
import Synchronization
import Testing

@Suite("A hand-over")
struct HandoverTests {
    struct Broken: Error {}

    @Test("keeps order, and never lets more wait than it may")
    func bounded() async throws {
        let handover = Handover(to: DedicatedThread(name: "test"), waiting: 2)
        let done = Mutex<[Int]>([])
        let ahead = Mutex(0)
        for number in 0..<200 {
            try await handover.submit { done.withLock { $0.append(number) } }
            let waiting = number + 1 - done.withLock(\.count)
            ahead.withLock { $0 = max($0, waiting) }
        }
        try await handover.drain()
        #expect(done.withLock { $0 } == Array(0..<200))
        #expect(ahead.withLock { $0 } <= 3)
    }

    @Test("tells of a failure, and drops what comes after it")
    func failure() async throws {
        let handover = Handover(to: DedicatedThread(name: "test"))
        let ran = Mutex(false)
        try await handover.submit { throw Broken() }
        await #expect(throws: Broken.self) { try await handover.drain() }
        await #expect(throws: Broken.self) { try await handover.submit { ran.withLock { $0 = true } } }
        #expect(!ran.withLock { $0 })
    }

    @Test("lets a cancelled caller go while the thread is still busy")
    func cancelled() async throws {
        let handover = Handover(to: DedicatedThread(name: "test"), waiting: 0)
        let gate = DispatchSemaphore(value: 0)
        try await handover.submit { gate.wait() }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await #expect(throws: CancellationError.self) { try await handover.drain() } }
            group.cancelAll()
        }
        gate.signal()
        try await handover.drain()
    }
}
