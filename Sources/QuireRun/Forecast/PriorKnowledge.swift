import QuireDefinition
package import QuireEngine
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

extension RunRequest {
    /// What earlier runs left behind.
    package func priorKnowledge(_ state: StateDatabase?, at desk: ServiceDesk) async throws -> PriorKnowledge {
        var prior = PriorKnowledge()
        guard let state else { return prior }
        prior.latencies = try await RunRecords(state).latencies(of: report.name)
        try await openUnknown(at: desk)
        let answers = try await answers(AnswerKeeping(state, run: nil, asksAnew: false), shape: desk.shape)
        prior.isKnown = { keys, lookup in try await answers.answers(for: keys, of: lookup).map { $0 != nil } }
        return prior
    }
}
