import ArgumentParser
import Foundation
import QuireDefinition
import QuireEngine
import QuireModel
import QuireRun
import QuireSamples
import QuireStandIn

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Export the sample report against a stand-in of its service.",
        discussion: """
            Needs no project and no service: the samples are in the program, and the stand-in, which takes half a \
            second for every answer, is started on this machine.

            Example:
              quire demo -o /tmp
            """)

    @Option(name: .shortAndLong, help: "A file or a folder.")
    var output: String?

    @Flag(help: "Start the stand-ins of both services, say how to reach them, and keep them until Ctrl-C.")
    var serve = false

    @OptionGroup var log: LogOptions

    /// How long the stand-in takes for one answer.
    static let delay = Duration.milliseconds(500)
    private static let token = "demo-token"

    func run() async throws {
        if serve { return try await log.console.running { console in try await serveStandIns(console) } }
        try await log.console.running { console in
            let summary = try await StandIn.with(
                handler: ContractStandIns.tether(token: Self.token, delay: Self.delay)
            ) { [console] standIn in try await export(from: standIn, console) }
            if let error = summary.error { console.fail(error) }
            if summary.status != .succeeded { throw ExitCode(summary.status.exitCode) }
            try Console.print(Self.text(summary))
        }
    }

    private func export(from standIn: StandIn, _ console: Console) async throws -> RunSummary {
        try await SampleProject.withTemporaryCopy { folder in
            let environment = Environment(variables: ["TETHER_URL": standIn.url, "TETHER_TOKEN": Self.token]) { _ in nil
            }
            var loader = ProjectLoader(
                folder: try ProjectFolder(folder), environment: environment, registry: Program.registry)
            guard let report = try loader.report("contracts") else { throw DiagnosticError(loader.diagnostics) }
            let now = LocalDateTime.now
            let zone = loader.project.zone
            let parameters = try ParameterResolver(report.definition, zone: zone, now: zone.wallTime(ofUTC: now))
                .resolve([])
            let request = RunRequest(
                report: report, project: loader.project, folder: loader.folder.path, parameters: parameters,
                run: RunID.make(at: now), startedAt: now, secrets: [Self.token], environment: [:])
            let target = try OutputTarget(
                asked: output, format: nil, reportFormat: nil, name: "contracts-demo.xlsx",
                in: FileManager.default.currentDirectoryPath)
            let run = ReportRun(request, makeWriter: request.writer(to: target))
            return try await ServiceDesk.open { try await run.execute(at: $0) }
        }
    }

    private func serveStandIns(_ console: Console) async throws {
        try await StandIn.with(handler: ContractStandIns.tether(token: Self.token, delay: Self.delay)) { tether in
            try await StandIn.with(handler: ContractStandIns.fx(delay: Self.delay)) { fx in
                try Console.print(
                    """
                    export TETHER_URL=\(tether.url) TETHER_TOKEN=\(Self.token) FX_URL=\(fx.url)
                    """)
                console.say("the stand-ins run until Ctrl-C")
                try await Task.sleep(for: .seconds(1_000_000_000))
            }
        }
    }

    private static func text(_ summary: RunSummary) -> String {
        let tether = summary.enrichments.first
        let keys = tether?.keys ?? 0
        let alone = Double(keys) * delay.inSeconds
        return """
            \(summary.rows) contracts, each with its share from the tether service, which takes \
            \(NumberText.shortest(delay.inSeconds)) s to answer.
            Quire asked for \(keys) shares in \(tether?.calls ?? 0) calls and was done in \
            \(NumberText.fixed(summary.seconds, decimals: 1)) s.
            One after the other it would have taken \(keys) × \(NumberText.shortest(delay.inSeconds)) s = \
            \(NumberText.shortest(alone)) s.
            The workbook: \(summary.files.first ?? "")
            """
    }
}
