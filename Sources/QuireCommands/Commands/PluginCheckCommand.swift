import ArgumentParser
import Foundation
import QuireDefinition
import QuireModel
import QuirePlugin
import QuirePrograms
import Synchronization

struct PluginCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Talk the protocol to a plugin and say what it gets wrong.",
        discussion: """
            Starts the plugin as a run would, and tries each rule of the protocol on it. Its lookups are asked for keys \
            that are made up, which it need not know.

            Example:
              quire plugin check scoring --with '{"model": "2026-01"}'
            """)

    @Argument(help: "The plugin's name in quire.yaml.")
    var name: String

    @Option(help: "What is handed over with initialize, as JSON.")
    var with: String?

    @Option(help: "What is handed over with source.open, as JSON.")
    var parameters: String?

    @Flag(help: "Deliver a small file too, which has effects.")
    var deliver = false

    @OptionGroup var project: ProjectOptions
    @OptionGroup var log: LogOptions

    func run() async throws {
        try await log.console.running { console in
            let loader = try project.loader(&console)
            let plugin = try plugin(in: loader)
            let with = try Self.object(with, option: "--with")
            console.redactor = Redactor(Array(loader.secrets) + with.secretTexts)
            let program = PluginProgram(
                plugin, with: with, folder: loader.folder.path, environment: ProcessInfo.processInfo.environment,
                secrets: Array(loader.secrets) + with.secretTexts, log: { [console] in console.say($0) })
            var check = ConformanceCheck(program)
            check.parameters = try Self.object(parameters, option: "--parameters")
            let counts = try await Self.outcomes(of: check, delivering: deliver)
            try Console.show("\(counts.kept) kept, \(counts.broken) broken, \(counts.untried) not tried")
            try Task.checkCancellation()
            if counts.broken > 0 { throw ExitCode(ExitStatus.failed) }
        }
    }

    private struct Counts {
        var kept = 0
        var broken = 0
        var untried = 0
    }

    /// Prints each outcome as it comes.
    private static func outcomes(of check: ConformanceCheck, delivering: Bool) async throws -> Counts {
        let counts = Mutex(Counts())
        try await withSmallFile(if: delivering) { path in
            var check = check
            check.delivered = path
            await check.run { outcome in
                try? Console.show(outcome.text)
                counts.withLock { counts in
                    switch outcome.verdict {
                    case .kept: counts.kept += 1
                    case .broken: counts.broken += 1
                    case .untried: counts.untried += 1
                    }
                }
            }
        }
        return counts.withLock { $0 }
    }

    private static func withSmallFile(if isWanted: Bool, _ body: (String?) async -> Void) async throws {
        guard isWanted else { return await body(nil) }
        let folder = FileManager.default.temporaryDirectory.appending(path: "quire-check-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "quire-check.csv")
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data("Contract,Amount\r\nC1,100\r\n".utf8).write(to: file)
        } catch {
            throw RunFailure("the file to be delivered cannot be written in \(folder.path)")
        }
        await body(file.path)
    }

    private func plugin(in loader: ProjectLoader) throws(DiagnosticError) -> PluginDefinition {
        let plugins = loader.project.plugins
        if let entry = plugins.entries.first(where: { $0.name == name }) { return try entry.value.used() }
        let errors = loader.diagnostics.filter { $0.severity == .error }
        guard errors.isEmpty else { throw DiagnosticError(errors) }
        throw DiagnosticError(
            Diagnostic(
                .error, "unknown-plugin", "the project has no plugin '\(name)'", at: nil,
                hint: NearestName.hint(name, among: plugins.names)
                    ?? "plugins are named in \(loader.folder.shown)/quire.yaml, under 'plugins'"))
    }

    private static func object(_ text: String?, option: String) throws(DiagnosticError) -> JSON {
        guard let text else { return .object([]) }
        var problem = "an array or a plain value"
        do {
            let json = try JSON.parse(text)
            if case .object = json { return json }
        } catch {
            problem = "no JSON (\(error))"
        }
        throw DiagnosticError(
            Diagnostic(
                .error, "invalid-option", "\(option) takes a JSON object, and this is \(problem)", at: nil,
                hint: "such as \(option) '{\"model\": \"2026-01\"}'"))
    }
}

extension RuleOutcome {
    fileprivate var text: String {
        switch verdict {
        case .kept: "ok    \(rule)"
        case .broken(let problem): "FAIL  \(rule)\n      \(problem)"
        case .untried(let reason): "-     \(rule)\n      not tried: \(reason)"
        }
    }
}

extension JSON {
    /// What stands under names such as `token`.
    fileprivate var secretTexts: [String] {
        switch self {
        case .object(let members):
            members.flatMap { SecretName.isSecret($0.name) ? $0.value.texts : $0.value.secretTexts }
        case .array(let elements): elements.flatMap(\.secretTexts)
        case .null, .boolean, .integer, .number, .decimal, .string: []
        }
    }

    private var texts: [String] {
        switch self {
        case .object(let members): members.flatMap(\.value.texts)
        case .array(let elements): elements.flatMap(\.texts)
        case .string(let text): [text]
        case .integer, .number, .decimal: [self.text]
        case .null, .boolean: []
        }
    }
}
