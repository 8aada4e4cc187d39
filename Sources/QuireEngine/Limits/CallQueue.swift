/// Keys that wait for a call, in the order in which they came, cut into calls only when one can start.
struct CallQueue {
    private struct Entry {
        var key: Int
        var order: Int
    }

    private let keysPerCall: [Int]
    private var waiting: [Queue<Entry>]
    private var order = 0

    /// - Parameter keysPerCall: one for each lookup of the service.
    init(keysPerCall: [Int]) {
        self.keysPerCall = keysPerCall.map { max(1, $0) }
        waiting = keysPerCall.map { _ in Queue() }
    }

    var isEmpty: Bool { waiting.allSatisfy(\.isEmpty) }

    /// How many calls the keys make.
    var callCount: Int {
        zip(waiting, keysPerCall).reduce(0) { sum, lookup in sum + (lookup.0.count + lookup.1 - 1) / lookup.1 }
    }

    mutating func add(_ key: Int, lookup: Int) {
        waiting[lookup].append(Entry(key: key, order: order))
        order += 1
    }

    /// Takes the keys of one call: of the lookup whose first key has waited longest, as many as there are and fit.
    mutating func takeCall() -> (lookup: Int, keys: [Int])? {
        var next: (lookup: Int, order: Int)?
        for (lookup, queue) in waiting.enumerated() {
            guard let first = queue.first else { continue }
            if next.map({ first.order < $0.order }) ?? true { next = (lookup, first.order) }
        }
        guard let lookup = next?.lookup else { return nil }
        let count = min(waiting[lookup].count, keysPerCall[lookup])
        var keys: [Int] = []
        keys.reserveCapacity(count)
        while keys.count < count, let entry = waiting[lookup].popFirst() { keys.append(entry.key) }
        return (lookup, keys)
    }

    mutating func removeAll(where isUnwanted: (Int) -> Bool) {
        for lookup in waiting.indices { waiting[lookup].removeAll { isUnwanted($0.key) } }
    }
}

/// First in, first out.
struct Queue<Element> {
    private var elements: [Element] = []
    private var head = 0

    var isEmpty: Bool { head == elements.count }
    var count: Int { elements.count - head }
    var first: Element? { isEmpty ? nil : elements[head] }

    mutating func append(_ element: Element) { elements.append(element) }

    mutating func popFirst() -> Element? {
        guard head < elements.count else { return nil }
        let element = elements[head]
        head += 1
        if head == elements.count {
            elements.removeAll(keepingCapacity: true)
            head = 0
        } else if head >= 1024, head * 2 >= elements.count {
            elements.removeFirst(head)
            head = 0
        }
        return element
    }

    mutating func removeAll(where isUnwanted: (Element) -> Bool) {
        elements.removeFirst(head)
        head = 0
        elements.removeAll(where: isUnwanted)
    }
}
