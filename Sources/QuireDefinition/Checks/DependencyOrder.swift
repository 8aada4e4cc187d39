import QuireModel
import QuirePlugin

/// Puts enrichments after those they depend on.
enum DependencyOrder {
    /// - Returns: nil where they wait for each other in a circle, which is reported.
    static func sort(
        _ enrichments: [CheckedEnrichment], of report: ReportDefinition, _ reading: inout Reading
    ) -> [CheckedEnrichment]? {
        if let cycle = cycle(among: enrichments) {
            let place = report.enrichments.entries.first { $0.name == cycle[0] }?.position
            reading.error(
                "enrichment-cycle", "enrichments wait for each other: " + cycle.joined(separator: " → "), at: place,
                hint: "an enrichment's input and 'when' may use only fields of enrichments that do not use its own")
            return nil
        }
        var ordered: [CheckedEnrichment] = []
        func place(_ enrichment: CheckedEnrichment) {
            guard !ordered.contains(where: { $0.name == enrichment.name }) else { return }
            for name in enrichment.dependsOn {
                if let needed = enrichments.first(where: { $0.name == name }) { place(needed) }
            }
            ordered.append(enrichment)
        }
        for enrichment in enrichments { place(enrichment) }
        return ordered
    }

    /// The first circle, its first name again at the end.
    private static func cycle(among enrichments: [CheckedEnrichment]) -> [String]? {
        var finished: Set<String> = []
        func follow(_ name: String, path: [String]) -> [String]? {
            if let start = path.firstIndex(of: name) { return path[start...] + [name] }
            guard !finished.contains(name), let enrichment = enrichments.first(where: { $0.name == name }) else {
                return nil
            }
            for next in enrichment.dependsOn {
                if let found = follow(next, path: path + [name]) { return found }
            }
            finished.insert(name)
            return nil
        }
        for enrichment in enrichments {
            if let found = follow(enrichment.name, path: []) { return found }
        }
        return nil
    }
}
