import ArgumentParser
import QuireDefinition
import QuireEngine
import QuireModel
import QuirePlugin
import QuireRun

struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Say what a run would do, without asking any service.",
        discussion: """
            Reads the source, counts what would be asked, and forecasts how long that takes at best.

            Example:
              quire plan contracts signed_from=2026-01-01 --latency 500ms
            """)

    @OptionGroup var arguments: ReportArguments
    @OptionGroup var selection: SelectionOptions

    @Option(help: "How long an answer is assumed to take, such as 500ms.")
    var latency: String?

    @Flag(help: "As JSON.")
    var json = false

    @OptionGroup var project: ProjectOptions
    @OptionGroup var log: LogOptions

    func run() async throws {
        try await log.console.running { console in
            let assumedLatency = try assumedLatency
            var loader = try project.loader(&console)
            var instructions = try arguments.instructions
            selection.add(to: &instructions)
            let request = try await RunRequest.prepare(instructions, &loader, &console)
            let state = try project.stateIfPossible(of: loader.folder, console)
            var plan = try await ServiceDesk.open { desk in
                var prior = try await request.priorKnowledge(state, at: desk)
                prior.assumedLatency = assumedLatency
                return try await request.plan(knowing: prior, at: desk)
            }
            plan.warnings += loader.diagnostics.filter { $0.code == "open-files" }
            if json {
                return try Console.print(console.redactor.redact(plan.json, keeping: Redactor.structure).text)
            }
            try Console.show(console.redactor.redact(PlanLines.lines(plan).joined(separator: "\n")))
            console.report(plan.warnings)
        }
    }

    private var assumedLatency: Duration? {
        get throws {
            guard let latency else { return nil }
            if let duration = Duration(definitionText: latency) { return duration }
            throw DiagnosticError(
                Diagnostic(
                    .error, "invalid-option", "--latency is a duration, not '\(latency)'", at: nil,
                    hint: "write it as 500ms, 2s or 1m30s"))
        }
    }
}
