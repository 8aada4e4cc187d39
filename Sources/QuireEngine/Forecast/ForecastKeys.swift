import QuireModel

/// The keys of the batches that a forecast has in work, on their way from row to answer.
struct ForecastKeys {
    private struct Batch {
        var keys: [ForecastBatch.Key]
        /// For each key, how many of those it comes after have no answer yet.
        var waitsFor: [Int]
        /// For each key those that come after it; empty where none comes after another.
        var followers: [[Int]]
        var open: Int
    }

    private struct Place {
        var batch: Int
        var key: Int
    }

    private var batches: [Batch] = []
    private var firstBatch = 0
    /// By enrichment, keys that can be asked for now.
    private var ready: [[Place]]
    /// Keys that are being asked for. A ticket's number stands for its key's value.
    private var tickets: [Place] = []
    private var freeTickets: [Int] = []
    private var answered: Set<Int> = []

    init(enrichmentCount: Int) { ready = Array(repeating: [], count: enrichmentCount) }

    mutating func add(_ batch: ForecastBatch) {
        let hasFollowers = batch.keys.contains { !$0.after.isEmpty }
        var followers = [[Int]](repeating: [], count: hasFollowers ? batch.keys.count : 0)
        for (place, key) in batch.keys.enumerated() {
            for earlier in key.after { followers[earlier].append(place) }
        }
        let number = firstBatch + batches.count
        batches.append(
            Batch(
                keys: batch.keys, waitsFor: batch.keys.map(\.after.count), followers: followers,
                open: batch.keys.count))
        for (place, key) in batch.keys.enumerated() where key.after.isEmpty {
            makeReady(Place(batch: number, key: place))
        }
    }

    private mutating func makeReady(_ place: Place) {
        let key = batches[place.batch - firstBatch].keys[place.key]
        if key.isAsked { ready[key.enrichment].append(place) } else { end(place) }
    }

    private mutating func end(_ place: Place) {
        let index = place.batch - firstBatch
        let key = batches[index].keys[place.key]
        // What was known before nobody waits for.
        if key.isAsked || !key.after.isEmpty { answered.insert(key.enrichment) }
        batches[index].open -= 1
        guard !batches[index].followers.isEmpty else { return }
        for follower in batches[index].followers[place.key] {
            batches[index].waitsFor[follower] -= 1
            if batches[index].waitsFor[follower] == 0 { makeReady(Place(batch: place.batch, key: follower)) }
        }
    }

    mutating func takeReady(enrichment: Int) -> [AskedKey] {
        defer { ready[enrichment].removeAll(keepingCapacity: true) }
        return ready[enrichment].map { place in
            let ticket = freeTickets.popLast() ?? tickets.count
            if ticket == tickets.count { tickets.append(place) } else { tickets[ticket] = place }
            return AskedKey(
                key: LookupKey([.integer(Int64(ticket))]),
                waiter: Waiter(run: 0, ticket: ticket, enrichment: enrichment))
        }
    }

    mutating func end(ticket: Int) {
        freeTickets.append(ticket)
        end(tickets[ticket])
    }

    /// Enrichments that got answers since this was last asked.
    mutating func takeAnswered() -> Set<Int> {
        defer { answered.removeAll(keepingCapacity: true) }
        return answered
    }

    /// The enrichment whose latency a call has: that of its first key.
    func enrichment(of keys: [LookupKey]) -> Int? {
        guard case .integer(let ticket)? = keys.first?.values.first else { return nil }
        let place = tickets[Int(ticket)]
        return batches[place.batch - firstBatch].keys[place.key].enrichment
    }

    /// - Returns: false where the first batch is not finished, or there is none.
    mutating func removeFinishedBatch() -> Bool {
        guard batches.first?.open == 0 else { return false }
        batches.removeFirst()
        firstBatch += 1
        return true
    }
}
