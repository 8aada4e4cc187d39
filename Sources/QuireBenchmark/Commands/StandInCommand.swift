import ArgumentParser
import Glibc
import QuireModel
import QuirePlugin
import QuireStandIn

/// The services of the benchmark's reports, in a process of their own.
struct StandInCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stand-in", abstract: "Serve the stand-in until standard input ends; prints its URL.")

    @Option(help: "How long an answer takes, such as 500ms.", transform: Self.duration)
    var delay = Duration.zero

    func run() async throws {
        try await StandIn.with(handler: Self.handler(delay: delay)) { standIn in
            Output.print(standIn.url)
            await Self.inputEnded()
        }
    }

    /// The tether service, and the days that a contract in a currency may be paid in.
    private static func handler(delay: Duration) -> StandIn.Handler {
        let tether = ContractStandIns.tether(token: ContractProject.token, delay: delay)
        return { request in
            guard request.path == "/terms" else { return tether(request) }
            let isComplete = request.query("sn") != nil && request.query("currency") != nil
            return isComplete
                ? StandInAnswer(#"{"days":30}"#, delay: delay) : StandInAnswer("Not Found", status: 404)
        }
    }

    private static func inputEnded() async {
        let thread = DedicatedThread(name: "input")
        await withCheckedContinuation { continuation in
            thread.run {
                var byte: UInt8 = 0
                while read(STDIN_FILENO, &byte, 1) > 0 {}
                continuation.resume()
            }
        }
    }

    private static func duration(_ text: String) throws -> Duration {
        guard let duration = Duration(definitionText: text) else {
            throw ValidationError("'\(text)' is no duration such as 500ms")
        }
        return duration
    }
}
