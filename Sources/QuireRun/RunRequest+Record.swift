import QuireDefinition
import QuireModel
import QuirePlugin

extension RunRequest {
    /// What the state holds of the run, without secrets.
    ///
    /// - Parameter instructions: what the request was made of.
    func record(_ summary: RunSummary, _ instructions: RunInstructions) -> RunRecord {
        let secret = Set(report.definition.parameters.entries.filter(\.value.isSecret).map(\.name))
        let redactor = Redactor(secrets)
        return RunRecord(
            run: run, report: report.name, status: summary.status,
            summary: redactor.redact(summary.json, keeping: Redactor.structure),
            instructions: instructions.hiding(secret, redactor), origin: origin)
    }

    /// The record of a run that is to wait for a server.
    ///
    /// - Parameter instructions: what the request was made of.
    package func waitingRecord(_ instructions: RunInstructions) -> RunRecord {
        var summary = openedSummary
        summary.status = .queued
        summary.startedAt = ""
        var record = record(summary, instructions)
        record.origin.isServed = true
        return record
    }
}
