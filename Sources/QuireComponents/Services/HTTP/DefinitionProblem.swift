/// Something in a definition that cannot be used as it is.
package struct DefinitionProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// Where it is, by keys from the service or lookup on: `bulk.request.query.sn`; empty where only the caller knows.
    package var location: String
    package var message: String
    package var hint: String?

    package init(_ message: String, at location: String = "", hint: String? = nil) {
        self.location = location
        self.message = message
        self.hint = hint
    }

    package func under(_ key: String) -> DefinitionProblem {
        DefinitionProblem(message, at: location.isEmpty ? key : "\(key).\(location)", hint: hint)
    }

    package var description: String {
        (location.isEmpty ? "" : location + ": ") + message + (hint.map { " (\($0))" } ?? "")
    }
}

/// All that is wrong with a definition.
package struct DefinitionProblems: Error, Sendable, Hashable, CustomStringConvertible {
    package var problems: [DefinitionProblem]

    package init(_ problems: [DefinitionProblem]) { self.problems = problems }

    package var description: String { problems.map(\.description).joined(separator: "\n") }
}
