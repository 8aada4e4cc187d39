import Foundation
import QuireModel
import Synchronization

/// A program that is built beside the tests, run as a user would.
package struct Program: Sendable {
    /// How a run of it ended.
    package struct Outcome: Sendable {
        /// 128 and the signal's number where a signal ended it.
        package var exitCode: Int32
        package var standardOutput: String
        package var standardError: String
        /// It did not end by itself in time and was killed.
        package var isOverdue: Bool

        package var lines: [String] { standardOutput.split(whereSeparator: \.isNewline).map(String.init) }
        /// Both outputs.
        package var said: String { standardOutput + standardError }
    }

    /// What a run is started with.
    package struct Start: Sendable {
        package var arguments: [String]
        /// In place of the tests' own environment, but for PATH.
        package var environment: [String: String] = [:]
        package var folder: String
        package var limit = Duration.seconds(60)
        /// What standard input holds.
        package var input = ""
        /// With standard input, output and error closed.
        package var closesStreams = false

        package init(_ arguments: [String], in folder: String) {
            self.arguments = arguments
            self.folder = folder
        }
    }

    /// A run under way, which can be sent signals.
    package struct Running: Sendable {
        let process: Int32
        let errorFile: String

        /// What it has written to standard error so far.
        package var standardError: String { (try? Program.text(errorFile)) ?? "" }

        package func send(_ signal: Int32) { _ = kill(process, signal) }

        /// How long it has kept processors busy so far, in seconds; 0 once it has ended.
        package var processorTime: Double {
            let status = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
            // Behind the name in parentheses the 12th and 13th, in ticks.
            let fields = status.split(separator: ")").last?.split(separator: " ") ?? []
            guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return 0 }
            return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
        }

        /// The most memory it has held so far, in bytes; 0 once it has ended.
        package var peakMemory: Int {
            let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
            let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
            return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) << 10
        }
    }

    package let path: String

    /// - Parameter name: of the product.
    package init(_ name: String) {
        let products = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        path = products.appending(path: name).path
    }

    /// - Parameter path: of a program that was not built here.
    package init(path: String) { self.path = path }

    /// Runs it to its end.
    ///
    /// - Parameter meanwhile: what is done while it runs.
    package func run(
        _ start: Start, meanwhile: @escaping @Sendable (Running) async -> Void = { _ in }
    ) async throws -> Outcome {
        try await Turns.shared.take { try await runAtOnce(start, meanwhile) }
    }

    private func runAtOnce(
        _ start: Start, _ meanwhile: @escaping @Sendable (Running) async -> Void
    ) async throws -> Outcome {
        let outputs = TemporaryFolder()
        let process = Process()
        process.executableURL = URL(filePath: start.closesStreams ? "/bin/sh" : path)
        process.arguments =
            (start.closesStreams ? ["-c", "exec \"$0\" \"$@\" <&- >&- 2>&-", path] : []) + start.arguments
        process.currentDirectoryURL = URL(filePath: start.folder)
        process.environment = start.environment.merging(["PATH": "/usr/bin:/bin"]) { given, _ in given }
        let input = outputs.write(start.input, to: "input")
        // Foundation keeps them for long, and crashes when it starts a program with more than a thousand open.
        let streams = [
            try FileHandle(forReadingFrom: URL(filePath: input)), try Self.file(outputs.write("", to: "out")),
            try Self.file(outputs.write("", to: "error")),
        ]
        process.standardInput = streams[0]
        process.standardOutput = streams[1]
        process.standardError = streams[2]
        let (ends, ended) = AsyncStream<Int32>.makeStream()
        process.terminationHandler = { process in
            let bySignal: Int32 = process.terminationReason == .uncaughtSignal ? 128 : 0
            ended.yield(bySignal + process.terminationStatus)
            ended.finish()
        }
        defer { for stream in streams { try? stream.close() } }
        try process.run()
        let running = Running(process: process.processIdentifier, errorFile: outputs.file("error"))
        let (exitCode, isOverdue) = await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await Task.sleep(for: start.limit)
                running.send(SIGKILL)
                return true
            }
            group.addTask {
                await meanwhile(running)
                return false
            }
            var exitCode: Int32 = -1
            for await code in ends { exitCode = code }
            group.cancelAll()
            var isOverdue = false
            while let result = await group.nextResult() { isOverdue = isOverdue || (try? result.get()) == true }
            return (exitCode, isOverdue)
        }
        return Outcome(
            exitCode: exitCode, standardOutput: try Self.text(outputs.file("out")),
            standardError: try Self.text(outputs.file("error")), isOverdue: isOverdue)
    }

    private static func file(_ path: String) throws -> FileHandle { try FileHandle(forWritingTo: URL(filePath: path)) }

    fileprivate static func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }
}

/// Lets a few programs run at the same time, so that none is slowed down beyond its time limits.
private final class Turns: Sendable {
    static let shared = Turns(count: 6)

    private struct State {
        var free: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    init(count: Int) { state = Mutex(State(free: count)) }

    func take<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
        await withCheckedContinuation { continuation in
            let mayStart = state.withLock { state in
                if state.free == 0 {
                    state.waiting.append(continuation)
                    return false
                }
                state.free -= 1
                return true
            }
            if mayStart { continuation.resume() }
        }
        defer {
            let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
                if state.waiting.isEmpty {
                    state.free += 1
                    return nil
                }
                return state.waiting.removeFirst()
            }
            next?.resume()
        }
        return try await body()
    }
}
