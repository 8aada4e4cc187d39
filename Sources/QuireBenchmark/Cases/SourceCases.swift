import QuireDatabases

extension BenchmarkCase {
    /// Left out where PostgreSQL is not installed.
    static let postgres = BenchmarkCase(
        name: "postgres", title: "1,000,000 rows from PostgreSQL to xlsx", rounds: 2, rowCount: 1_000_000
    ) { bench, rounds in
        guard PostgresProcess.programs != nil else {
            Output.say("  left out: PostgreSQL is not installed")
            return []
        }
        return try bench.withPostgres(rows: 1_000_000) { url in
            let source = ContractSource.postgres(url: url)
            let runs = try (0..<rounds).map { _ in
                (
                    sqlite: try sheet(bench, rows: 1_000_000),
                    few: try sheet(bench, rows: 100_000, from: source),
                    all: try sheet(bench, rows: 1_000_000, from: source)
                )
            }
            let peaks = runs.map { Double($0.all.peakBytes) }
            return [
                Outcome(
                    name: "postgres", title: "1,000,000 rows from PostgreSQL to xlsx; limit: from SQLite",
                    measured: runs.map(\.all.seconds), limits: runs.map(\.sqlite.seconds), allowed: 1.2),
                Outcome(
                    name: "postgres", title: "peak memory of that; limit: at 100,000 rows", unit: .bytes,
                    measured: peaks, limits: runs.map { Double($0.few.peakBytes) }, allowed: 1.2),
            ]
        }
    }

    static let plugin = BenchmarkCase(
        name: "plugin", title: "100,000 lookups by a plugin in Python, bulk of 1,000; limit: 20,000 a second",
        rounds: 3, rowCount: 100_000
    ) { bench, rounds in
        let seconds = try (0..<rounds).map { _ in
            try bench.run(
                ContractProject(report: .shares, asksPlugin: true), rows: 100_000,
                Expectation(lookups: ["tether": .init(keys: 100_000, calls: 100...200)])
            ).seconds
        }
        return [
            Outcome(
                name: "plugin",
                title: "100,000 lookups by a plugin in Python, bulk of 1,000; limit: 20,000 a second",
                measured: seconds, limits: [5], allowed: 1)
        ]
    }
}
