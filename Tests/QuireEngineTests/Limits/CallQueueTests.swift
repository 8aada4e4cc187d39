import Testing

@testable import QuireEngine

@Suite("Queue of keys")
struct CallQueueTests {
    @Test("A call takes the keys of the lookup whose first key has waited longest, as many as fit")
    func fair() {
        var queue = CallQueue(keysPerCall: [2, 1])
        for (key, lookup) in [(0, 0), (1, 1), (2, 0), (3, 0), (4, 1)] { queue.add(key, lookup: lookup) }
        #expect(queue.callCount == 4)
        var calls: [[Int]] = []
        while let call = queue.takeCall() { calls.append(call.keys) }
        #expect(calls == [[0, 2], [1], [3], [4]])
        #expect(queue.isEmpty)
    }

    @Test("Keys nobody wants any more are left out")
    func unwanted() {
        var queue = CallQueue(keysPerCall: [10])
        for key in 0..<10 { queue.add(key, lookup: 0) }
        queue.removeAll { $0 % 2 == 0 }
        #expect(queue.takeCall()?.keys == [1, 3, 5, 7, 9])
    }

    @Test("A long queue keeps its order while it is filled and emptied")
    func long() {
        var queue = Queue<Int>()
        var taken: [Int] = []
        for number in 0..<10_000 {
            queue.append(number)
            if number % 3 != 0, let first = queue.popFirst() { taken.append(first) }
        }
        while let first = queue.popFirst() { taken.append(first) }
        #expect(taken == Array(0..<10_000))
    }
}
