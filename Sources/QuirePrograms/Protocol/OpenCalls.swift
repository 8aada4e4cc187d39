/// Which requests wait for an answer. Decides what an answer's id means; knows no process.
struct OpenCalls<Waiter> {
    enum Arrival {
        case answer(Waiter)
        /// Nobody waits for it any more.
        case late
        case violation(String)
    }

    private var next = 1
    private var open: [Int: Waiter] = [:]
    /// Those given up, whose answers may still come.
    private var dropped: Set<Int> = []

    var count: Int { open.count }

    mutating func begin(_ waiter: Waiter) -> Int {
        defer { next += 1 }
        open[next] = waiter
        return next
    }

    /// - Parameter mayArrive: the request may have reached the plugin.
    /// - Returns: false where it was answered already.
    mutating func drop(_ id: Int, mayArrive: Bool) -> Bool {
        guard open.removeValue(forKey: id) != nil else { return false }
        if mayArrive { dropped.insert(id) }
        return true
    }

    mutating func arrive(_ id: Int) -> Arrival {
        if let waiter = open.removeValue(forKey: id) { return .answer(waiter) }
        if dropped.remove(id) != nil { return .late }
        return .violation(
            (1..<next).contains(id)
                ? "a second answer to the request with id \(id)"
                : "an answer with id \(id), which no request has")
    }

    mutating func removeAll() -> [Waiter] {
        defer { open = [:] }
        return Array(open.values)
    }
}
