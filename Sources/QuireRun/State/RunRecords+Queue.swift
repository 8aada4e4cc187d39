package import GRDB
package import QuireModel

/// Runs that wait for a server.
extension RunRecords {
    /// Notes a run that a server is to do.
    ///
    /// - Parameter record: its instructions hold no secret, its origin says that it is served.
    package func enqueue(_ record: RunRecord) async throws {
        try await state.queue.write { try Self.enqueue(record, in: $0) }
    }

    /// The same as part of a transaction.
    package static func enqueue(_ record: RunRecord, in database: Database) throws {
        try RunRow(record).insert(in: database)
    }

    /// What waits, in the order in which it is to begin: those someone asked for before those of schedules.
    package func waiting() async throws -> [RunRecord] {
        try await settleAbandoned()
        return try await records(where: "status = 'queued'", [], limit: -1).sorted { left, right in
            let (isLeftScheduled, isRightScheduled) = (left.origin.schedule != nil, right.origin.schedule != nil)
            return isLeftScheduled == isRightScheduled ? left.run < right.run : isRightScheduled
        }
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
