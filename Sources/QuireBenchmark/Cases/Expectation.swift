import QuireModel

/// What a run must have done, so that a wrong one does not pass for a fast one.
struct Expectation: Sendable {
    /// Of one enrichment.
    struct Lookups: Sendable {
        /// Distinct keys, all of them found.
        var keys: Int
        var calls: ClosedRange<Int>
    }

    /// By enrichment.
    var lookups: [String: Lookups] = [:]

    /// - Throws: what differs from it.
    func check(_ summary: JSON, rows: Int) throws(RunFailure) {
        guard summary["status"] == .string("succeeded") else { throw RunFailure("the run did not succeed: \(summary)") }
        try Self.require(summary["rows"], rows...rows, "rows")
        for (name, expected) in lookups.sorted(by: { $0.key < $1.key }) {
            let counts = summary["enrichments"]?[name]
            try Self.require(counts?["keys"], expected.keys...expected.keys, "keys of \(name)")
            try Self.require(counts?["found"], expected.keys...expected.keys, "keys found of \(name)")
            try Self.require(counts?["calls"], expected.calls, "calls of \(name)")
            try Self.require(counts?["retries"], 0...0, "retries of \(name)")
        }
    }

    private static func require(_ count: JSON?, _ range: ClosedRange<Int>, _ what: String) throws(RunFailure) {
        if case .integer(let number)? = count, range.contains(Int(number)) { return }
        let wanted = range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
        throw RunFailure("the run's number of \(what) is \(count.map { $0.text } ?? "missing"), not \(wanted)")
    }
}
