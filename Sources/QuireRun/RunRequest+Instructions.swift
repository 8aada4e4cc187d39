package import QuireDefinition
import QuireExpression
package import QuireModel

/// A report that is free of errors, with what its runs need of the project.
package struct LoadedReport: Sendable {
    package var report: CheckedReport
    package var project: ProjectDefinition
    /// The project's folder, absolute.
    package var folder: String
    /// Texts that must never be shown.
    package var secrets: Set<String>
    /// The process's environment.
    package var environment: [String: String]

    package init(
        report: CheckedReport, project: ProjectDefinition, folder: String, secrets: Set<String>,
        environment: [String: String]
    ) {
        self.report = report
        self.project = project
        self.folder = folder
        self.secrets = secrets
        self.environment = environment
    }
}

extension RunRequest {
    /// Settles the report's parameters.
    ///
    /// - Parameter startedAt: in UTC.
    /// - Throws: every unfit parameter.
    package init(
        _ instructions: RunInstructions, of loaded: LoadedReport, run: String, startedAt: LocalDateTime,
        origin: RunOrigin = RunOrigin()
    ) throws(DiagnosticError) {
        let zone = loaded.project.zone
        let definition = loaded.report.definition
        let resolver = ParameterResolver(
            definition, zone: zone, now: zone.wallTime(ofUTC: startedAt),
            scheduledAt: origin.scheduledAt.map(zone.wallTime(ofUTC:)))
        let parameters = try resolver.resolve(instructions.parameters.map { ($0.name, $0.text) })
        self.init(
            report: loaded.report, project: loaded.project, folder: loaded.folder, parameters: parameters, run: run,
            startedAt: startedAt, secrets: Array(loaded.secrets.union(definition.secretTexts(parameters))),
            environment: loaded.environment)
        self.origin = origin
    }

    /// Narrows the report to what the user wants of it.
    ///
    /// - Throws: the first unfit option.
    package mutating func narrow(_ instructions: RunInstructions) throws(DiagnosticError) {
        if let limit = instructions.limit, limit < 1 {
            throw Self.invalid("--limit is at least 1, not \(limit)")
        }
        limit = instructions.limit
        delivers = instructions.delivers == true
        if let text = instructions.filter {
            filter = try ExpressionSyntax(ExpressionText(text, at: Self.filterPlace, style: .plain))
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

    /// Where what is wrong with the filter is.
    package static let filterPlace = FilePosition(file: "--where", line: 1, column: 1)

    private static func invalid(_ message: String) -> DiagnosticError {
        DiagnosticError(Diagnostic(.error, "invalid-option", message, at: nil))
    }

    private static func noColumn(_ option: String, _ text: String) -> DiagnosticError {
        DiagnosticError(
            Diagnostic(
                "invalid-option", "\(option) names no column: '\(text)'", at: nil,
                hint: "name their ids, as in \(option) sn,amount", .noColumn))
    }
}

extension RunInstructions {
    /// - Throws: where there is no such format.
    package var outputFormat: OutputFormat? {
        get throws(DiagnosticError) {
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
