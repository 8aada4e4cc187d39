import ArgumentParser
import QuireDefinition
import QuireModel
import QuireRun

/// Where answers are kept, or taken from.
struct CassetteOptions: ParsableArguments {
    @Option(help: "Keep the services' answers in this folder, a file for each service and list.")
    var record: String?

    @Option(help: "Take the services' answers from this folder, and ask nobody.")
    var replay: String?

    /// Does a run whose answers are kept, or taken from elsewhere, as the options say. What it was told is kept however it
    /// ends.
    ///
    /// - Throws: where both are given, the folder cannot be used, or a cassette in it is broken; and what `body` throws.
    func running(
        _ request: RunRequest, _ console: Console, _ body: (RunRequest) async throws -> Void
    ) async throws {
        var request = request
        if record != nil, replay != nil {
            throw DiagnosticError(
                Diagnostic(
                    .error, "invalid-option", "--record and --replay do not go together", at: nil,
                    hint: "what is replayed is on cassettes already"))
        }
        if let replay { try request.replay(from: CassetteFolder(toRead: replay)) }
        guard let record else { return try await body(request) }
        let recording = try request.record(in: CassetteFolder(toWrite: record))
        var failure: (any Error)?
        do { try await body(request) } catch { failure = error }
        let count = try await recording.finish()
        let rowCount = await recording.rowCount
        if rowCount > 0 { console.say("rows recorded in \(record): \(rowCount)") }
        if count > 0 { console.say("answers recorded in \(record): \(count)") }
        if let failure { throw failure }
    }
}
