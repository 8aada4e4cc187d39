package import GRDB
import QuireModel

extension RunRecords {
    /// Has a run that failed wait again, to go on where it stopped. To be used within a transaction.
    ///
    /// - Returns: false where it has not failed.
    package static func requeue(_ run: String, in database: Database) throws -> Bool {
        let row = try Row.fetchOne(
            database, sql: "SELECT * FROM run WHERE id = ? AND status = 'failed'", arguments: [run])
        guard let record = try row.map(RunRow.init)?.record else { return false }
        let summary = record.summary.replacing(["status": "queued", "error": .null, "finished_at": .null])
        try database.execute(
            sql: "UPDATE run SET status = 'queued', summary = ?, served = TRUE WHERE id = ?",
            arguments: [summary.text, run])
        return true
    }
}
