package import QuireModel

/// What is known of a run before it begins, besides its report and its rows.
package struct PriorKnowledge: Sendable {
    /// Whether each of some keys has an answer already.
    package typealias IsKnown = @Sendable ([LookupKey], LookupReference) async throws -> [Bool]

    /// How long an answer is assumed to take, whatever is known of it.
    package var assumedLatency: Duration?
    /// How long an answer took before, by enrichment.
    package var latencies: [String: Duration] = [:]
    package var isKnown: IsKnown = { keys, _ in keys.map { _ in false } }

    package init() {}
}
