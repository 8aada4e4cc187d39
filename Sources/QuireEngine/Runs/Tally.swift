import QuireModel

/// What one enrichment came to so far.
struct Tally {
    var counts: EnrichmentCounts
    var limit: ErrorLimit
    var latency = LatencyHistogram()
    /// Rows without a key and slots without an answer, in all batches in work.
    var open = 0
    private(set) var firstFailure: LookupFailure?

    init(_ enrichment: Enrichment) {
        counts = EnrichmentCounts(name: enrichment.name)
        limit = ErrorLimit(share: enrichment.errorLimit)
    }

    /// One of the distinct keys has ended.
    mutating func end(_ outcome: KeyAnswer.Outcome) {
        switch outcome {
        case .found: counts.found += 1
        case .missing: counts.missing += 1
        case .failed(let failure):
            counts.failed += 1
            if firstFailure == nil { firstFailure = failure }
        }
        limit.end(failed: counts.failed > limit.failed)
    }

    mutating func record(_ record: AttemptRecord) {
        counts.calls += 1
        if record.isRetry { counts.retries += 1 }
        latency.add(record.latency)
    }

    var finalCounts: EnrichmentCounts {
        var result = counts
        result.latency = latency.latency
        return result
    }
}

extension RunFailure {
    static func noAnswer(_ enrichment: Enrichment, _ key: LookupKey, _ failure: LookupFailure?) -> RunFailure {
        if let failure {
            return RunFailure(
                "enrichment '\(enrichment.name)': \(failure.message)",
                hint: "with 'on_error: blank' the run goes on without this answer")
        }
        let lookups = enrichment.lookups.map(\.description).joined(separator: ", ")
        return RunFailure(
            "enrichment '\(enrichment.name)': \(lookups) has nothing for key \(key)",
            hint: "with 'on_missing: blank' the run goes on without it")
    }

    static func tooManyFailed(_ tally: Tally) -> RunFailure {
        let share = "\(NumberText.shortest((tally.limit.share * 1e4).rounded() / 1e2))%"
        let first = tally.firstFailure.map { "; the first: \($0.message)" } ?? ""
        return RunFailure(
            "enrichment '\(tally.counts.name)': \(tally.limit.failed) of \(tally.limit.ended) keys failed, "
                + "more than its error_limit of \(share)\(first)")
    }
}
