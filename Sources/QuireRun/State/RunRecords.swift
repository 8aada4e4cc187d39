import FoundationEssentials
import GRDB
package import QuireModel

/// The history of runs.
package struct RunRecords: Sendable {
    /// How long a run is remembered, unless a server was told otherwise.
    static let memory = Duration.seconds(90 * 86_400)

    let state: StateDatabase

    package init(_ state: StateDatabase) { self.state = state }

    /// How a run begins.
    struct Beginning: Sendable {
        /// False where it was to be begun from the queue and is no longer in it.
        var isTrue: Bool
        /// Those that it made, or tried to make, before.
        var deliveries: [RunSummary.Delivery]
    }

    /// Notes a run that is about to begin, or to be taken up again, by the process that holds its lock. What is known of
    /// its deliveries stays.
    @discardableResult
    func begin(_ record: RunRecord) async throws -> Beginning {
        try await state.queue.write { database in
            var record = record
            let before = try String.fetchOne(
                database, sql: "SELECT summary FROM run WHERE id = ?", arguments: [record.run])
            let earlier = before.flatMap { try? JSON.parse($0)["deliveries"] }
            if let earlier { record.summary = record.summary.replacing(["deliveries": earlier]) }
            let row = try RunRow(record)
            if record.origin.isServed {
                try database.execute(
                    sql: """
                        UPDATE run SET status = ?, summary = ?, definition = ? WHERE id = ? AND status = 'queued'
                        """, arguments: [row.status, row.summary, row.definition, row.run])
                return Beginning(isTrue: database.changesCount == 1, deliveries: record.deliveries)
            }
            try row.insert(in: database, replaces: true)
            return Beginning(isTrue: true, deliveries: record.deliveries)
        }
    }

    /// Notes what became of a delivery of a run.
    func note(_ delivery: RunSummary.Delivery, of run: String, hiding secrets: [String]) async throws {
        let noted = Redactor(secrets).redact(delivery.json)
        try await state.queue.write { database in
            guard
                let text = try String.fetchOne(database, sql: "SELECT summary FROM run WHERE id = ?", arguments: [run])
            else { return }
            let summary = try JSON.parse(text)
            guard case .array(let deliveries)? = summary["deliveries"] else { return }
            let changed = deliveries.map { $0["n"] == noted["n"] ? noted : $0 }
            try database.execute(
                sql: "UPDATE run SET summary = ? WHERE id = ?",
                arguments: [summary.replacing(["deliveries": .array(changed)]).text, run])
        }
    }

    /// The same for a task that may have been cancelled: the note does not depend on that.
    ///
    /// - Returns: why it could not be noted.
    @discardableResult
    func noteSafely(
        _ delivery: RunSummary.Delivery, of run: String, hiding secrets: [String]
    ) async -> (any Error)? {
        let noted = await Task { try await note(delivery, of: run, hiding: secrets) }.result
        return if case .failure(let error) = noted { error } else { nil }
    }

    /// Notes how a run ended, once.
    func end(_ run: String, _ status: RunSummary.Status, _ summary: JSON) async throws {
        let text = summary.text
        try await state.queue.write { database in
            try database.execute(
                sql: "UPDATE run SET status = ?, summary = ? WHERE id = ? AND status = 'running'",
                arguments: [status.rawValue, text, run])
        }
    }

    package func record(_ run: String) async throws -> RunRecord? {
        try await settleAbandoned()
        return try await records(where: "id = ?", [run], limit: 1).first
    }

    /// The latest first.
    package func list(report: String?, limit: Int) async throws -> [RunRecord] {
        try await settleAbandoned()
        return try await records(where: report == nil ? "TRUE" : "report = ?", report.map { [$0] } ?? [], limit: limit)
    }

    /// How long a lookup of each enrichment took when the report last asked for it, half of them less.
    package func latencies(of report: String) async throws -> [String: Duration] {
        try await records(where: "report = ?", [report], limit: 20).reduce(into: [:]) { known, record in
            known.merge(record.latencies) { latest, _ in latest }
        }
    }

    /// How long runs are remembered from now on, by every process.
    package func keep(for duration: Duration) async throws {
        try await state.queue.write { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO setting VALUES ('keep', ?)", arguments: [duration.components.seconds])
        }
    }

    /// Forgets runs that ended long before a moment, with their journals and what a server kept of them.
    package func forget(before moment: LocalDateTime) async throws {
        let forgotten = try await state.queue.write { database in
            let kept = try Int64.fetchOne(database, sql: "SELECT value FROM setting WHERE name = 'keep'")
            let seconds = kept ?? Self.memory.components.seconds
            let oldest = RunID.make(at: LocalDateTime(microseconds: moment.microseconds - seconds * 1_000_000)) { _ in 0
            }
            return try String.fetchAll(
                database,
                sql: """
                    DELETE FROM run WHERE id < ? AND status NOT IN ('running', 'queued')
                        AND CAST(coalesce(strftime('%s', iif(json_valid(summary),
                            json_extract(summary, '$.finished_at'), NULL)), 0) AS INTEGER) < ?
                    RETURNING id
                    """, arguments: [oldest, moment.microseconds / 1_000_000 - seconds])
        }
        for run in forgotten {
            state.folder.removeJournal(of: run)
            state.folder.removeFiles(of: run)
        }
    }

    /// How many runs are kept, by status.
    package func counts() async throws -> [String: Int] {
        try await state.queue.read { database in
            let rows = try Row.fetchAll(database, sql: "SELECT status, count(*) AS runs FROM run GROUP BY status")
            return Dictionary(uniqueKeysWithValues: rows.map { ($0["status"], $0["runs"]) })
        }
    }

    /// A run whose process is gone has failed.
    func settleAbandoned() async throws {
        try await settle(try await records(where: "status = 'running'", [], limit: -1))
    }

    /// - Parameter running: they were when they were read, and may have ended since.
    func settle(_ running: [RunRecord]) async throws {
        for record in running {
            guard let lock = try? FileLock.take(state.folder.lock(of: record.run)) else { continue }
            defer { lock.release() }
            // A server goes on with what it has begun, if need be when it is started again.
            let ending = record.origin.isServed ? RunSummary.Status.queued : .failed
            var changes: [String: JSON] = ["status": .string(ending.rawValue)]
            if ending == .failed { changes["error"] = "the program ended before the run did" }
            let summary = record.summary.replacing(changes)
            do { try await end(record.run, ending, summary) } catch let error as DatabaseError {
                throw StateFolder.problem(state.folder.path, StateDatabase.reason(error))
            }
        }
    }

    /// - Parameter condition: SQL, with a `?` for each argument.
    func records(
        where condition: String, _ arguments: StatementArguments, order: String = "id DESC", limit: Int
    ) async throws -> [RunRecord] {
        do {
            let rows = try await state.queue.read { database in
                try Row.fetchAll(
                    database, sql: "SELECT * FROM run WHERE \(condition) ORDER BY \(order) LIMIT \(limit)",
                    arguments: arguments
                ).map(RunRow.init)
            }
            // One that cannot be read must not hide the others.
            return rows.compactMap { try? $0.record }
        } catch let error as DatabaseError {
            throw StateFolder.problem(state.folder.path, StateDatabase.reason(error))
        }
    }
}

extension JSON {
    /// The object with other values for some of its members.
    func replacing(_ values: [String: JSON]) -> JSON {
        guard case .object(let members) = self else { return self }
        return .object(members.map { JSON.Member($0.name, values[$0.name] ?? $0.value) })
    }
}
