/// How far a run is.
package struct EnrichmentProgress: Sendable, Hashable {
    package var rowsRead = 0
    package var rowsDone = 0
    /// One for each enrichment.
    package var lookups: [Lookup] = []

    /// How far the lookups of one enrichment are.
    package struct Lookup: Sendable, Hashable {
        package var enrichment: String
        /// Distinct keys that the rows read so far have shown.
        package var known: Int
        package var done: Int

        package init(enrichment: String, known: Int, done: Int) {
            self.enrichment = enrichment
            self.known = known
            self.done = done
        }
    }

    package init() {}

    package var keysKnown: Int { lookups.reduce(0) { $0 + $1.known } }
    package var keysDone: Int { lookups.reduce(0) { $0 + $1.done } }

    /// How long the lookups that are known will take at the pace so far.
    ///
    /// - Parameter elapsed: seconds since the run began.
    /// - Returns: seconds; nil where there is nothing to go by.
    package func secondsLeft(elapsed: Double) -> Double? {
        let (known, done) = (keysKnown, keysDone)
        guard done > 0, known > done, elapsed > 1 else { return nil }
        return elapsed / Double(done) * Double(known - done)
    }

    /// - Parameter elapsed: seconds since the run began.
    package func json(elapsed: Double) -> JSON {
        .members([
            "rows_read": .integer(Int64(rowsRead)), "rows_written": .integer(Int64(rowsDone)),
            "lookups": .object(
                lookups.map { lookup in
                    JSON.Member(
                        lookup.enrichment,
                        .members(["done": .integer(Int64(lookup.done)), "known": .integer(Int64(lookup.known))]))
                }),
            "seconds_left": secondsLeft(elapsed: elapsed).map(JSON.seconds) ?? .null,
        ])
    }
}
