import Glibc
import QuireModel

/// Asks for a new password: twice on a terminal, which does not show it; otherwise it is the first line of standard input.
actor PasswordPrompt {
    private let thread = DedicatedThread(name: "prompt")
    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// In bytes.
    private static let longestLine = 8192

    /// - Throws: `DiagnosticError` where there is none, or the two differ.
    func read(for name: String) throws -> String {
        guard isatty(STDIN_FILENO) == 1 else {
            guard let line = try line(), !line.isEmpty else { throw Self.none }
            return line
        }
        return try withoutEcho {
            let first = try ask("Password of \(name): ")
            guard try ask("The same again: ") == first else { throw Self.differ }
            return first
        }
    }

    private func ask(_ question: String) throws -> String {
        Console.write(question.forTerminal, to: STDERR_FILENO)
        defer { Console.write("\n", to: STDERR_FILENO) }
        guard let line = try line(), !line.isEmpty else { throw Self.none }
        return line
    }

    private func withoutEcho(_ body: () throws -> String) throws -> String {
        var settings = termios()
        guard tcgetattr(STDIN_FILENO, &settings) == 0 else { throw Self.none }
        var silent = settings
        silent.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
        defer { tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings) }
        return try body()
    }

    /// - Returns: the next line without its end; nil at the end of the input.
    /// - Throws: `CancellationError` where whoever is asked rather ends the program.
    private func line() throws -> String? {
        var bytes: [UInt8] = []
        while bytes.count < Self.longestLine {
            try Task.checkCancellation()
            var descriptor = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            // A read that waits would not end with the task.
            guard poll(&descriptor, 1, 100) > 0 else { continue }
            var byte: UInt8 = 0
            let count = Glibc.read(STDIN_FILENO, &byte, 1)
            if count < 0, errno == EINTR { continue }
            if count <= 0 { return bytes.isEmpty ? nil : try text(bytes) }
            if byte == UInt8(ascii: "\n") { return try text(bytes) }
            bytes.append(byte)
        }
        return try text(bytes)
    }

    private func text(_ bytes: [UInt8]) throws -> String {
        let line = bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes[...]
        guard let text = String(validating: line, as: UTF8.self) else { throw Self.noText }
        return text
    }

    private static var none: DiagnosticError {
        DiagnosticError(
            Diagnostic(
                .error, "password", "no password was given", at: nil,
                hint: "type it on a terminal, or have standard input hold it in one line"))
    }

    private static var differ: DiagnosticError {
        DiagnosticError(
            Diagnostic(.error, "password", "the two passwords differ", at: nil, hint: "type the same one twice"))
    }

    private static var noText: DiagnosticError {
        DiagnosticError(
            Diagnostic(.error, "password", "the password is no text in UTF-8", at: nil, hint: "choose another"))
    }
}
