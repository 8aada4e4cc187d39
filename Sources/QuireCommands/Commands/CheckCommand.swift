import ArgumentParser
import Foundation
import QuireDefinition
import QuireModel

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Read every definition and print every problem.",
        discussion: """
            Example:
              quire check contracts
            """)

    @Argument(help: "Reports and services; all of them if none is named.")
    var names: [String] = []

    @Flag(help: "Fail on warnings too.")
    var strict = false

    @Flag(help: "Prepare the queries too, match the fields that they give, and reach each service and connection.")
    var online = false

    @Flag(help: "As JSON.")
    var json = false

    @OptionGroup var project: ProjectOptions
    @OptionGroup var log: LogOptions

    func run() async throws {
        try await log.console.running { console in
            var loader = try project.loader(&console)
            try await loader.discover(names, console)
            var found = try loader.check(names)
            console.redactor = Redactor(loader.secrets)
            let deep = DeepCheck(loader: loader, environment: ProcessInfo.processInfo.environment)
            found += online ? try await deep.online(all: names.isEmpty) : try await deep.ofLocalSources()
            found = found.sortedByPlace()
            let diagnostics = found.map { $0.redacted(by: console.redactor) }
            let errors = diagnostics.count { $0.severity == .error }
            let warnings = diagnostics.count - errors
            if json {
                let items = JSON.members(["diagnostics": .array(diagnostics.map(\.json))])
                try Console.print(items.text)
            } else {
                for diagnostic in diagnostics { try Console.show(diagnostic.description) }
                console.say(
                    diagnostics.isEmpty
                        ? "no problems" : "\(errors.counted("error")), \(warnings.counted("warning"))")
            }
            if errors > 0 || (strict && warnings > 0) { throw ExitCode(ExitStatus.failed) }
        }
    }
}

extension Int {
    /// '1 error', '2 errors'.
    func counted(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}

extension Diagnostic {
    fileprivate var json: JSON {
        .members([
            "file": position.map { .string($0.file) } ?? .null,
            "line": position.map { .integer(Int64($0.line)) } ?? .null,
            "column": position.map { .integer(Int64($0.column)) } ?? .null,
            "severity": .string(severity.rawValue), "code": .string(code), "message": .string(message),
            "hint": hint.map(JSON.string) ?? .null,
        ])
    }
}
