package import QuireModel

/// An enrichment as a forecast sees it.
package struct ForecastEnrichment: Sendable {
    /// The first of its waterfall; the others may never be asked.
    package var lookup: LookupReference
    package var keysPerCall: Int
    /// Some of its keys follow from another enrichment's answers.
    package var hasDependencies: Bool
    /// How long a call of it takes.
    package var latency: Duration

    package init(lookup: LookupReference, keysPerCall: Int = 1, hasDependencies: Bool = false, latency: Duration) {
        self.lookup = lookup
        self.keysPerCall = keysPerCall
        self.hasDependencies = hasDependencies
        self.latency = latency
    }
}

/// The keys that a batch of rows needs and none before it did.
package struct ForecastBatch: Sendable {
    package struct Key: Sendable {
        package var enrichment: Int
        /// Places in `keys`, all before this one's, of those that must be answered first.
        package var after: [Int]
        /// Otherwise its answer is there as soon as those of `after` are.
        package var isAsked: Bool

        package init(enrichment: Int, after: [Int] = [], isAsked: Bool = true) {
            self.enrichment = enrichment
            self.after = after
            self.isAsked = isAsked
        }
    }

    package var keys: [Key]

    package init(_ keys: [Key] = []) { self.keys = keys }
}
