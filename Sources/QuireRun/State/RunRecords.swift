import FoundationEssentials
import GRDB
import QuireModel

/// The history of runs.
package struct RunRecords: Sendable {
    /// How long a run is remembered.
    static let memory = Duration.seconds(90 * 86_400)

    let state: StateDatabase

    package init(_ state: StateDatabase) { self.state = state }

    /// Notes a run that is about to begin, or to be taken up again, by the process that holds its lock.
    ///
    /// - Returns: false where it was to be begun from the queue and is no longer in it.
    @discardableResult
    func begin(_ record: RunRecord) async throws -> Bool {
        let row = try RunRow(record)
        return try await state.queue.write { database in
            if record.origin.isServed {
                try database.execute(
                    sql: """
                        UPDATE run SET status = ?, summary = ?, definition = ? WHERE id = ? AND status = 'queued'
                        """, arguments: [row.status, row.summary, row.definition, row.run])
                return database.changesCount == 1
            }
            try row.insert(in: database, replaces: true)
            return true
        }
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

    /// Forgets runs that began long before another, with their journals.
    func forget(before moment: LocalDateTime) async throws {
        let seconds = Self.memory.components.seconds
        let oldest = RunID.make(at: LocalDateTime(microseconds: moment.microseconds - seconds * 1_000_000)) { _ in 0 }
        let forgotten = try await state.queue.write { database in
            try String.fetchAll(
                database, sql: "DELETE FROM run WHERE id < ? AND status <> 'running' RETURNING id", arguments: [oldest])
        }
        for run in forgotten { state.folder.removeJournal(of: run) }
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
    func records(where condition: String, _ arguments: StatementArguments, limit: Int) async throws -> [RunRecord] {
        do {
            let rows = try await state.queue.read { database in
                try Row.fetchAll(
                    database, sql: "SELECT * FROM run WHERE \(condition) ORDER BY id DESC LIMIT \(limit)",
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
