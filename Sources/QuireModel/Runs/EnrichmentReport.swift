/// What enriching a run's rows came to.
package struct EnrichmentReport: Sendable, Hashable {
    package var rows = 0
    /// One for each enrichment of the plan, in its order.
    package var enrichments: [EnrichmentCounts]
    package var stages = StageTimes()
    /// Oddities of answers, those of one lookup and text added up, by lookup and text.
    package var warnings: [Warning] = []

    package struct Warning: Sendable, Hashable {
        package var lookup: LookupReference
        package var text: String
        package var count: Int

        package init(lookup: LookupReference, text: String, count: Int) {
            self.lookup = lookup
            self.text = text
            self.count = count
        }
    }

    package init(enrichments: [EnrichmentCounts]) { self.enrichments = enrichments }
}

/// How the distinct keys of one enrichment ended, and what that took.
package struct EnrichmentCounts: Sendable, Hashable {
    package var name: String
    /// Distinct keys: those found, missing and failed.
    package var keys = 0
    package var found = 0
    package var missing = 0
    package var failed = 0
    /// Rows that asked nothing.
    package var skipped = 0
    /// Keys that were known before the run.
    package var cached = 0
    /// Requests sent, retries among them. One that served several enrichments counts for that of its first key.
    package var calls = 0
    package var retries = 0
    package var latency = Latency()

    package init(name: String) { self.name = name }
}

/// How long answers took, one request at a time.
package struct Latency: Sendable, Hashable {
    package var p50: Duration = .zero
    package var p95: Duration = .zero
    package var max: Duration = .zero

    package init() {}
}

/// Time that passed while each stage had something to do; stages overlap.
package struct StageTimes: Sendable, Hashable {
    package var read: Duration = .zero
    /// While at least one key was being asked for.
    package var enrich: Duration = .zero
    package var render: Duration = .zero

    package init() {}
}
