import Glibc
import QuireModel

/// What a command says: data to standard output, everything else to standard error, secrets taken out.
struct Console: Sendable {
    enum Form: Sendable {
        case text, json
    }

    var isQuiet = false
    var isVerbose = false
    var form = Form.text
    var redactor = Redactor([])

    /// Writes data, followed by a line break. A reader that has gone away has had enough, and a stream that was closed
    /// has none.
    ///
    /// - Throws: `RunFailure` where it cannot be written.
    static func print(_ text: String) throws(RunFailure) {
        let problem = write(text + "\n", to: STDOUT_FILENO)
        if ![0, EPIPE, EBADF].contains(problem) {
            throw RunFailure("standard output could not be written: \(String(cString: strerror(problem)))")
        }
    }

    /// Writes lines for people to read, which may hold what others wrote.
    static func show(_ text: String) throws(RunFailure) { try print(text.forTerminal) }

    /// Writes to standard error, followed by a line break.
    static func printError(_ text: String) { write(text + "\n", to: STDERR_FILENO) }

    static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    func say(_ text: String) { if !isQuiet { log("info", text) } }
    func detail(_ text: String) { if isVerbose { log("debug", text) } }
    func warn(_ text: String) { if !isQuiet { log("warning", form == .text ? "warning: \(text)" : text) } }
    func fail(_ text: String) { log("error", form == .text ? "error: \(text)" : text) }

    /// Diagnostics as they are; they name their severity themselves.
    func report(_ diagnostics: [Diagnostic]) {
        for diagnostic in diagnostics where diagnostic.severity == .error || !isQuiet {
            write(diagnostic.severity.rawValue, diagnostic.redacted(by: redactor).description)
        }
    }

    private func log(_ level: String, _ text: String) { write(level, redactor.redact(text)) }

    /// One line of a log: what happened when.
    ///
    /// - Parameter time: ISO 8601.
    func log(_ level: String, _ text: String, at time: String) {
        let shown = redactor.redact(text)
        switch form {
        case .text: Console.printError("\(time) \(level) \(shown)".forTerminal)
        case .json:
            Console.printError(
                JSON.members(["time": .string(time), "level": .string(level), "message": .string(shown)]).text)
        }
    }

    private func write(_ level: String, _ text: String) {
        switch form {
        case .text: Console.printError(text.forTerminal)
        case .json: Console.printError(JSON.members(["level": .string(level), "message": .string(text)]).text)
        }
    }

    /// - Returns: the number of the error, 0 where there is none.
    @discardableResult
    static func write(_ text: String, to descriptor: Int32) -> Int32 {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 {
                if errno == EINTR { continue }
                return errno
            }
            rest = rest.dropFirst(written)
        }
        return 0
    }
}
