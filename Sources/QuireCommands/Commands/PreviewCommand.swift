import ArgumentParser
import QuireDefinition
import QuireEngine
import QuireModel
import QuireRun

struct PreviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview", abstract: "Show the first rows of a report's first sheet, enriched, in the terminal.",
        discussion: """
            Example:
              quire preview contracts region=east --rows 5
            """)

    @OptionGroup var arguments: ReportArguments

    @Option(parsing: .unconditional, help: "How many rows.")
    var rows = 20

    @Option(help: "The sheet shown; the first otherwise.")
    var sheet: String?

    @OptionGroup var project: ProjectOptions
    @OptionGroup var log: LogOptions

    func run() async throws {
        try await log.console.running { console in
            var loader = try project.loader(&console)
            var instructions = try arguments.instructions
            instructions.sheet = sheet
            var request = try await RunRequest.prepare(instructions, &loader, &console)
            if sheet == nil { request.keepFirstSheet() }
            request.allowFailedLookups()
            guard rows > 0 else {
                throw DiagnosticError(
                    Diagnostic(.error, "invalid-option", "--rows is at least 1, not \(rows)", at: nil))
            }
            request.limit = rows
            let table = TableWriter(localTime: request.project.zone.local)
            let keeping = try project.stateIfPossible(of: loader.folder, console).map {
                AnswerKeeping($0, run: nil, asksAnew: false)
            }
            let run = ReportRun(request, keeping: keeping) { table }
            OpenFileLimit.raise()
            let result = try await ServiceDesk.open { try await run.execute(at: $0) }
            if let error = result.error { console.fail(error) }
            if result.status == .succeeded || result.status == .partial { try Console.print(await table.text) }
            for problem in result.problems { console.warn(problem.message) }
            if result.status != .succeeded { throw ExitCode(result.status.exitCode) }
        }
    }
}
