import QuireEngine
import QuireModel

/// Counts what the rows of a report ask, a batch at a time, in memory that does not grow.
struct KeyCount {
    /// What one enrichment's keys come to.
    struct Tally: Sendable, Hashable {
        /// Distinct ones.
        var keys = 0
        /// Those that need no call.
        var cached = 0
        /// Some of them follow from answers: there are at most so many.
        var isAtMost = false
    }

    private let enrichments: [Enrichment]
    /// By enrichment.
    private let expressions: [KeyExpression]
    private let isKnown: PriorKnowledge.IsKnown
    /// By enrichment.
    private let seen: [SeenKeys]
    /// Of the lookups that several enrichments ask first, the keys asked for.
    private let shared: [LookupReference: SeenKeys]
    private(set) var rowCount = 0
    private(set) var tallies: [Tally]

    /// - Parameters:
    ///   - enrichments: in order of dependency.
    ///   - expressions: what rows ask of each of them.
    ///   - folder: where there is room for work files.
    init(
        _ enrichments: [Enrichment], _ expressions: [KeyExpression], isKnown: @escaping PriorKnowledge.IsKnown,
        folder: String
    ) {
        self.enrichments = enrichments
        self.expressions = expressions
        self.isKnown = isKnown
        seen = enrichments.map { _ in SeenKeys(folder: folder) }
        tallies = enrichments.map { _ in Tally() }
        shared = Dictionary(grouping: enrichments, by: { $0.lookups[0] })
            .filter { $0.value.count > 1 }.mapValues { _ in SeenKeys(folder: folder) }
    }

    /// - Returns: the keys that no batch before had.
    mutating func add(_ rows: RowBatch) async throws -> ForecastBatch {
        rowCount += rows.rowCount
        var batch = EarlyBatch(rows, enrichmentCount: enrichments.count)
        var forecast = ForecastBatch()
        var sharedPlaces: [LookupReference: [LookupKey: Int]] = [:]
        for (index, enrichment) in enrichments.enumerated() {
            try batch.addColumn(expressions[index])
            let keys = batch.columns[index].keys
            let isNew = try await seen[index].add(keys.map(\.key))
            let new = keys.indices.filter { isNew[$0] }
            let paths = try await paths(of: new, keys, enrichment: index)
            let lookup = enrichment.lookups[0]
            for slot in new {
                let key = keys[slot]
                let place = forecast.keys.count
                var after = enrichment.dependsOn.compactMap { batch.key(ofRow: key.firstRow, enrichment: $0)?.place }
                if paths[slot] == .shared, let asked = sharedPlaces[lookup]?[key.key] { after.append(asked) }
                if paths[slot] == .call, shared[lookup] != nil { sharedPlaces[lookup, default: [:]][key.key] = place }
                batch.columns[index].keys[slot].place = place
                forecast.keys.append(ForecastBatch.Key(enrichment: index, after: after, isAsked: paths[slot] == .call))
            }
        }
        return forecast
    }

    /// How a key comes to its answer.
    private enum Path {
        case call
        /// By the call of another enrichment.
        case shared
        case none
    }

    /// Counts keys that no batch before had.
    private mutating func paths(of new: [Int], _ keys: [EarlyBatch.Key], enrichment: Int) async throws -> [Path] {
        let lookup = enrichments[enrichment].lookups[0]
        var paths = keys.map { $0.kind == .invalid ? Path.none : .call }
        let certain = new.filter { keys[$0].kind == .certain }
        let isKnown = try await isKnown(certain.map { keys[$0].key }, lookup)
        for (slot, isKnown) in zip(certain, isKnown) where isKnown { paths[slot] = .none }
        tallies[enrichment].keys += new.count
        tallies[enrichment].cached += isKnown.count { $0 }
        if new.contains(where: { keys[$0].kind == .open }) { tallies[enrichment].isAtMost = true }
        guard let others = shared[lookup] else { return paths }
        let asked = certain.filter { paths[$0] == .call }
        let isFirst = try await others.add(asked.map { keys[$0].key })
        for (slot, isFirst) in zip(asked, isFirst) where !isFirst { paths[slot] = .shared }
        return paths
    }
}
