import ArgumentParser
import Glibc
import QuireModel

/// Makes reports from definitions in YAML.
struct Quire: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quire",
        abstract: "Makes Excel reports from definitions in YAML, enriched by remote services.",
        discussion: """
            A report is a file in the project folder (reports/ unless --project says otherwise). Try it:
              quire demo
            """,
        version: "0.1.0",
        subcommands: [
            DemoCommand.self, InitCommand.self, RunCommand.self, PreviewCommand.self, PlanCommand.self,
            ListCommand.self, ShowCommand.self, CheckCommand.self, TestCommand.self, RunsCommand.self,
            ResumeCommand.self,
        ])
}

@main
enum Entry {
    static func main() async {
        occupyStandardStreams()
        // A closed pipe is an error of the write that meets it.
        signal(SIGPIPE, SIG_IGN)
        exit(await Signals.running { await Entry.run(Array(CommandLine.arguments.dropFirst())) })
    }

    /// A file opened where standard output or error was closed would take in what is said; this refuses it instead.
    private static func occupyStandardStreams() {
        while true {
            let descriptor = open("/dev/null", O_RDONLY)
            guard (0...STDERR_FILENO).contains(descriptor) else {
                if descriptor >= 0 { close(descriptor) }
                return
            }
        }
    }

    private static func run(_ arguments: [String]) async -> Int32 {
        do {
            var command = try Quire.parseAsRoot(arguments)
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            return ExitStatus.done
        } catch let status as ExitCode {
            return status.rawValue
        } catch is CancellationError {
            // Whoever cancelled knows the exit code.
            return ExitStatus.failed
        } catch {
            let isRequest = Quire.exitCode(for: error) == .success
            let text = Quire.fullMessage(for: error)
            if isRequest { try? Console.print(text) } else { Console.printError(text.forTerminal) }
            return isRequest ? ExitStatus.done : ExitStatus.usage
        }
    }
}
