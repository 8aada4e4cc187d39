import ArgumentParser
import Foundation
import QuireDefinition
import QuireEngine
import QuireModel
import QuireRun

struct RunCommand: AsyncParsableCommand {
    enum SummaryForm: String, ExpressibleByArgument, CaseIterable {
        case json
    }

    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run a report.",
        discussion: """
            Example:
              quire run contracts signed_from=2026-01-01 region=east -o east.xlsx
            """)

    @OptionGroup var arguments: ReportArguments

    @Option(name: .shortAndLong, help: "A file, a folder, or - for standard output.")
    var output: String?

    @Option(help: "xlsx or csv; wins over the ending of --output.")
    var format: String?

    @OptionGroup var selection: SelectionOptions

    @Option(help: "The sheet wanted.")
    var sheet: String?

    @Option(help: "How far the run is: auto, bar, plain, json or none.")
    var progress = ProgressMode.auto

    @Option(help: "Print a summary: json.")
    var summary: SummaryForm?

    @OptionGroup var project: ProjectOptions
    @OptionGroup var log: LogOptions

    func run() async throws {
        try await log.console.running { console in
            var request = try RunRequest.prepare(arguments, project, &console)
            try selection.narrow(&request)
            if let sheet { try request.keepSheet(sheet) }
            let target = try request.settleTarget(asked: output, format: try outputFormat)
            for warning in target.warnings { console.warn(warning) }
            let reporter = ProgressReporter(
                progress, isTerminal: Console.errorIsTerminal, isQuiet: console.isQuiet)
            let run = ReportRun(request, makeWriter: request.writer(to: target))
            OpenFileLimit.raise()
            let result = try await ServiceDesk.open { desk in
                do {
                    let summary = try await run.execute(at: desk) { reporter.observe($0) }
                    reporter.end()
                    return summary
                } catch {
                    reporter.end()
                    throw error
                }
            }
            try report(result, isStreaming: target.path == nil, console)
            if result.status != .succeeded { throw ExitCode(result.status.exitCode) }
        }
    }

    private var outputFormat: OutputFormat? {
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

    private func report(_ result: RunSummary, isStreaming: Bool, _ console: Console) throws {
        for warning in result.warnings { console.warn(warning) }
        if let error = result.error { console.fail(error) }
        if summary == .json {
            let text = console.redactor.redact(result.json).text
            if isStreaming { Console.printError(text) } else { try Console.print(text) }
        } else {
            for line in RunLines.lines(result) { console.say(line) }
        }
    }
}

extension RunSummary.Status {
    var exitCode: Int32 {
        switch self {
        case .succeeded: ExitStatus.done
        case .partial: ExitStatus.partial
        case .failed, .cancelled: ExitStatus.failed
        }
    }
}
