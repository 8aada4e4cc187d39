import ArgumentParser
import QuireEngine
import QuireModel
import QuireRun

/// How a run shows itself.
struct RunShowing: ParsableArguments {
    enum SummaryForm: String, ExpressibleByArgument, CaseIterable {
        case json
    }

    @Option(help: "How far the run is: auto, bar, plain, json or none.")
    var progress = ProgressMode.auto

    @Option(help: "Print a summary: json.")
    var summary: SummaryForm?
}

/// Does a run for someone who watches it.
struct RunAtConsole {
    var showing: RunShowing
    /// Nil where no state can be kept.
    var state: StateDatabase?

    /// - Throws: the exit code of a run that did not succeed.
    func execute(_ request: RunRequest, _ instructions: RunInstructions, _ console: Console) async throws {
        var request = request
        let target = try request.settleTarget(
            asked: instructions.output, format: try instructions.outputFormat, in: instructions.folder)
        if request.delivers, target.path == nil {
            throw DiagnosticError(
                Diagnostic(
                    .error, "invalid-option", "what goes to standard output cannot be delivered", at: nil,
                    hint: "leave out --deliver, or name a file with -o"))
        }
        for warning in target.warnings { console.warn(warning) }
        let reporter = ProgressReporter(
            showing.progress, isTerminal: Console.errorIsTerminal, isQuiet: console.isQuiet)
        request.log = { [log = request.log] line in reporter.making(way: { log(line) }) }
        OpenFileLimit.raise()
        let result = try await ServiceDesk.open { [request] desk in
            defer { reporter.end() }
            let makeWriter = request.writer(to: target)
            guard let state else {
                return try await ReportRun(request, makeWriter: makeWriter).execute(at: desk) { reporter.observe($0) }
            }
            return try await RecordedRun(
                request, instructions, in: state, makeWriter: makeWriter
            ).execute(at: desk) { reporter.observe($0) }
        }
        // Whoever read standard output has had enough of it, as `head` has: who reads the exit code takes no part for all.
        if target.path == nil, result.status == .cancelled, !Task.isCancelled {
            console.fail("standard output was closed before all rows were written")
            throw ExitCode(ExitStatus.failed)
        }
        try report(result, target, console)
        if request.delivers, let line = RunLines.undue(result, of: request.report) { console.say(line) }
        if result.deliveries.contains(where: { $0.status != .delivered }) { throw ExitCode(ExitStatus.failed) }
        if result.status != .succeeded { throw ExitCode(result.status.exitCode) }
    }

    private func report(_ result: RunSummary, _ target: OutputTarget, _ console: Console) throws {
        for warning in result.warnings { console.warn(warning) }
        if let error = result.error { console.fail(error) }
        for delivery in result.deliveries where delivery.status != .delivered {
            console.fail(RunLines.undelivered(delivery))
        }
        if showing.summary == .json {
            let text = console.redactor.redact(result.json, keeping: Redactor.structure).text
            if target.path == nil { Console.printError(text) } else { try Console.print(text) }
        } else {
            for line in RunLines.lines(result, target.format, isRecorded: state != nil) { console.say(line) }
        }
    }
}

extension RunSummary.Status {
    var exitCode: Int32 {
        switch self {
        case .succeeded: ExitStatus.done
        case .partial: ExitStatus.partial
        case .queued, .running, .failed, .cancelled: ExitStatus.failed
        }
    }
}
