import Glibc
import QuireModel

/// The benchmark's stand-in, in a process of its own.
enum StandInProcess {
    /// Hands its URL to `body` while it serves.
    static func with<Result>(
        _ benchmark: String, delay: Duration, _ body: (_ url: String) throws -> Result
    ) throws -> Result {
        let input = try Pipe()
        let output = try Pipe()
        let process = try ChildProcess(
            benchmark, ["stand-in", "--delay", "\(NumberText.shortest(delay.inSeconds))s"],
            environment: MeasuredProgram.environment([:]), descriptors: (input.read, output.write, STDERR_FILENO))
        close(input.read)
        close(output.write)
        defer {
            close(input.write)
            close(output.read)
            _ = process.wait()
        }
        guard let url = output.line else { throw RunFailure("the stand-in cannot be started") }
        return try body(url)
    }
}

struct Pipe {
    var read: Int32
    var write: Int32

    init() throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw RunFailure("there is no descriptor left for a pipe") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        read = ends[0]
        write = ends[1]
    }

    /// Its next line; nil where it ends before.
    var line: String? {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while Glibc.read(read, &byte, 1) == 1 {
            if byte == UInt8(ascii: "\n") { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(byte)
        }
        return nil
    }
}
