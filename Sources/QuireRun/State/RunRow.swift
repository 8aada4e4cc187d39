import FoundationEssentials
import GRDB
import QuireModel

/// A run's record as a row of the database.
struct RunRow: Sendable {
    var run: String
    var report: String
    var status: String
    var summary: String
    var instructions: Data
    var definition: Data
    var origin: RunOrigin

    init(_ record: RunRecord) throws {
        run = record.run
        report = record.report
        status = record.status.rawValue
        summary = record.summary.text
        instructions = try JSONEncoder().encode(record.instructions)
        definition = record.definition
        origin = record.origin
    }

    init(_ row: Row) {
        run = row["id"]
        report = row["report"]
        status = row["status"]
        summary = row["summary"]
        instructions = row["instructions"]
        definition = row["definition"]
        origin = RunOrigin()
        origin.schedule = row["schedule"]
        origin.scheduledAt = (row["scheduled_at"] as Int64?).map(LocalDateTime.init(microseconds:))
        origin.requester = row["requester"]
        origin.isServed = row["served"]
    }

    /// - Parameter replaces: one that is there becomes this one; where it comes from stays.
    func insert(in database: Database, replaces: Bool = false) throws {
        let replacement = """
            ON CONFLICT (id) DO UPDATE SET status = excluded.status, summary = excluded.summary,
                instructions = excluded.instructions, definition = excluded.definition
            """
        try database.execute(
            sql: """
                INSERT INTO run (
                    id, report, status, summary, instructions, definition, schedule, scheduled_at, requester, served)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) \(replaces ? replacement : "")
                """,
            arguments: [
                run, report, status, summary, String(decoding: instructions, as: UTF8.self), definition,
                origin.schedule, origin.scheduledAt?.microseconds, origin.requester, origin.isServed,
            ])
    }

    var record: RunRecord {
        get throws {
            RunRecord(
                run: run, report: report, status: RunSummary.Status(rawValue: status) ?? .failed,
                summary: try JSON.parse(summary),
                instructions: try JSONDecoder().decode(RunInstructions.self, from: instructions),
                definition: definition, origin: origin)
        }
    }
}
