import ArgumentParser
import Foundation
import Logging
import QuireDefinition
import QuireModel
import QuirePlugin
import QuireRun
import QuireServer

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the web page and the HTTP API, and run reports by their schedules.",
        discussion: """
            Without a user or a token it listens on this machine only. Definitions are read again when their files \
            change. It stops on SIGTERM or Ctrl-C, and goes on with what it had to leave when it is started again.

            Example:
              quire serve --listen 127.0.0.1:8080
            """)

    @Option(help: "Where to listen, as host:port; port 0 picks a free one.")
    var listen = ListeningAddress.standard.description

    @Option(help: "How users reach the server, as https://reports.example.com.")
    var publicURL: String?

    @Option(help: "Another name of the server's host; may be given several times.")
    var hostName: [String] = []

    @Flag(help: "Let anyone use it, also from other machines, while there is no user and no token.")
    var noAuth = false

    @Option(help: "Runs at once.")
    var maxRuns = 2

    @Option(help: "How long runs may go on once the server is to stop.")
    var grace = "30s"

    @Option(help: "How long runs are remembered.")
    var keep = "90d"

    @Option(help: "How long their files are kept.")
    var keepFiles = "30d"

    @OptionGroup var project: ProjectOptions
    @OptionGroup var log: LogOptions

    func run() async throws {
        try await log.console.running { console in
            let options = try options
            let loader = try project.loader(&console)
            let state = try project.state(of: loader.folder)
            let environment = ProcessInfo.processInfo.environment
            OpenFileLimit.raise()
            let logger = ConsoleLog.logger(console)
            let definitions = DefinitionWatch(loader.folder, state: state, environment: environment, logger: logger) {
                [project, console] in
                var console = console
                return try project.loader(&console)
            }
            let server = Server(options, state: state, definitions: definitions, logger: logger)
            try await server.run { address in Console.printError("listening on http://\(address)") }
        }
        // It was asked to stop, and has.
        throw ExitCode(ExitStatus.stopped)
    }

    private var options: ServerOptions {
        get throws {
            var options = ServerOptions()
            options.address = try ListeningAddress(listen)
            options.publicURL = try publicURL.map { try PublicURL($0) }
            options.hostNames = hostName
            options.isOpenAskedFor = noAuth
            guard maxRuns >= 1 else { throw Self.unfit("max-runs", "at least 1") }
            options.mostRuns = maxRuns
            options.grace = try Self.duration(grace, of: "grace", least: .zero)
            options.keep = try Self.duration(keep, of: "keep", least: .seconds(3600))
            options.keepFiles = try Self.duration(keepFiles, of: "keep-files", least: .seconds(60))
            return options
        }
    }

    private static func duration(_ text: String, of option: String, least: Duration) throws -> Duration {
        guard let duration = Duration(definitionText: text), duration >= least else {
            throw unfit(option, "a time such as 30s, 12h or 90d, at least \(least.plainText)")
        }
        return duration
    }

    private static func unfit(_ option: String, _ wanted: String) -> DiagnosticError {
        DiagnosticError(Diagnostic(.error, "invalid-option", "--\(option) is \(wanted)", at: nil))
    }
}
