import QuireModel

/// A run's enrichments with what follows from them.
struct EnrichmentPlan: Sendable {
    /// An answer remembers the enrichments that counted it as the bits of one word.
    static let mostEnrichments = 64

    let enrichments: [Enrichment]
    /// Each lookup once.
    let lookups: [LookupReference]
    /// For each enrichment its waterfall, as places in `lookups`.
    let waterfalls: [[Int]]
    /// For each enrichment those that wait for it.
    let dependents: [[Int]]
    /// For each enrichment its fields as nulls.
    let blanks: [[Value]]

    /// - Throws: where there are more enrichments than a run can hold, or they are not in order of dependency.
    init(_ enrichments: [Enrichment]) throws(RunFailure) {
        guard enrichments.count <= EnrichmentPlan.mostEnrichments else {
            throw RunFailure("a report can have at most \(EnrichmentPlan.mostEnrichments) enrichments")
        }
        var lookups: [LookupReference] = []
        var waterfalls: [[Int]] = []
        var dependents = Array(repeating: [Int](), count: enrichments.count)
        for (index, enrichment) in enrichments.enumerated() {
            guard enrichment.dependsOn.allSatisfy({ $0 >= 0 && $0 < index }), !enrichment.lookups.isEmpty else {
                throw RunFailure("enrichment '\(enrichment.name)' stands before one that it needs, or has no lookup")
            }
            for needed in Set(enrichment.dependsOn) { dependents[needed].append(index) }
            waterfalls.append(
                enrichment.lookups.map { lookup in
                    if let known = lookups.firstIndex(of: lookup) { return known }
                    lookups.append(lookup)
                    return lookups.count - 1
                })
        }
        self.enrichments = enrichments.map { enrichment in
            var enrichment = enrichment
            enrichment.dependsOn = Array(Set(enrichment.dependsOn))
            return enrichment
        }
        self.lookups = lookups
        self.waterfalls = waterfalls
        self.dependents = dependents
        blanks = enrichments.map { Array(repeating: .null, count: $0.fieldCount) }
    }
}
