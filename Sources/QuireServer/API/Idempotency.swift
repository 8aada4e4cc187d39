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
    ///   - make: makes the run, and in the transaction that has it wait calls what it is given.
    /// - Throws: a problem of 422 where the key came with another request, and what `make` throws.
    package func once(
        _ key: String?, by who: String, _ request: String,
        _ make: @Sendable (_ noting: @escaping RunRecords.Noting) async throws -> RunRecord
    ) async throws -> RunRecord {
        guard let key else { return try await make { _, _ in } }
        guard !key.isEmpty, key.utf8.count <= Self.longestKey else {
            throw Problem.unprocessable("an Idempotency-Key has from 1 to \(Self.longestKey) characters")
        }
        let digest = Data(SHA256.hash(data: Data(request.utf8)))
        // One after the other: of two that come at once the second gets the first one's run.
        return try await turns.taking {
            if let known = try await known(key, who, digest) { return known }
            do {
                return try await make { record, database in
                    try database.execute(
                        sql: "INSERT INTO idempotency (who, key, request, run, at) VALUES (?, ?, ?, ?, ?)",
                        arguments: [who, key, digest, record.run, LocalDateTime.now.microseconds])
                }
            } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
                // Another server of the same state was first.
                guard let known = try await known(key, who, digest) else { throw error }
                return known
            }
        }
    }

    /// The run that the key made; nil where it made none that is still known.
    private func known(_ key: String, _ who: String, _ digest: Data) async throws -> RunRecord? {
        let oldest = LocalDateTime.now.microseconds - Self.lifetime
        let known = try await state.queue.write { database -> (run: String, isSame: Bool)? in
            try database.execute(sql: "DELETE FROM idempotency WHERE at < ?", arguments: [oldest])
            try database.execute(
                sql: """
                    DELETE FROM idempotency
                    WHERE who = ? AND key = ? AND NOT EXISTS (SELECT 1 FROM run WHERE id = idempotency.run)
                    """, arguments: [who, key])
            return try Row.fetchOne(
                database, sql: "SELECT run, request FROM idempotency WHERE who = ? AND key = ?", arguments: [who, key]
            ).map { ($0["run"], $0["request"] == digest) }
        }
        guard let known else { return nil }
        guard known.isSame else {
            throw Problem.unprocessable("the Idempotency-Key came before, with another request")
        }
        return try await RunRecords(state).record(known.run)
    }
}
