import ArgumentParser
import QuireDefinition
import QuireModel

struct SchemaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Print the JSON Schema of a kind of file, for editors.",
        discussion: """
            Example:
              quire schema report > reports/report.schema.json

            An editor with a YAML language server (in VS Code the extension 'YAML' by Red Hat) then completes and checks the
            keys of each file that begins with a line such as:
              # yaml-language-server: $schema=report.schema.json
            The path is relative to the file: ../report.schema.json in a folder below. For all files at once, in VS Code's settings:
              "yaml.schemas": { "reports/service.schema.json": "reports/services/**/*.yaml" }
            """)

    @Argument(help: "report, service, project or test.")
    var kind: DefinitionKind

    @OptionGroup var log: LogOptions

    func run() async throws {
        try await log.console.running { _ in
            try Console.print(JSONSchema.document(kind, Program.registry).indented)
        }
    }
}

extension DefinitionKind: ExpressibleByArgument {}
