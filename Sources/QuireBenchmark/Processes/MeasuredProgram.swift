import FoundationEssentials
import Glibc
import QuireModel

/// A program that is measured.
struct MeasuredProgram: Sendable {
    /// One run of it, from start to exit.
    struct Run: Sendable {
        var seconds: Double
        var peakBytes: Int
        var output: String
    }

    var path: String
    /// Where its output is kept while it runs.
    var folder: String

    /// - Parameter variables: its environment, beside a path and a home.
    /// - Throws: where it cannot be run or ends with another code than 0.
    func run(_ arguments: [String], variables: [String: String] = [:]) throws -> Run {
        let output = try file("output")
        let error = try file("error")
        let input = open("/dev/null", O_RDONLY | O_CLOEXEC)
        defer { for descriptor in [output, error, input] { close(descriptor) } }
        let process = try ChildProcess(
            path, arguments, environment: Self.environment(variables), descriptors: (input, output, error))
        let ending = process.wait()
        guard ending.code == 0 else {
            let said = (try? String(contentsOfFile: folder + "/error", encoding: .utf8)) ?? ""
            throw RunFailure("\(path) \(arguments.joined(separator: " ")) ended with \(ending.code): \(said)")
        }
        return Run(
            seconds: (ending.ended - process.started).inSeconds, peakBytes: ending.peakBytes,
            output: try String(contentsOfFile: folder + "/output", encoding: .utf8))
    }

    private func file(_ name: String) throws -> Int32 {
        let descriptor = open(folder + "/" + name, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw RunFailure("'\(folder)/\(name)' cannot be written") }
        return descriptor
    }

    /// Little, so that no setting of whoever measures plays a part.
    static func environment(_ variables: [String: String]) -> [String: String] {
        let own = ProcessInfo.processInfo.environment
        let kept = own.filter { ["PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH"].contains($0.key) }
        return kept.merging(variables) { _, new in new }
    }
}
