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
        let loaded = try await loader.loaded(instructions.report, &console)
        let start = run?.startedAt ?? .now.inWholeMilliseconds
        var request = try RunRequest(
            instructions, of: loaded, run: run?.name ?? RunID.make(at: start), startedAt: start)
        console.redactor = Redactor(request.secrets)
        try request.narrow(instructions)
        request.log = { [console] line in console.say(line) }
        return request
    }
}

extension ProjectLoader {
    /// Reads a report that is to be used; its warnings are for who wants details.
    ///
    /// - Throws: every error in the report and in what it uses.
    mutating func loaded(_ name: String, _ console: inout Console) async throws -> LoadedReport {
        try await discover([name], console)
        let report = try report(name)
        console.redactor = Redactor(secrets)
        let errors = diagnostics.filter { $0.severity == .error }
        guard errors.isEmpty, let report else { throw DiagnosticError(diagnostics.sortedByPlace()) }
        for warning in diagnostics.sortedByPlace() { console.detail(warning.description) }
        return LoadedReport(
            report: report, project: project, folder: folder.path, secrets: secrets,
            environment: ProcessInfo.processInfo.environment)
    }
}
