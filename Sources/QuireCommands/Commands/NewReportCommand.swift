import ArgumentParser
import Foundation
import QuireAuthoring
import QuireDefinition
import QuireModel
import QuirePlugin

struct NewReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Write a starting file for a report.",
        discussion: """
            Example:
              quire new report finance/aging --connection crm --query "SELECT * FROM invoice WHERE due_on < :due_to"

            With a query or a file the columns are filled in, and the report can be run at once. A query in a file of its own:
              quire new report aging --connection crm --query "$(cat aging.sql)"
            """)

    @Argument(help: "The report's name: its file is NAME.yaml.")
    var name: String

    @Option(help: "One of the project's connections; may be left out where there is one.")
    var connection: String?

    @Option(help: "One SELECT; its parameters, as :name, become the report's.")
    var query: String?

    @Option(
        name: .customLong("parameter"), help: "The type of a parameter whose name does not tell it: id=integer.")
    var types: [String] = []

    @Option(help: "A csv or ndjson file, relative to the project.")
    var file: String?

    @OptionGroup var project: ProjectOptions
    @OptionGroup var log: LogOptions

    func run() async throws {
        try await log.console.running { console in
            let name = try StartingName(ofReport: name)
            try checkOptions()
            let loader = try project.loader(&console)
            try StartingFile.checkFree(name.text + ".yaml", in: loader.folder)
            let draft = try await draft(name, loader)
            let isWhole = query != nil || file != nil
            let given = draft.parameters.map(\.argument).joined()
            try draft.file.write(
                in: loader.folder, console,
                next: isWhole
                    ? "see its rows: quire preview \(name.text)\(given)"
                    : "say where its rows come from, then: quire check \(name.text)")
        }
    }

    private func checkOptions() throws(DiagnosticError) {
        if file != nil, query != nil || connection != nil {
            throw Self.invalid("a report has one source, not a query and a file", hint: "leave --query or --file out")
        }
        if connection != nil, query == nil {
            throw Self.invalid("--connection needs --query", hint: "such as --query \"SELECT * FROM orders\"")
        }
        if !types.isEmpty, query == nil { throw Self.invalid("--parameter goes with --query", hint: "leave it out") }
    }

    private func draft(_ name: StartingName, _ loader: ProjectLoader) async throws -> ReportDraft {
        let context = SourceContext(
            zone: loader.project.zone.local, zoneName: loader.project.zone.identifier, folder: loader.folder.path,
            secrets: Array(loader.secrets), environment: ProcessInfo.processInfo.environment)
        if let query {
            let errors = loader.diagnostics.filter { $0.severity == .error }
            guard errors.isEmpty else { throw DiagnosticError(errors.sortedByPlace()) }
            return try await QueryDraft(
                query, connection: connection, types: try parameterTypes, in: loader.project
            ).report(named: name, context)
        }
        if let file {
            return try await FileDraft(file, in: loader.folder, Program.registry).report(named: name, context)
        }
        return .example(name)
    }

    private var parameterTypes: [String: FieldType] {
        get throws(DiagnosticError) {
            let known: [FieldType] = [.text, .integer, .number, .boolean, .date, .datetime]
            var result: [String: FieldType] = [:]
            for written in types {
                let parts = written.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2, let type = known.first(where: { $0.rawValue == parts[1] }) else {
                    throw Self.invalid(
                        "'--parameter \(written)' names no type",
                        hint: "write it as --parameter id=integer; the types are "
                            + known.map(\.rawValue).joined(separator: ", "))
                }
                result[String(parts[0])] = type
            }
            return result
        }
    }

    private static func invalid(_ message: String, hint: String) -> DiagnosticError {
        DiagnosticError(Diagnostic(.error, "invalid-option", message, at: nil, hint: hint))
    }
}
