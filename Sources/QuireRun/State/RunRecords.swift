import FoundationEssentials
import GRDB
import QuireModel

/// The history of runs.
package struct RunRecords: Sendable {
    /// How long a run is remembered.
    static let memory = Duration.seconds(90 * 86_400)

    private let state: StateDatabase

    package init(_ state: StateDatabase) { self.state = state }

    /// Notes a run that is about to begin, or to be taken up again. What is known of deliveries that it made before stays.
    ///
    /// - Returns: these deliveries.
    @discardableResult
    func begin(_ record: RunRecord) async throws -> [RunSummary.Delivery] {
        try await state.queue.write { database in
            var record = record
            let before = try String.fetchOne(
                database, sql: "SELECT summary FROM run WHERE id = ?", arguments: [record.run])
            let earlier = before.flatMap { try? JSON.parse($0)["deliveries"] }
            if let earlier { record.summary = record.summary.replacing(["deliveries": earlier]) }
            try database.execute(
                sql: "INSERT OR REPLACE INTO run VALUES (?, ?, ?, ?, ?, ?)", arguments: try Values(record).arguments)
            return record.deliveries
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
    private func settleAbandoned() async throws {
        try await settle(try await records(where: "status = 'running'", [], limit: -1))
    }

    /// - Parameter running: they were when they were read, and may have ended since.
    func settle(_ running: [RunRecord]) async throws {
        for record in running {
            guard let lock = try? FileLock.take(state.folder.lock(of: record.run)) else { continue }
            defer { lock.release() }
            let why = "the program ended before the run did"
            let ending = RunSummary.Status.failed
            let summary = record.summary.replacing(["status": .string(ending.rawValue), "error": .string(why)])
            do { try await end(record.run, ending, summary) } catch let error as DatabaseError {
                throw StateFolder.problem(state.folder.path, StateDatabase.reason(error))
            }
        }
    }

    private func records(where condition: String, _ arguments: [String], limit: Int) async throws -> [RunRecord] {
        do {
            let rows = try await state.queue.read { database in
                try Row.fetchAll(
                    database, sql: "SELECT * FROM run WHERE \(condition) ORDER BY id DESC LIMIT \(limit)",
                    arguments: StatementArguments(arguments)
                ).map(Values.init)
            }
            // One that cannot be read must not hide the others.
            return rows.compactMap { try? $0.record }
        } catch let error as DatabaseError {
            throw StateFolder.problem(state.folder.path, StateDatabase.reason(error))
        }
    }

    /// A record as a row.
    private struct Values: Sendable {
        var run: String
        var report: String
        var status: String
        var summary: String
        var instructions: Data
        var definition: Data

        init(_ record: RunRecord) throws {
            run = record.run
            report = record.report
            status = record.status.rawValue
            summary = record.summary.text
            instructions = try JSONEncoder().encode(record.instructions)
            definition = record.definition
        }

        init(_ row: Row) {
            run = row["id"]
            report = row["report"]
            status = row["status"]
            summary = row["summary"]
            instructions = row["instructions"]
            definition = row["definition"]
        }

        var arguments: StatementArguments {
            [run, report, status, summary, String(decoding: instructions, as: UTF8.self), definition]
        }

        var record: RunRecord {
            get throws {
                RunRecord(
                    run: run, report: report, status: RunSummary.Status(rawValue: status) ?? .failed,
                    summary: try JSON.parse(summary),
                    instructions: try JSONDecoder().decode(RunInstructions.self, from: instructions),
                    definition: definition)
            }
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
