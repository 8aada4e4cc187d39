import QuireModel

/// The keys a service is being asked for, or will be, each once, with all who wait for it.
struct PendingKeys {
    private struct Entry {
        var key: LookupKey
        var lookup: Int
        /// The first apart, because nearly always it is the only one.
        var waiter: Waiter?
        var others: [Waiter] = []
        var isQueued = true
        /// Why the service gave no answer for this key alone.
        var failure: String?
    }

    private var entries: [Entry?] = []
    private var free: [Int] = []
    private var places: [KeyTable<Int>]

    init(lookupCount: Int) { places = Array(repeating: KeyTable(), count: lookupCount) }

    var count: Int { entries.count - free.count }

    /// - Returns: the place of a key that nobody asked for yet.
    mutating func add(_ request: AskedKey, lookup: Int) -> Int? {
        if let place = places[lookup][request.key] {
            if entries[place]?.waiter == nil {
                entries[place]?.waiter = request.waiter
            } else {
                entries[place]?.others.append(request.waiter)
            }
            return nil
        }
        let entry = Entry(key: request.key, lookup: lookup, waiter: request.waiter)
        let place = free.popLast() ?? entries.count
        if place == entries.count { entries.append(entry) } else { entries[place] = entry }
        places[lookup][request.key] = place
        return place
    }

    func key(_ place: Int) -> LookupKey { entries[place]?.key ?? LookupKey([]) }

    func isHeld(_ place: Int) -> Bool { entries[place] != nil }

    func isUnwanted(_ place: Int) -> Bool { entries[place]?.waiter == nil }

    /// Notes that the key is in a call now.
    mutating func take(_ place: Int) { entries[place]?.isQueued = false }

    func failure(of place: Int) -> String? { entries[place]?.failure }

    mutating func note(failure: String?, of place: Int) { entries[place]?.failure = failure }

    /// Whose budget and counts a call goes to: those of its first key that is still wanted.
    func payer(of places: [Int]) -> Waiter? {
        for place in places { if let waiter = entries[place]?.waiter { return waiter } }
        return nil
    }

    mutating func remove(_ place: Int, _ tell: (Waiter) -> Void) {
        guard let entry = entries[place] else { return }
        entries[place] = nil
        free.append(place)
        places[entry.lookup][entry.key] = nil
        if let waiter = entry.waiter { tell(waiter) }
        for waiter in entry.others { tell(waiter) }
    }

    /// Forgets a run's waiters.
    ///
    /// - Returns: whether some key is unwanted now.
    mutating func drop(run: Int) -> Bool {
        var someAreUnwanted = false
        for place in entries.indices {
            guard var entry = entries[place], entry.waiter?.run == run || !entry.others.isEmpty else { continue }
            entry.others.removeAll { $0.run == run }
            if entry.waiter?.run == run { entry.waiter = entry.others.isEmpty ? nil : entry.others.removeFirst() }
            if entry.waiter == nil { someAreUnwanted = true }
            entries[place] = entry
        }
        return someAreUnwanted
    }

    mutating func removeUnwantedQueued() {
        for place in entries.indices {
            if let entry = entries[place], entry.isQueued, entry.waiter == nil { remove(place) { _ in } }
        }
    }
}
