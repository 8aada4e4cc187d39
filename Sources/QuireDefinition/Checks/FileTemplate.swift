import QuireModel
import QuirePlugin

/// A text with `{placeholders}`: a file's name, a sheet's, a heading.
package struct FileTemplate: Sendable, Hashable {
    enum Part: Sendable, Hashable {
        case text(String)
        case placeholder(String)
    }

    /// As it was written.
    package let text: String
    let parts: [Part]

    /// Names besides the parameters that a template may hold.
    package static let builtInNames = ["report", "today", "now", "run"]

    /// Reports placeholders that are unknown, secret or not closed.
    ///
    /// - Parameter further: the name of a placeholder beside parameters, which it hides, and those that are there always.
    static func read(
        _ source: ExpressionText, of report: ReportDefinition, further: String? = nil, _ reading: inout Reading
    ) -> FileTemplate? {
        let text = source.text
        let parameters = report.parameters.names + report.parameters.unreadable.sorted()
        let known = parameters + [further].compactMap(\.self) + builtInNames
        var isValid = true
        var parts: [Part] = []
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            if open > rest.startIndex { parts.append(.text(String(rest[..<open]))) }
            guard let close = rest[open...].firstIndex(of: "}") else {
                reading.error(
                    "invalid-template", "'{' without '}' in '\(text)'",
                    at: source.place(ofByte: text.utf8.distance(from: text.startIndex, to: open)),
                    hint: "a placeholder is the name of a parameter in braces")
                return nil
            }
            let name = String(rest[rest.index(after: open)..<close])
            if !known.contains(name) {
                reading.error(
                    "unknown-parameter", "there is no parameter '\(name)'",
                    at: source.place(ofByte: text.utf8.distance(from: text.startIndex, to: open)),
                    hint: NearestName.hint(name, among: known) ?? "it may be " + known.joined(separator: ", "))
                isValid = false
            } else if name != further, report.parameters[name]?.isSecret == true {
                reading.error(
                    "invalid-value", "the parameter '\(name)' is secret, and this text is seen",
                    at: source.place(ofByte: text.utf8.distance(from: text.startIndex, to: open)),
                    hint: "leave it out")
                isValid = false
            }
            parts.append(.placeholder(name))
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { parts.append(.text(String(rest))) }
        return isValid ? FileTemplate(text: text, parts: parts) : nil
    }

    /// The ending that is the same for all values of the placeholders, without its dot, in lower case.
    var ending: String? {
        guard case .text(let text)? = parts.last else { return nil }
        return text.lastIndex(of: ".").map { text[text.index(after: $0)...].lowercased() }
    }

    /// Whether it has a placeholder.
    func holds(_ name: String) -> Bool { parts.contains(.placeholder(name)) }

    /// The text with every placeholder filled in; null is empty, a list is joined by commas.
    package func fill(_ values: [String: String]) -> String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .placeholder(let name): values[name] ?? ""
            }
        }.joined()
    }
}
