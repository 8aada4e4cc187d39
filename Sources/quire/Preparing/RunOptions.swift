import ArgumentParser
import Foundation
import QuireDefinition
import QuireExpression
import QuireModel
import QuireRun

/// What `run` and `preview` take alike.
struct ReportArguments: ParsableArguments {
    @Argument(help: "The report's name.")
    var report: String

    @Argument(help: "Parameters, as name=value; a list is name=a,b.")
    var parameters: [String] = []

    /// - Throws: where one of them has no '='.
    var assignments: [(name: String, text: String)] {
        get throws {
            try parameters.map { text in
                guard let sign = text.firstIndex(of: "=") else {
                    throw DiagnosticError(
                        Diagnostic(
                            .error, "invalid-parameter", "'\(text)' is no parameter", at: nil,
                            hint: "parameters are given as name=value"))
                }
                return (String(text[..<sign]), String(text[text.index(after: sign)...]))
            }
        }
    }
}

/// A moment in UTC.
func currentMoment() -> LocalDateTime {
    LocalDateTime(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
}

extension RunRequest {
    /// Reads the report and settles its parameters.
    ///
    /// - Throws: every error in the report and in what it uses, and every unfit parameter.
    static func prepare(
        _ arguments: ReportArguments, _ project: ProjectOptions, _ console: inout Console
    ) throws -> RunRequest {
        var loader = try project.loader(&console)
        let report = try loader.report(arguments.report)
        console.redactor = Redactor(loader.secrets)
        let errors = loader.diagnostics.filter { $0.severity == .error }
        guard errors.isEmpty, let report else { throw DiagnosticError(loader.diagnostics.sortedByPlace()) }
        for warning in loader.diagnostics.sortedByPlace() { console.detail(warning.description) }
        let now = currentMoment()
        let zone = loader.project.zone
        let resolver = ParameterResolver(report.definition, zone: zone, now: zone.wallTime(ofUTC: now))
        let parameters = try resolver.resolve(arguments.assignments)
        let secrets = loader.secrets.union(report.definition.secretTexts(parameters))
        console.redactor = Redactor(secrets)
        return RunRequest(
            report: report, project: loader.project, folder: loader.folder.path, parameters: parameters,
            run: RunID.make(at: now), startedAt: now, secrets: Array(secrets),
            environment: ProcessInfo.processInfo.environment)
    }
}
