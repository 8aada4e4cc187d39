import Foundation
import QuireDefinition
import QuireExpression
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
        let report = try await loader.checkedReport(instructions.report, &console)
        let start = run?.startedAt ?? .now.inWholeMilliseconds
        let zone = loader.project.zone
        let resolver = ParameterResolver(report.definition, zone: zone, now: zone.wallTime(ofUTC: start))
        let parameters = try resolver.resolve(instructions.parameters.map { ($0.name, $0.text) })
        let secrets = loader.secrets.union(report.definition.secretTexts(parameters))
        console.redactor = Redactor(secrets)
        var request = RunRequest(
            report: report, project: loader.project, folder: loader.folder.path, parameters: parameters,
            run: run?.name ?? RunID.make(at: start), startedAt: start, secrets: Array(secrets),
            environment: ProcessInfo.processInfo.environment)
        request.log = { [console] line in console.say(line) }
        try request.narrow(instructions)
        return request
    }

    private mutating func narrow(_ instructions: RunInstructions) throws {
        if let limit = instructions.limit, limit < 1 {
            throw Self.invalid("--limit is at least 1, not \(limit)")
        }
        limit = instructions.limit
        delivers = instructions.delivers == true
        if let text = instructions.filter {
            let place = FilePosition(file: "--where", line: 1, column: 1)
            filter = try ExpressionSyntax(ExpressionText(text, at: place, style: .plain))
        }
        if let sheet = instructions.sheet { try keepSheet(sheet) }
        if let text = instructions.columns {
            let ids = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            if ids.allSatisfy(\.isEmpty) { throw Self.noColumn("--columns", text) }
            try keepColumns(ids)
        }
        if let text = instructions.sort {
            let keys = SortKey.parse(text)
            if keys.isEmpty { throw Self.noColumn("--sort", text) }
            try sort(by: keys)
        }
    }

    private static func invalid(_ message: String, hint: String? = nil) -> DiagnosticError {
        DiagnosticError(Diagnostic(.error, "invalid-option", message, at: nil, hint: hint))
    }

    private static func noColumn(_ option: String, _ text: String) -> DiagnosticError {
        invalid("\(option) names no column: '\(text)'", hint: "name their ids, as in \(option) sn,amount")
    }
}

extension ProjectLoader {
    /// Reads a report that is to be used; its warnings are for who wants details.
    ///
    /// - Throws: every error in the report and in what it uses.
    mutating func checkedReport(_ name: String, _ console: inout Console) async throws -> CheckedReport {
        try await discover([name], console)
        let report = try report(name)
        console.redactor = Redactor(secrets)
        let errors = diagnostics.filter { $0.severity == .error }
        guard errors.isEmpty, let report else { throw DiagnosticError(diagnostics.sortedByPlace()) }
        for warning in diagnostics.sortedByPlace() { console.detail(warning.description) }
        return report
    }
}

extension RunInstructions {
    /// - Throws: where there is no such format.
    var outputFormat: OutputFormat? {
        get throws {
            guard let format else { return nil }
            if let known = OutputFormat(rawValue: format) { return known }
            let names = OutputFormat.allCases.map(\.rawValue)
            throw DiagnosticError(
                Diagnostic(
                    .error, "invalid-option", "there is no format '\(format)'", at: nil,
                    hint: NearestName.hint(format, among: names) ?? "it is one of " + names.joined(separator: ", ")))
        }
    }
}
