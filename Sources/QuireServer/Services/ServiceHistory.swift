import GRDB
package import QuireEngine
package import QuireModel
package import QuireRun

/// How services fared over the last day, a quarter of an hour at a time.
package struct ServiceHistory: Sendable {
    /// Seconds that one entry is about.
    package static let interval: Int64 = 900
    private static let memory: Int64 = 86_400

    package struct Entry: Sendable, Hashable {
        /// When its time began, in seconds since 1970.
        package var at: Int64
        package var calls: Int
        package var errors: Int
        /// In seconds.
        package var p50: Double
        package var p95: Double
        package var longest: Double
    }

    private let state: StateDatabase

    package init(_ state: StateDatabase) { self.state = state }

    /// Adds what services did just now.
    package func add(_ statuses: [ServiceStatus], at moment: LocalDateTime) async throws {
        let busy = statuses.filter { $0.calls > 0 }
        let seconds = moment.microseconds / 1_000_000
        let at = seconds - seconds % Self.interval
        guard !busy.isEmpty else { return }
        try await state.queue.write { database in
            for status in busy {
                try Self.add(status, at: at, database)
            }
            try database.execute(sql: "DELETE FROM service_calls WHERE at < ?", arguments: [at - Self.memory])
        }
    }

    /// Quantiles of parts are added up by how many calls each has: near enough for a chart.
    private static func add(_ status: ServiceStatus, at moment: Int64, _ database: Database) throws {
        let latency = status.latency
        try database.execute(
            sql: """
                INSERT INTO service_calls VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (at, service) DO UPDATE SET
                    p50 = (p50 * calls + excluded.p50 * excluded.calls) / (calls + excluded.calls),
                    p95 = (p95 * calls + excluded.p95 * excluded.calls) / (calls + excluded.calls),
                    longest = max(longest, excluded.longest),
                    calls = calls + excluded.calls, errors = errors + excluded.errors
                """,
            arguments: [
                moment, status.name, status.calls, status.errors, latency.p50.inSeconds, latency.p95.inSeconds,
                latency.max.inSeconds,
            ])
    }

    /// The entries of the last day by service, the oldest first.
    package func entries(at moment: LocalDateTime) async throws -> [String: [Entry]] {
        let oldest = moment.microseconds / 1_000_000 - Self.memory
        let rows = try await state.queue.read { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM service_calls WHERE at >= ? ORDER BY at", arguments: [oldest]
            ).map { row in
                (
                    service: row["service"] as String,
                    entry: Entry(
                        at: row["at"], calls: row["calls"], errors: row["errors"], p50: row["p50"], p95: row["p95"],
                        longest: row["longest"])
                )
            }
        }
        return Dictionary(grouping: rows, by: \.service).mapValues { $0.map(\.entry) }
    }
}
