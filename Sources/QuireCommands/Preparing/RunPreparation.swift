import Foundation
import QuireDefinition
import QuireModel
import QuireRun

extension RunRequest {
    /// Reads the report, settles its parameters, and narrows it to what the user wants of it.
    ///
    /// - Parameters:
    ///   - run: the name of a run that is taken up again, and when it began; a new one otherwise.
    /// - Throws: every error in the report and in what it uses, every unfit parameter and option.
    static func prepare(
        _ instructions: RunInstructions, _ loader: inout ProjectLoader, _ console: inout Console,
        again run: (name: String, startedAt: LocalDateTime)? = nil
    ) async throws -> RunRequest {
        try await loader.discover([instructions.report], console)
        let report = try loader.report(instructions.report)
        console.redactor = Redactor(loader.secrets)
        let errors = loader.diagnostics.filter { $0.severity == .error }
        guard errors.isEmpty, let report else { throw DiagnosticError(loader.diagnostics.sortedByPlace()) }
        for warning in loader.diagnostics.sortedByPlace() { console.detail(warning.description) }
        let start = run?.startedAt ?? .now.inWholeMilliseconds
        let loaded = LoadedReport(
            report: report, project: loader.project, folder: loader.folder.path, secrets: loader.secrets,
            environment: ProcessInfo.processInfo.environment)
        var request = try RunRequest(
            instructions, of: loaded, run: run?.name ?? RunID.make(at: start), startedAt: start)
        console.redactor = Redactor(request.secrets)
        try request.narrow(instructions)
        request.log = { [console] line in console.say(line) }
        return request
    }
}
