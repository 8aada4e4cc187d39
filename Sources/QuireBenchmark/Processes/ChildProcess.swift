import Glibc
import QuireModel

/// Another program, from its start to its end.
struct ChildProcess {
    /// How a process ended, and what it took.
    struct Ending: Sendable {
        /// The exit code, or minus the signal.
        var code: Int32
        var peakBytes: Int
        var ended: ContinuousClock.Instant
    }

    private let process: pid_t
    let started: ContinuousClock.Instant

    /// - Parameters:
    ///   - environment: all of it.
    ///   - descriptors: what becomes its descriptors 0, 1 and 2.
    init(
        _ program: String, _ arguments: [String], environment: [String: String],
        descriptors: (input: Int32, output: Int32, error: Int32)
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (place, descriptor) in [descriptors.input, descriptors.output, descriptors.error].enumerated() {
            posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(place))
        }
        var words = ([program] + arguments).map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in words + variables { free(text) } }
        var process: pid_t = 0
        started = .now
        let code = posix_spawn(&process, program, &actions, nil, &words, &variables)
        guard code == 0 else { throw RunFailure("'\(program)' cannot be run: \(String(cString: strerror(code)))") }
        self.process = process
    }

    /// Asks it to end.
    func stop() { kill(process, SIGTERM) }

    func wait() -> Ending {
        var status: Int32 = 0
        var usage = rusage()
        while wait4(process, &status, 0, &usage) < 0, errno == EINTR {}
        let ended = ContinuousClock.now
        let signal = status & 0x7F
        return Ending(
            code: signal == 0 ? (status >> 8) & 0xFF : -signal, peakBytes: usage.ru_maxrss << 10, ended: ended)
    }
}
