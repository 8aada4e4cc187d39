import ArgumentParser
import Foundation
import QuireDefinition
import QuireEngine
import QuireExpression
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

    @Option(parsing: .unconditional, help: "The most rows.")
    var limit: Int?

    @Option(help: "Ids of the columns wanted, in order, such as sn,amount.")
    var columns: String?

    @Option(
        name: .customLong("where"), parsing: .unconditional,
        help: "Keep rows where this expression holds, once they are enriched.")
    var filter: String?

    @Option(parsing: .unconditional, help: "Ids of columns to sort by; -id is descending.")
    var sort: String?

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
            try narrow(&request)
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

    private func narrow(_ request: inout RunRequest) throws {
        if let limit, limit < 1 {
            throw DiagnosticError(
                Diagnostic(.error, "invalid-option", "--limit is at least 1, not \(limit)", at: nil))
        }
        request.limit = limit
        if let filter {
            let place = FilePosition(file: "--where", line: 1, column: 1)
            request.filter = try ExpressionSyntax(ExpressionText(filter, at: place, style: .plain))
        }
        if let columns {
            let ids = columns.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            if ids.allSatisfy(\.isEmpty) { throw Self.noColumn("--columns", columns) }
            try request.keepColumns(ids)
        }
        if let sort {
            let keys = SortKey.parse(sort)
            if keys.isEmpty { throw Self.noColumn("--sort", sort) }
            try request.sort(by: keys)
        }
        if let sheet { try request.keepSheet(sheet) }
    }

    private static func noColumn(_ option: String, _ text: String) -> DiagnosticError {
        DiagnosticError(
            Diagnostic(
                .error, "invalid-option", "\(option) names no column: '\(text)'", at: nil,
                hint: "name their ids, as in \(option) sn,amount"))
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
