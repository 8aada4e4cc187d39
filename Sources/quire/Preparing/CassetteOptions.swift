import ArgumentParser
import QuireModel
import QuireRun

/// Where answers are kept, or taken from.
struct CassetteOptions: ParsableArguments {
    @Option(help: "Keep the services' answers in this folder, a file for each service.")
    var record: String?

    @Option(help: "Take the services' answers from this folder, and ask nobody.")
    var replay: String?

    /// - Returns: the recording, to be finished after the run.
    /// - Throws: where both are given, the folder cannot be used, or a cassette in it is broken.
    func apply(to request: inout RunRequest) throws -> Recording? {
        if record != nil, replay != nil {
            throw DiagnosticError(
                Diagnostic(
                    .error, "invalid-option", "--record and --replay do not go together", at: nil,
                    hint: "what is replayed is on cassettes already"))
        }
        if let replay { try request.replay(from: CassetteFolder(toRead: replay)) }
        return try record.map { try request.record(in: CassetteFolder(toWrite: $0)) }
    }
}
