/// A place in a file; line and column count from 1, columns in Unicode scalars.
package struct FilePosition: Sendable, Hashable, Comparable, CustomStringConvertible {
    package var file: String
    package var line: Int
    package var column: Int

    package init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }

    package var description: String { "\(file):\(line):\(column)" }

    package static func < (left: Self, right: Self) -> Bool {
        (left.file, left.line, left.column) < (right.file, right.line, right.column)
    }
}

/// Something wrong, or doubtful, in what an author wrote.
package struct Diagnostic: Sendable, Hashable {
    package enum Severity: String, Sendable, Hashable {
        case error, warning
    }

    package var severity: Severity
    /// A fixed word for the kind of problem, such as `unknown-key`.
    package var code: String
    package var message: String
    package var position: FilePosition?
    package var hint: String?

    package init(
        _ severity: Severity = .error, _ code: String, _ message: String, at position: FilePosition?,
        hint: String? = nil
    ) {
        self.severity = severity
        self.code = code
        self.message = message
        self.position = position
        self.hint = hint
    }
}

extension [Diagnostic] {
    /// The same as errors, once what they are about is needed.
    package var asErrors: [Diagnostic] { with(.error) }

    /// The same as warnings, where nothing needs what they are about.
    package var asWarnings: [Diagnostic] { with(.warning) }

    private func with(_ severity: Diagnostic.Severity) -> [Diagnostic] {
        map { problem in
            var changed = problem
            changed.severity = severity
            return changed
        }
    }
}

extension Diagnostic: CustomStringConvertible {
    /// `reports/a.yaml:12:5: error: unknown key 'tittle' [unknown-key]`, and the hint on a line of its own.
    package var description: String {
        let place = position.map { "\($0): " } ?? ""
        return "\(place)\(severity.rawValue): \(message) [\(code)]" + (hint.map { "\n  hint: \($0)" } ?? "")
    }
}

/// Definitions, arguments or a project that cannot be used as they are; the author has to act.
package struct DiagnosticError: Error, CustomStringConvertible {
    package var diagnostics: [Diagnostic]

    package init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
    package init(_ diagnostic: Diagnostic) { diagnostics = [diagnostic] }

    package var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}

/// A run that cannot go on: what happened, where, and what to do, fit to be shown.
package struct RunFailure: Error, Hashable, CustomStringConvertible {
    package var message: String
    package var hint: String?

    package init(_ message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }

    package var description: String { message + (hint.map { "\n  hint: \($0)" } ?? "") }
}
