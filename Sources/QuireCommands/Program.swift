import ArgumentParser
import Dispatch
import Glibc
import QuireModel
public import QuirePlugin

/// The command line, whatever kinds of connections, files, services and destinations it has.
public enum Program {
    @TaskLocal static var registry = Registry()

    /// Runs the command that the process's arguments name, and ends the process with its exit code.
    ///
    /// - Parameter registry: the kinds there are.
    public static func main(_ registry: Registry) -> Never {
        occupyStandardStreams()
        // A closed pipe is an error of the write that meets it.
        signal(SIGPIPE, SIG_IGN)
        // The root of all tasks: the process ends with it. Begun here, since an asynchronous `main` would let the runtime
        // open files of its own before the streams are occupied.
        Task {
            exit(
                await $registry.withValue(registry) {
                    await Signals.running { await run(Array(CommandLine.arguments.dropFirst())) }
                })
        }
        dispatchMain()
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
