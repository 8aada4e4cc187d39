extension BenchmarkCase {
    /// As many as a large office has, each asking something every second.
    static let server = BenchmarkCase(
        name: "server", title: "200 analysts at a server while 4 runs go on", rounds: 3, rowCount: 2_000
    ) { bench, rounds in
        let title = "200 analysts at a server while 4 runs go on"
        let visits = try bench.withStandIn(delay: .milliseconds(500)) { url in
            try (0..<rounds).map { _ in
                try bench.serve(
                    ContractProject(report: .shares, concurrency: 64), rows: 2_000, url: url, analysts: 200)
            }
        }
        return [
            Outcome(
                name: "server", title: "\(title), p99 of a page; limit: 250 ms, or 10 × that at rest",
                measured: visits.map(\.busy), limits: visits.map { max(0.25, 10 * $0.atRest) }, allowed: 1),
            Outcome(
                name: "server", title: "\(title), peak memory; limit: 250 MB", unit: .bytes,
                measured: visits.map { Double($0.peakBytes) }, limits: [250e6], allowed: 1),
        ]
    }
}
