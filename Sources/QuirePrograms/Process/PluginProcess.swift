import Glibc
import QuireModel
import Subprocess
import SystemPackage

/// One start of a plugin's program, up to the death of its whole process group.
struct PluginProcess: Sendable {
    /// How it came to its end.
    enum Departure: Sendable {
        case notStarted(PluginFailure)
        /// By itself: `exit code 3`, `signal 9`.
        case died(String)
        /// It closed its standard output, or input, and lived on.
        case closed(String)
        case violated(String)
        /// As it was asked to, or killed because it did not in time.
        case ended(wasKilled: Bool)
        case cancelled

        /// What is to be said of a bad end.
        var reason: String? {
            switch self {
            case .died(let status): "ended with \(status)"
            case .closed(let stream): "closed its \(stream)"
            case .violated: "broke the protocol"
            case .notStarted, .ended, .cancelled: nil
            }
        }
    }

    let program: PluginProgram
    let patience: PluginPatience

    /// Runs the program until it ends or `connection` asks for its end; nothing of it is left after that.
    func run(_ connection: some Correspondent, _ errors: ErrorLines) async -> Departure {
        ClosedPipes.areErrors
        do {
            let result = try await Subprocess.run(
                configuration, input: .inputWriter, output: .sequence, error: .sequence
            ) { execution in
                await attend(execution, connection, errors)
            }
            return departure(result.closureResult, result.terminationStatus)
        } catch {
            if Task.isCancelled { return .cancelled }
            return .notStarted(failure(to: error))
        }
    }

    private typealias Running = Execution<CustomWriteInput, SequenceOutput, SequenceOutput>

    private struct Attendance: Sendable {
        var ending: ProcessEnding
        /// It was not seen to end by itself in time.
        var wasOverdue: Bool
    }

    private func attend(
        _ execution: Running, _ connection: some Correspondent, _ errors: ErrorLines
    ) async -> Attendance {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await write(connection, execution.standardInputWriter) }
            group.addTask { await read(execution.standardOutput, connection) }
            group.addTask { await read(execution.standardError, errors) }
            let ending = await connection.ending()
            let wait: Duration
            switch ending {
            case .closing:
                connection.close()
                wait = patience.shutdown
            case .outputEnded, .inputClosed, .cancelled: wait = patience.end
            case .violation, .unfit: wait = .zero
            }
            if wait == .zero { try? execution.send(signal: .kill, toProcessGroup: true) }
            let start = ContinuousClock.now
            await execution.teardown(using: [.waiting(wait)])
            let wasOverdue = ContinuousClock.now - start >= wait
            // The process itself is not reaped before this is over, so that its group is still its own. Whatever it left
            // behind goes with it.
            try? execution.send(signal: .kill, toProcessGroup: true)
            connection.stopWriting()
            await group.waitForAll()
            return Attendance(ending: ending, wasOverdue: wasOverdue)
        }
    }

    private func write(_ connection: some Correspondent, _ writer: StandardInputWriter) async {
        await connection.writing { bytes in
            (try? await writer.write(bytes)) == bytes.count
        }
        try? await writer.finish()
    }

    private func read(_ output: SubprocessOutputSequence, _ connection: some Correspondent) async {
        var splitter = LineSplitter(limit: Message.longest)
        do {
            for try await buffer in output {
                try buffer.withUnsafeBytes { bytes in
                    try splitter.take(bytes) { line throws(ProtocolViolation) in try connection.take(line) }
                }
            }
            connection.end(.outputEnded)
        } catch let violation as ProtocolViolation {
            connection.end(.violation(violation.text))
        } catch is LineSplitter.TooLong {
            connection.end(.violation("a line on standard output is over \(Message.longest >> 20) MiB long"))
        } catch {
            connection.end(.outputEnded)
        }
    }

    private func read(_ output: SubprocessOutputSequence, _ errors: ErrorLines) async {
        do {
            for try await buffer in output { buffer.withUnsafeBytes { errors.take($0) } }
        } catch {}
        errors.finish()
    }

    private func departure(_ attendance: Attendance, _ status: TerminationStatus) -> Departure {
        let shown =
            switch status {
            case .exited(let code): "exit code \(code)"
            case .signaled(let signal): "signal \(signal)"
            }
        // On a busy machine news of an end come late: how it ended says whether it was killed.
        let wasKilled = attendance.wasOverdue && status == .signaled(SIGKILL)
        switch attendance.ending {
        case .violation(let text): return .violated(text)
        case .closing: return .ended(wasKilled: wasKilled)
        case .cancelled: return .cancelled
        case .unfit: return .ended(wasKilled: true)
        case .outputEnded: return wasKilled ? .closed("standard output") : .died(shown)
        case .inputClosed: return wasKilled ? .closed("standard input") : .died(shown)
        }
    }
}

extension PluginProcess {
    private var configuration: Configuration {
        var options = PlatformOptions()
        // A group of its own, which Ctrl-C at the terminal does not reach, and no terminal to ask at.
        options.createSession = true
        options.teardownSequence = [.waiting(patience.end)]
        let program = program.command.first ?? ""
        let executable: Executable = program.contains("/") ? .path(FilePath(path)) : .name(program)
        let variables = self.program.environment.map { (Environment.Key(stringLiteral: $0.key), $0.value) }
        return Configuration(
            executable: executable,
            arguments: Arguments(
                executablePathOverride: program, remainingValues: Array(self.program.command.dropFirst())),
            environment: .custom(Dictionary(variables, uniquingKeysWith: { first, _ in first })),
            workingDirectory: FilePath(self.program.folder), platformOptions: options)
    }

    /// Of a program that is named with its folder.
    private var path: String {
        let command = program.command.first ?? ""
        return command.hasPrefix("/") ? command : program.folder + "/" + command
    }

    private func failure(to error: any Error) -> PluginFailure {
        let command = program.redactor.redact(program.command.first ?? "")
        guard let error = error as? SubprocessError else {
            return PluginFailure("'\(command)' cannot be started", mayRetry: false)
        }
        let hint = "a script must be executable (chmod +x) and begin with #!, or be named after its interpreter"
        switch error.code {
        case .executableNotFound where command.contains("/") && access(path, F_OK) == 0:
            return PluginFailure("the file '\(command)' cannot be executed", hint: hint, mayRetry: false)
        case .executableNotFound:
            return PluginFailure(
                "there is no program '\(command)'",
                hint: command.contains("/")
                    ? "'command' names it relative to the project folder"
                    : "it is looked for in the folders of PATH; a file of the project is named with its folder",
                mayRetry: false)
        case .failedToChangeWorkingDirectory:
            return PluginFailure("the folder '\(program.folder)' cannot be entered", mayRetry: false)
        default:
            let reason = error.underlyingError.map { ": \(String(cString: strerror($0.rawValue)))" } ?? ""
            return PluginFailure(
                "'\(command)' cannot be started\(reason)",
                hint: hint,
                mayRetry: false)
        }
    }
}

extension TeardownStep {
    /// Waits for the process to end by itself, before the whole group is killed: signal 0 does nothing.
    fileprivate static func waiting(_ duration: Duration) -> TeardownStep {
        .send(signal: Signal(rawValue: 0), toProcessGroup: true, allowedDurationToNextStep: duration)
    }
}

/// Writing to a program that has gone away is an error of the write, and not the end of the process that writes.
private enum ClosedPipes {
    static let areErrors: Void = { _ = signal(SIGPIPE, SIG_IGN) }()
}
