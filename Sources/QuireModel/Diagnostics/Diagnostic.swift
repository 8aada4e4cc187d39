/// A place in a file; line and column count from 1, columns in Unicode scalars.
public struct FilePosition: Sendable, Hashable, Comparable, CustomStringConvertible {
    public var file: String
    public var line: Int
    public var column: Int

    public init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }

    public var description: String { "\(file):\(line):\(column)" }

    public static func < (left: Self, right: Self) -> Bool {
        (left.file, left.line, left.column) < (right.file, right.line, right.column)
    }
}

/// Something wrong, or doubtful, in what an author wrote.
public struct Diagnostic: Sendable, Hashable {
    public enum Severity: String, Sendable, Hashable {
        case error, warning
    }

    public var severity: Severity
    /// A fixed word for the kind of problem, such as `unknown-key`.
    public var code: String
    public var message: String
    public var position: FilePosition?
    public var hint: String?
    /// The same where it is about something that a person gave for a run.
    package var input: InputProblem?

    public init(
        _ severity: Severity = .error, _ code: String, _ message: String, at position: FilePosition?,
        hint: String? = nil
    ) {
        self.severity = severity
        self.code = code
        self.message = message
        self.position = position
        self.hint = hint
    }

    /// An error of something that a person gave for a run.
    package init(
        _ code: String, _ message: String, at position: FilePosition?, hint: String?, _ input: InputProblem?
    ) {
        self.init(.error, code, message, at: position, hint: hint)
        self.input = input
    }
}

extension [Diagnostic] {
    /// The same as errors, once what they are about is needed.
    public var asErrors: [Diagnostic] { with(.error) }

    /// The same as warnings, where nothing needs what they are about.
    public var asWarnings: [Diagnostic] { with(.warning) }

    private func with(_ severity: Diagnostic.Severity) -> [Diagnostic] {
        map { problem in
            var changed = problem
            changed.severity = severity
            return changed
        }
    }
}

extension Diagnostic {
    /// What is wrong and what to do about it, on one line.
    package var text: String { message + (hint.map { " (\($0))" } ?? "") }

    /// The same, without secrets in its words; files and codes are as they are.
    package func redacted(by redactor: Redactor) -> Diagnostic {
        var shown = self
        shown.message = redactor.redact(message)
        shown.hint = hint.map(redactor.redact)
        return shown
    }
}

extension Diagnostic: CustomStringConvertible {
    /// `reports/a.yaml:12:5: error: unknown key 'tittle' [unknown-key]`, and the hint on a line of its own.
    public var description: String {
        let place = position.map { "\($0): " } ?? ""
        return "\(place)\(severity.rawValue): \(message) [\(code)]" + (hint.map { "\n  hint: \($0)" } ?? "")
    }
}

/// Definitions, arguments or a project that cannot be used as they are; the author has to act.
public struct DiagnosticError: Error, CustomStringConvertible {
    public var diagnostics: [Diagnostic]

    public init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
    public init(_ diagnostic: Diagnostic) { diagnostics = [diagnostic] }

    public var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}

/// A run that cannot go on: what happened, where, and what to do, fit to be shown.
public struct RunFailure: Error, Hashable, CustomStringConvertible {
    public var message: String
    public var hint: String?

    public init(_ message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }

    public var description: String { message + (hint.map { "\n  hint: \($0)" } ?? "") }
}
