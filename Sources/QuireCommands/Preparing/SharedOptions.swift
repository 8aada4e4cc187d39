import ArgumentParser
import Foundation
import QuireDefinition
import QuireModel
import QuirePlugin
import QuireRun

/// Where the project and its state are.
struct ProjectOptions: ParsableArguments {
    @Option(help: "The project folder; otherwise $QUIRE_PROJECT, or reports/ here or in a parent folder.")
    var project: String?

    @Option(help: "The state folder; otherwise $QUIRE_STATE, or .quire/ in the project folder.")
    var state: String?

    /// - Throws: `DiagnosticError` where there is none.
    func folder(_ variables: [String: String]) throws -> ProjectFolder {
        if let given = project ?? variables["QUIRE_PROJECT"], !given.isEmpty { return try ProjectFolder(given) }
        var prefix = ""
        for _ in FileManager.default.currentDirectoryPath.split(separator: "/") + ["/"] {
            if let folder = try? ProjectFolder(prefix + "reports") { return folder }
            prefix += "../"
        }
        throw DiagnosticError(
            Diagnostic(
                .error, "unknown-project", "there is no folder 'reports' here or above", at: nil,
                hint: "name the project with --project or QUIRE_PROJECT; `quire init` writes a new one"))
    }

    func loader(_ console: inout Console) throws -> ProjectLoader {
        let variables = ProcessInfo.processInfo.environment
        let folder = try folder(variables)
        let environment = Environment(variables: variables) { path in
            let place = path.hasPrefix("/") ? path : folder.path + "/" + path
            return try? String(contentsOfFile: place, encoding: .utf8)
        }
        let loader = ProjectLoader(folder: folder, environment: environment, registry: Program.registry)
        console.redactor = Redactor(loader.secrets)
        return loader
    }

    /// Opens the state for a command that is about nothing else.
    func state(of folder: ProjectFolder) throws(DiagnosticError) -> StateDatabase {
        let path = givenState ?? folder.path + "/.quire"
        let start = path.hasPrefix("/") ? "" : FileManager.default.currentDirectoryPath + "/"
        return try StateDatabase(in: try StateFolder(start + path))
    }

    /// Opens the state for a command that can do without it.
    ///
    /// - Returns: nil, after a warning, where the project's own folder cannot hold it.
    /// - Throws: where the folder that the user names cannot.
    func stateIfPossible(of folder: ProjectFolder, _ console: Console) throws(DiagnosticError) -> StateDatabase? {
        do {
            return try state(of: folder)
        } catch {
            guard givenState == nil else { throw error }
            console.report(error.diagnostics.asWarnings)
            return nil
        }
    }

    private var givenState: String? {
        [state, ProcessInfo.processInfo.environment["QUIRE_STATE"]].compactMap(\.self).first { !$0.isEmpty }
    }
}

extension ProjectLoader {
    /// Starts what must be started to check reports and services by these names, or all there are.
    ///
    /// - Parameter console: told, in detail, what they say meanwhile.
    mutating func discover(_ names: [String], _ console: Console) async throws {
        try await discover(names, environment: ProcessInfo.processInfo.environment) { console.detail($0) }
    }
}

/// How much a command says.
struct LogOptions: ParsableArguments {
    enum LogFormat: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    @Flag(name: .shortAndLong, help: "Say more.")
    var verbose = false

    @Flag(name: .shortAndLong, help: "Say errors only.")
    var quiet = false

    @Option(help: "How messages are written: text or json.")
    var logFormat = LogFormat.text

    var console: Console {
        Console(isQuiet: quiet, isVerbose: verbose, form: logFormat == .json ? .json : .text)
    }
}

extension Console {
    /// Runs a command's work, and says what went wrong in one block each.
    func running<Result>(_ body: (inout Console) async throws -> Result) async throws -> Result {
        var console = self
        do {
            return try await body(&console)
        } catch let error as DiagnosticError {
            console.report(error.diagnostics)
            throw ExitCode(ExitStatus.usage)
        } catch let failure as RunFailure {
            console.fail(failure.description)
            throw ExitCode(ExitStatus.failed)
        }
    }
}
