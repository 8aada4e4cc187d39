import ArgumentParser
import QuireDefinition
import QuireModel
import QuireRun

struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Go on with a run where it stopped.",
        discussion: """
            Takes up a run that failed, was cancelled or killed, or ended partial: what it knows already is not asked \
            again, and the file appears where it would have. Of a run that succeeded, those deliveries are made again \
            that did not arrive.

            Example:
              quire resume 20260131T083000250Z-4f9a1c
            """)

    @Argument(help: "The run's name, as `quire runs` lists it.")
    var run: String

    @Argument(help: "Secret parameters, which no record holds, as name=value.")
    var parameters: [String] = []

    @OptionGroup var showing: RunShowing

    @OptionGroup var project: ProjectOptions
    @OptionGroup var log: LogOptions

    func run() async throws {
        try await log.console.running { console in
            var loader = try project.loader(&console)
            let state = try project.state(of: loader.folder)
            let record = try await RunRecords(state).require(run)
            if record.status == .succeeded, !record.undelivered.isEmpty {
                return try await sendUndelivered(of: record, &loader, state, &console)
            }
            let startedAt = try record.resumable()
            var instructions = record.instructions
            try instructions.addSecrets(parameters)
            let request = try await RunRequest.prepare(
                instructions, &loader, &console, again: (record.run, startedAt))
            if request.definition(state) != record.definition {
                console.warn("the report or a service of it has been changed since the run began")
            }
            try await RunAtConsole(showing: showing, state: state)
                .execute(request, instructions, console)
        }
    }

    private func sendUndelivered(
        of record: RunRecord, _ loader: inout ProjectLoader, _ state: StateDatabase, _ console: inout Console
    ) async throws {
        let loaded = try await loader.loaded(record.report, &console)
        let retry = DeliveryRetry(record, of: loaded, in: state) { [console] line in console.say(line) }
        let deliveries = try await retry.sendUndelivered()
        for delivery in deliveries {
            if delivery.status == .delivered {
                console.say(RunLines.delivered(delivery))
            } else {
                console.fail(RunLines.undelivered(delivery))
            }
        }
        if showing.summary == .json {
            try Console.print(try await RunRecords(state).require(run).summary.text)
        }
        if deliveries.contains(where: { $0.status != .delivered }) { throw ExitCode(ExitStatus.failed) }
    }
}

extension RunRecords {
    /// - Throws: where there is no such run.
    func require(_ run: String) async throws -> RunRecord {
        if let record = try await record(run) { return record }
        let known = try await list(report: nil, limit: 100).map(\.run)
        throw DiagnosticError(
            Diagnostic(
                .error, "unknown-run", "there is no run '\(run)'", at: nil,
                hint: NearestName.hint(run, among: known) ?? "`quire runs` lists those there are"))
    }
}

extension RunInstructions {
    /// - Throws: where one is given that the run did not have, or one is missing.
    fileprivate mutating func addSecrets(_ arguments: [String]) throws {
        for argument in arguments {
            let parameter = try Assignment(argument: argument)
            guard secretParameters.contains(parameter.name) else {
                throw Self.problem(
                    "the run goes on with the parameters it began with, so '\(parameter.name)' cannot be given",
                    hint: secretParameters.isEmpty ? nil : "only " + secretParameters.joined(separator: ", "))
            }
            parameters.append(parameter)
        }
        let missing = secretParameters.filter { name in !parameters.contains { $0.name == name } }
        if let first = missing.first {
            throw Self.problem(
                "the run had the secret parameter '\(first)', which no record keeps", hint: "give it again: \(first)=…")
        }
        secretParameters = []
    }

    private static func problem(_ message: String, hint: String?) -> DiagnosticError {
        DiagnosticError(Diagnostic(.error, "invalid-parameter", message, at: nil, hint: hint))
    }
}
