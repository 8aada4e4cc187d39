import QuireModel
import QuirePlugin

/// A file's name with `{placeholders}`.
package struct FileTemplate: Sendable, Hashable {
    enum Part: Sendable, Hashable {
        case text(String)
        case placeholder(String)
    }

    let parts: [Part]

    /// Names besides the parameters that a template may hold.
    package static let builtInNames = ["report", "today", "now", "run"]

    /// Reports placeholders that are unknown or not closed.
    static func read(
        _ text: String, at position: FilePosition, parameters: [String], _ reading: inout Reading
    ) -> FileTemplate? {
        var parts: [Part] = []
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            if open > rest.startIndex { parts.append(.text(String(rest[..<open]))) }
            guard let close = rest[open...].firstIndex(of: "}") else {
                reading.error("invalid-template", "'{' without '}' in '\(text)'", at: position)
                return nil
            }
            let name = String(rest[rest.index(after: open)..<close])
            guard parameters.contains(name) || builtInNames.contains(name) else {
                reading.error(
                    "unknown-parameter", "there is no parameter '\(name)'", at: position,
                    hint: NearestName.hint(name, among: parameters + builtInNames)
                        ?? "it may be " + (parameters + builtInNames).joined(separator: ", "))
                return nil
            }
            parts.append(.placeholder(name))
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { parts.append(.text(String(rest))) }
        return FileTemplate(parts: parts)
    }

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
