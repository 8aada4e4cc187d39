import QuireModel
import QuirePlugin

/// Puts enrichments after those they depend on.
enum DependencyOrder {
    /// Reports each circle of enrichments that wait for each other.
    ///
    /// - Returns: whether there is none.
    static func check(
        _ dependencies: [(name: String, dependsOn: [String])], of report: ReportDefinition, _ reading: inout Reading
    ) -> Bool {
        let cycles = cycles(among: dependencies)
        for cycle in cycles {
            let place = report.enrichments.entries.first { $0.name == cycle[0] }?.position
            reading.error(
                "enrichment-cycle", "enrichments wait for each other: " + cycle.joined(separator: " → "), at: place,
                hint: "an enrichment's input and 'when' may use only fields of enrichments that do not use its own")
        }
        return cycles.isEmpty
    }

    /// - Parameter enrichments: without circles.
    static func sort(_ enrichments: [CheckedEnrichment]) -> [CheckedEnrichment] {
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

    /// Circles that share no enrichment, the first name of each again at its end.
    private static func cycles(among dependencies: [(name: String, dependsOn: [String])]) -> [[String]] {
        var finished: Set<String> = []
        func follow(_ name: String, path: [String]) -> [String]? {
            if let start = path.firstIndex(of: name) { return path[start...] + [name] }
            guard !finished.contains(name), let entry = dependencies.first(where: { $0.name == name }) else {
                return nil
            }
            for next in entry.dependsOn {
                if let found = follow(next, path: path + [name]) { return found }
            }
            finished.insert(name)
            return nil
        }
        var cycles: [[String]] = []
        for entry in dependencies {
            while let found = follow(entry.name, path: []) {
                cycles.append(found)
                finished.formUnion(found)
            }
        }
        return cycles
    }
}
