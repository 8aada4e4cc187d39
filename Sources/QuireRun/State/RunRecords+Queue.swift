package import GRDB
package import QuireModel

/// Runs that wait for a server.
extension RunRecords {
    /// Notes a run that a server is to do.
    ///
    /// - Parameters:
    ///   - record: its instructions hold no secret, its origin says that it is served.
    ///   - noting: done in the same transaction.
    package func enqueue(_ record: RunRecord, noting: @escaping Noting = { _, _ in }) async throws {
        try await state.queue.write { database in
            try Self.enqueue(record, in: database)
            try noting(record, database)
        }
    }

    /// What is to be noted together with a run.
    package typealias Noting = @Sendable (RunRecord, Database) throws -> Void

    /// The same as part of a transaction.
    package static func enqueue(_ record: RunRecord, in database: Database) throws {
        try RunRow(record).insert(in: database)
    }

    /// The first of those that wait, in the order in which they are to begin: those someone asked for before those of
    /// schedules. One that cannot be read holds up no other.
    package func waiting(limit: Int = 1_000) async throws -> [RunRecord] {
        try await settleAbandoned()
        return try await records(
            where: "status = 'queued' AND json_valid(summary) AND json_valid(instructions)", [],
            order: "schedule IS NOT NULL, id", limit: limit)
    }

    /// Has a run that has ended wait again, to go on where it stopped.
    ///
    /// - Returns: false where it has not ended, or succeeded.
    package func requeue(_ record: RunRecord) async throws -> Bool {
        var waiting = record
        waiting.status = .queued
        waiting.origin.isServed = true
        waiting.summary = record.summary.replacing(["status": "queued", "error": .null, "finished_at": .null])
        let row = try RunRow(waiting)
        return try await state.queue.write { database in
            try database.execute(
                sql: """
                    UPDATE run SET status = 'queued', summary = ?, served = TRUE
                    WHERE id = ? AND status IN ('partial', 'failed', 'cancelled')
                    """, arguments: [row.summary, row.run])
            return database.changesCount == 1
        }
    }

    /// Takes a run out of the queue.
    ///
    /// - Parameters:
    ///   - status: how it ends with that.
    ///   - reason: why, where it is no wish of the user.
    /// - Returns: false where it does not wait.
    package func withdraw(
        _ record: RunRecord, as status: RunSummary.Status, because reason: String? = nil, at moment: String
    ) async throws -> Bool {
        let summary = record.summary.replacing([
            "status": .string(status.rawValue), "error": reason.map(JSON.string) ?? .null,
            "finished_at": .string(moment),
        ])
        let text = summary.text
        return try await state.queue.write { database in
            try database.execute(
                sql: "UPDATE run SET status = ?, summary = ? WHERE id = ? AND status = 'queued'",
                arguments: [status.rawValue, text, record.run])
            return database.changesCount == 1
        }
    }
}

extension RunRecords {
    /// Runs of a server that have ended, and of which something is still to be sent that nobody is sending: it was cut off by
    /// the end of the process.
    package func undelivered() async throws -> [RunRecord] {
        let found = try await records(
            where: """
                served AND status IN ('succeeded', 'partial', 'failed') AND EXISTS (
                    SELECT 1 FROM json_each(run.summary, '$.deliveries')
                    WHERE json_extract(json_each.value, '$.status') = 'pending')
                """, [], limit: -1)
        return found.filter { record in
            guard let lock = try? FileLock.take(state.folder.lock(of: record.run)) else { return false }
            lock.release()
            return true
        }
    }
}

/// What lists of runs show.
extension RunRecords {
    /// The latest first, of some reports alone.
    ///
    /// - Parameter before: the name of the run after which the list goes on.
    package func list(
        reports: [String], status: RunSummary.Status?, before: String?, limit: Int
    ) async throws -> [RunRecord] {
        guard !reports.isEmpty else { return [] }
        try await settleAbandoned()
        var conditions = ["report IN (\(reports.map { _ in "?" }.joined(separator: ",")))"]
        var arguments = StatementArguments(reports)
        if let status {
            conditions.append("status = ?")
            arguments += [status.rawValue]
        }
        if let before {
            conditions.append("id < ?")
            arguments += [before]
        }
        return try await records(where: conditions.joined(separator: " AND "), arguments, limit: limit)
    }

    /// Names of all reports that there are runs of.
    package func reports() async throws -> [String] {
        try await state.queue.read { try String.fetchAll($0, sql: "SELECT DISTINCT report FROM run ORDER BY report") }
    }

    /// The last run of each report, by the report's name.
    package func latest() async throws -> [String: RunRecord] {
        let runs = try await records(
            where: "id IN (SELECT max(id) FROM run GROUP BY report)", [], limit: -1)
        return Dictionary(runs.map { ($0.report, $0) }) { first, _ in first }
    }
}
