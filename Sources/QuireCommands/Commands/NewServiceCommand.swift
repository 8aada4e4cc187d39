import ArgumentParser
import Foundation
import QuireAuthoring
import QuireDefinition
import QuireModel

struct NewServiceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "service", abstract: "Write a starting file for a service.",
        discussion: """
            Example:
              quire new service pets --openapi petstore.yaml --operation getPetById
              quire new service rates --url https://rates.example.com
            """)

    @Argument(help: "The service's name: its file is services/NAME.yaml.")
    var name: String

    @Option(help: "Where the service is.")
    var url: String?

    @Option(name: .customLong("openapi"), help: "An OpenAPI 3 document, in YAML or JSON.")
    var document: String?

    @Option(help: "One of the document's operations: its operationId, or 'GET /pets/{id}'.")
    var operation: String?

    @OptionGroup var project: ProjectOptions
    @OptionGroup var log: LogOptions

    func run() async throws {
        try await log.console.running { console in
            let name = try StartingName(ofService: name)
            let folder = try project.folder(ProcessInfo.processInfo.environment)
            try StartingFile.checkFree("services/\(name.text).yaml", in: folder)
            var draft = try draft(name)
            if let url { draft.url = try Self.checked(url) }
            if draft.lookup.changesThings {
                console.warn(
                    "the lookup '\(draft.lookup.name)' sends \(draft.lookup.method) for each key: lookups are for asking, and are sent again after a failure; make sure that it changes nothing"
                )
            }
            try draft.file.write(
                in: folder, console,
                next: (document == nil ? "fill in what it is asked and what it gives" : "see that it is what you want")
                    + ", then: quire check services/\(name.text)")
        }
    }

    private func draft(_ name: StartingName) throws -> ServiceDraft {
        guard let document else {
            if operation != nil {
                throw Self.invalid(
                    "--operation goes with --openapi", hint: "name the document: --openapi petstore.yaml")
            }
            return ServiceDraft(name: name)
        }
        return try OpenAPIDocument(atPath: document, as: document).service(named: name, operation: operation)
    }

    /// What stands behind `:-` of a variable.
    private static func checked(_ url: String) throws(DiagnosticError) -> String {
        guard ServiceDraft.isAddress(url) else {
            throw invalid("'\(url)' is no address of a service", hint: "write it as --url https://rates.example.com")
        }
        return url
    }

    private static func invalid(_ message: String, hint: String) -> DiagnosticError {
        DiagnosticError(Diagnostic(.error, "invalid-option", message, at: nil, hint: hint))
    }
}
