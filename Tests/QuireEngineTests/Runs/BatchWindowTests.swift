import Testing

@testable import QuireEngine

@Suite("Batches in work")
struct BatchWindowTests {
    /// Reads as long as it may.
    static func read(_ window: inout BatchWindow, serviceIsIdle: Bool) -> Int {
        var count = 0
        while window.shouldRead(serviceIsIdle: serviceIsIdle), count < 1_000 {
            window.beginReading()
            window.endReading(isLast: false)
            count += 1
        }
        return count
    }

    @Test("Two are in work in any case, up to the cap while a service is idle", arguments: [(false, 2), (true, 64)])
    func fills(serviceIsIdle: Bool, batches: Int) {
        var window = BatchWindow(most: 64)
        #expect(Self.read(&window, serviceIsIdle: serviceIsIdle) == batches)
    }

    @Test("Finished ones that wait for their turn count, and some of them are enough")
    func finished() {
        var window = BatchWindow(most: 64)
        #expect(Self.read(&window, serviceIsIdle: false) == 2)
        window.handOn()
        window.handOn()
        #expect(Self.read(&window, serviceIsIdle: false) == 0)
        window.emitted()
        #expect(Self.read(&window, serviceIsIdle: false) == 1)
        for _ in 0..<3 { window.handOn() }
        #expect(!window.shouldRead(serviceIsIdle: true))
    }

    @Test("One is read at a time, and none after the last")
    func ends() {
        var window = BatchWindow(most: 64)
        window.beginReading()
        #expect(!window.shouldRead(serviceIsIdle: true))
        window.endReading(isLast: false)
        window.beginReading()
        window.endReading(isLast: true)
        #expect(!window.shouldRead(serviceIsIdle: true))
        #expect(!window.isDone)
        window.handOn()
        window.emitted()
        #expect(window.isDone)
    }
}
