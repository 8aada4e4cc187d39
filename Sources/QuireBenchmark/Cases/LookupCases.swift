extension BenchmarkCase {
    static let contracts = timed(
        "contracts", "100 contracts, 500 ms a call, no bulk, concurrency 100", rounds: 7, rowCount: 100,
        delay: .milliseconds(500), limit: 0.5, allowed: 1.15
    ) { bench, url in
        try bench.run(
            ContractProject(report: .shares, concurrency: 100), rows: 100, url: url,
            Expectation(lookups: ["tether": .init(keys: 100, calls: 100...100)]))
    }

    static let waves = timed(
        "waves", "10,000 contracts, 500 ms a call, no bulk, concurrency 256", rounds: 1, rowCount: 10_000,
        delay: .milliseconds(500), limit: 20, allowed: 1.03
    ) { bench, url in
        try bench.run(
            ContractProject(report: .shares, concurrency: 256), rows: 10_000, url: url,
            Expectation(lookups: ["tether": .init(keys: 10_000, calls: 10_000...10_000)]))
    }

    static let bulk = timed(
        "bulk", "10,000 contracts, 500 ms a call, bulk of 100, concurrency 32", rounds: 3, rowCount: 10_000,
        delay: .milliseconds(500), limit: 2, allowed: 1.15
    ) { bench, url in
        try bench.run(
            ContractProject(report: .shares, concurrency: 32, bulkSize: 100), rows: 10_000, url: url,
            Expectation(lookups: ["tether": .init(keys: 10_000, calls: 100...128)]))
    }

    static let chain = timed(
        "chain", "two enrichments, the second on the first, 1,000 rows, 200 ms a call, concurrency 1,000", rounds: 7,
        rowCount: 1_000, delay: .milliseconds(200), limit: 0.4, allowed: 1.25
    ) { bench, url in
        let each = Expectation.Lookups(keys: 1_000, calls: 1_000...1_000)
        return try bench.run(
            ContractProject(report: .terms, concurrency: 1_000), rows: 1_000, url: url,
            Expectation(lookups: ["tether": each, "terms": each]))
    }

    static let lookups = compared(
        "lookups", "20,000 lookups, no delay, no bulk, concurrency 128; limit: a bare AsyncHTTPClient loop", rounds: 5,
        rowCount: 20_000, allowed: 1.5
    ) { bench, url in
        try bench.run(
            ContractProject(report: .shares, concurrency: 128), rows: 20_000, url: url,
            Expectation(lookups: ["tether": .init(keys: 20_000, calls: 20_000...20_000)]))
    } limit: { bench, url in
        try bench.loop(contracts: 20_000, concurrency: 128, url: url)
    }
}
