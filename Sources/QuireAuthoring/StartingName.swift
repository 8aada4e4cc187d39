package import QuireModel

/// The name of a report, service or plugin to be: a path without its ending, such as `finance/aging`.
package struct StartingName: Sendable, Equatable {
    package let text: String

    /// Its last part, for titles.
    package var lastPart: String { text.split(separator: "/").last.map(String.init) ?? text }

    /// The way from its file to the folder it is in, such as `../` for `finance/aging`.
    package var wayUp: String { String(repeating: "../", count: text.split(separator: "/").count - 1) }

    /// - Throws: where no file of the project could have the name.
    package init(ofReport written: String) throws(DiagnosticError) {
        text = try Self.checked(written, "report", example: "finance/aging")
        if text == "quire" {
            throw Self.refused(
                written, "report", "is the project's own", hint: "quire.yaml is the project: choose another name")
        }
        if text.hasPrefix("services/") {
            throw Self.refused(
                written, "report", "is in the folder of services",
                hint: "`quire new service \(text.dropFirst("services/".count))` makes a service")
        }
        if text.hasSuffix(".test") {
            throw Self.refused(written, "report", "ends as tests do", hint: "the tests of a report are NAME.test.yaml")
        }
    }

    /// - Throws: where no file of the project could have the name.
    package init(ofService written: String) throws(DiagnosticError) {
        let inner = written.hasPrefix("services/") ? String(written.dropFirst("services/".count)) : written
        text = try Self.checked(inner, "service", example: "rates")
        if text.contains(".") {
            throw Self.refused(
                written, "service", "holds a '.'", hint: "reports name a lookup as service.lookup: write it without")
        }
    }

    private static func checked(
        _ written: String, _ kind: String, example: String
    ) throws(DiagnosticError) -> String {
        let text = written.hasSuffix(".yaml") ? String(written.dropLast(".yaml".count)) : written
        if text.hasPrefix("/") {
            throw refused(written, kind, "is an absolute path", hint: "write it from the project folder on: \(example)")
        }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        for part in parts {
            if part.isEmpty { throw refused(written, kind, "has an empty part", hint: "such as \(example)") }
            if part == ".." || part == "." {
                throw refused(written, kind, "leads elsewhere", hint: "write it from the project folder on: \(example)")
            }
            if part.hasPrefix(".") {
                throw refused(written, kind, "is a hidden file's", hint: "write '\(part)' without the '.'")
            }
            if part.utf8.count > 200 {
                throw refused(written, kind, "is too long for a file", hint: "such as \(example)")
            }
        }
        let isReadable = text.unicodeScalars.allSatisfy { scalar in
            scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                || "-_./".unicodeScalars.contains(scalar)
        }
        if !isReadable || text.hasPrefix("-") {
            throw refused(
                written, kind, "holds more than letters, digits, '-', '_' and '.'", hint: "such as \(example)")
        }
        return text
    }

    private static func refused(_ text: String, _ kind: String, _ problem: String, hint: String) -> DiagnosticError {
        DiagnosticError(
            Diagnostic(
                .error, "invalid-name", "'\(text)' cannot be the name of a \(kind): it \(problem)", at: nil, hint: hint)
        )
    }
}
