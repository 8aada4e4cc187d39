extension BenchmarkCase {
    static let rendering = compared(
        "rendering", "100,000 rows × 12 columns from SQLite to xlsx; limit: C on libxlsxwriter", rounds: 5,
        rowCount: 100_000, allowed: 1.15
    ) { bench, _ in
        try sheet(bench, rows: 100_000)
    } limit: { bench, _ in
        try bench.renderBaseline(rows: 100_000)
    }

    static let enrichedRendering = compared(
        "enriched", "1,000,000 rows, 100,000 keys, bulk of 1,000; limit: C on libxlsxwriter", rounds: 2,
        rowCount: 1_000_000, allowed: 1.25
    ) { bench, url in
        try enrichedSheet(bench, rows: 1_000_000, url)
    } limit: { bench, _ in
        try bench.renderBaseline(rows: 1_000_000)
    }

    static let journal = compared(
        "journal", "1,000,000 rows, 100,000 keys, its answers noted to be resumed; limit: without a state", rounds: 2,
        rowCount: 1_000_000, allowed: 1.05
    ) { bench, url in
        try enrichedSheet(bench, rows: 1_000_000, url)
    } limit: { bench, url in
        try enrichedSheet(bench, rows: 1_000_000, url, isRemembered: false)
    }

    static let memory = BenchmarkCase(
        name: "memory", title: "peak memory at 1,000,000 rows", rounds: 1, rowCount: 1_000_000
    ) { bench, rounds in
        let plain = try (0..<rounds).map { _ in
            try [100_000, 1_000_000].map { try sheet(bench, rows: $0).peakBytes }
        }
        let enriched = try bench.withStandIn { url in
            try (0..<rounds).map { _ in
                try [100_000, 1_000_000].map { try enrichedSheet(bench, rows: $0, url).peakBytes }
            }
        }
        return [("without lookups", plain), ("with 100,000 keys", enriched)].flatMap { kind, peaks in
            let least = peaks.map { Double($0[0]) }
            let most = peaks.map { Double($0[1]) }
            return [
                Outcome(
                    name: "memory", title: "peak memory at 1,000,000 rows, \(kind); limit: at 100,000 rows",
                    unit: .bytes, measured: most, limits: least, allowed: 1.2),
                Outcome(
                    name: "memory", title: "peak memory at 1,000,000 rows, \(kind); limit: 150 MB", unit: .bytes,
                    measured: most, limits: [150e6], allowed: 1),
            ]
        }
    }

    static let workbook = BenchmarkCase(
        name: "workbook", title: "1,000,000 rows sorted, two summary sheets, a chart", rounds: 1, rowCount: 1_000_000
    ) { bench, rounds in
        let runs = try (0..<rounds).map { _ in
            let plain = try sheet(bench, rows: 1_000_000)
            return (plain, try bench.run(ContractProject(report: .workbook), rows: 1_000_000, Expectation()))
        }
        let title = "1,000,000 rows sorted, two summary sheets, a chart"
        return [
            Outcome(
                name: "workbook", title: "\(title); limit: the plain sheet", measured: runs.map(\.1.seconds),
                limits: runs.map(\.0.seconds), allowed: 1.6),
            Outcome(
                name: "workbook", title: "peak memory of that; limit: 250 MB", unit: .bytes,
                measured: runs.map { Double($0.1.peakBytes) }, limits: [250e6], allowed: 1),
        ]
    }

    static let start = BenchmarkCase(
        name: "start", title: "quire --version", rounds: 15, rowCount: 0
    ) { bench, rounds in
        let seconds = try (0..<rounds).map { _ in try bench.quireVersion().seconds }
        return [
            Outcome(name: "start", title: "quire --version", measured: seconds, limits: [0.05], allowed: 1)
        ]
    }

    static func sheet(
        _ bench: Bench, rows: Int, from source: ContractSource = .sqlite
    ) throws -> MeasuredProgram.Run {
        try bench.run(ContractProject(report: .sheet, source: source), rows: rows, Expectation())
    }

    /// A tenth as many keys as rows; calls wait for no company, so that there may be some more than needed.
    private static func enrichedSheet(
        _ bench: Bench, rows: Int, _ url: String, isRemembered: Bool = true
    ) throws -> MeasuredProgram.Run {
        let keys = rows / 10
        return try bench.run(
            ContractProject(report: .enrichedSheet, bulkSize: 1_000, isRemembered: isRemembered), rows: rows, url: url,
            Expectation(lookups: ["tether": .init(keys: keys, calls: keys / 1_000...keys / 500)]))
    }
}
