/// One thing that is measured.
struct BenchmarkCase: Sendable {
    var name: String
    var title: String
    /// Unless the user says otherwise.
    var rounds: Int
    /// Contracts that it needs in the database.
    var rowCount: Int
    var measure: @Sendable (_ bench: Bench, _ rounds: Int) throws -> [Outcome]

    static let all = [
        contracts, waves, bulk, chain, rendering, enrichedRendering, journal, memory, workbook, postgres, lookups,
        plugin, start,
        server,
    ]

    /// A case whose limit is another program, measured in turn with quire.
    static func compared(
        _ name: String, _ title: String, rounds: Int, rowCount: Int, allowed: Double,
        measured: @escaping @Sendable (Bench, _ url: String) throws -> MeasuredProgram.Run,
        limit: @escaping @Sendable (Bench, _ url: String) throws -> MeasuredProgram.Run
    ) -> BenchmarkCase {
        BenchmarkCase(name: name, title: title, rounds: rounds, rowCount: rowCount) { bench, rounds in
            var outcome = Outcome(name: name, title: title, measured: [], limits: [], allowed: allowed)
            try bench.withStandIn { url in
                for _ in 0..<rounds {
                    outcome.limits.append(try limit(bench, url).seconds)
                    outcome.measured.append(try measured(bench, url).seconds)
                }
            }
            return [outcome]
        }
    }

    /// A case whose limit is the time that the services take at the least.
    static func timed(
        _ name: String, _ title: String, rounds: Int, rowCount: Int, delay: Duration, limit: Double, allowed: Double,
        measured: @escaping @Sendable (Bench, _ url: String) throws -> MeasuredProgram.Run
    ) -> BenchmarkCase {
        BenchmarkCase(name: name, title: title, rounds: rounds, rowCount: rowCount) { bench, rounds in
            try bench.withStandIn(delay: delay) { url in
                let seconds = try (0..<rounds).map { _ in try measured(bench, url).seconds }
                return [Outcome(name: name, title: title, measured: seconds, limits: [limit], allowed: allowed)]
            }
        }
    }
}
