import Crypto
import FoundationEssentials
import GRDB
import QuireModel
package import QuireRun

/// Has a request that is sent again with its `Idempotency-Key` give the same run again, for 24 hours.
package struct Idempotency: Sendable {
    private static let lifetime: Int64 = 24 * 3_600_000_000
    private static let longestKey = 255

    private let state: StateDatabase
    private let turns = Turns(atOnce: 1)

    package init(_ state: StateDatabase) { self.state = state }

    /// - Parameters:
    ///   - key: nil makes a run each time.
    ///   - who: keys of others are others.
    ///   - request: what is asked for.
    /// - Throws: a problem of 422 where the key came with another request, and what `make` throws.
    package func once(
        _ key: String?, by who: String, _ request: String, _ make: @Sendable () async throws -> RunRecord
    ) async throws -> RunRecord {
        guard let key else { return try await make() }
        guard !key.isEmpty, key.utf8.count <= Self.longestKey else {
            throw Problem.unprocessable("an Idempotency-Key has from 1 to \(Self.longestKey) characters")
        }
        let digest = Data(SHA256.hash(data: Data(request.utf8)))
        // One after the other: of two that come at once the second gets the first one's run.
        return try await turns.taking {
            let oldest = LocalDateTime.now.microseconds - Self.lifetime
            let known = try await state.queue.write { database -> (run: String, isSame: Bool)? in
                try database.execute(sql: "DELETE FROM idempotency WHERE at < ?", arguments: [oldest])
                return try Row.fetchOne(
                    database, sql: "SELECT run, request FROM idempotency WHERE who = ? AND key = ?",
                    arguments: [who, key]
                ).map { ($0["run"], $0["request"] == digest) }
            }
            if let known {
                guard known.isSame else {
                    throw Problem.unprocessable("the Idempotency-Key came before, with another request")
                }
                if let record = try await RunRecords(state).record(known.run) { return record }
            }
            let record = try await make()
            try await state.queue.write { database in
                try database.execute(
                    sql: "INSERT OR REPLACE INTO idempotency (who, key, request, run, at) VALUES (?, ?, ?, ?, ?)",
                    arguments: [who, key, digest, record.run, LocalDateTime.now.microseconds])
            }
            return record
        }
    }
}
