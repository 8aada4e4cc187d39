import Glibc
import QuireModel

/// How a server fared with those who asked it.
struct ServerVisit: Sendable {
    /// What 99 of 100 pages took at most while nobody else asked, in seconds.
    var atRest: Double
    /// The same while all did.
    var busy: Double
    /// Of the server.
    var peakBytes: Int
}

/// `quire serve` in a process of its own.
enum ServerProcess {
    /// - Parameter ask: hands it the server's URL; gives `{at_rest, busy}`.
    static func visit(
        _ programs: Programs, _ project: String, variables: [String: String], ask: (_ url: String) throws -> JSON
    ) throws -> ServerVisit {
        let input = open("/dev/null", O_RDONLY | O_CLOEXEC)
        let said = try Pipe()
        let process = try ChildProcess(
            programs.quire, ["serve", "--listen", "127.0.0.1:0", "--max-runs", "4", "--project", project],
            environment: MeasuredProgram.environment(variables), descriptors: (input, said.write, said.write))
        close(input)
        close(said.write)
        defer { close(said.read) }
        let answer: JSON
        do { answer = try ask(try url(said)) } catch {
            process.stop()
            _ = process.wait()
            throw error
        }
        process.stop()
        let ending = process.wait()
        guard ending.code == 0 else { throw RunFailure("the server ended with \(ending.code)") }
        guard case .number(let atRest)? = answer["at_rest"], case .number(let busy)? = answer["busy"] else {
            throw RunFailure("the analysts say \(answer.text)")
        }
        return ServerVisit(atRest: atRest, busy: busy, peakBytes: ending.peakBytes)
    }

    private static func url(_ said: Pipe) throws -> String {
        let mark = "listening on "
        while let line = said.line {
            if line.hasPrefix(mark) { return String(line.dropFirst(mark.count)) }
        }
        throw RunFailure("the server cannot be started")
    }
}
