import QuireModel
import QuirePlugin
import QuireYAML

/// What `${…}` in the project's and the services' files stands for.
package struct Environment: Sendable {
    private let variables: [String: String]
    /// Gives a file's text; nil where it cannot be read.
    private let readFile: @Sendable (String) -> String?

    package init(variables: [String: String], readFile: @escaping @Sendable (String) -> String?) {
        self.variables = variables
        self.readFile = readFile
    }

    /// The node with every `${…}` filled in. What is not there stays as written and is named in `Scalar.missing`.
    func resolve(_ node: Node, _ reading: inout Reading) -> Node {
        var result = node
        switch node.content {
        case .scalar(let scalar):
            guard scalar.text.utf8.contains(UInt8(ascii: "$")) else { return node }
            result.content = .scalar(resolve(scalar, at: node.position, &reading))
        case .sequence(let items):
            result.content = .sequence(items.map { resolve($0, &reading) })
        case .mapping(let entries):
            result.content = .mapping(entries.map { Node.Entry(key: $0.key, value: resolve($0.value, &reading)) })
        }
        return result
    }

    private func resolve(_ scalar: Scalar, at position: FilePosition, _ reading: inout Reading) -> Scalar {
        var text = ""
        var missing: [String] = []
        var secrets: [String] = []
        var insertions: [String] = []
        var rest = scalar.text[...]
        while let dollar = rest.firstIndex(of: "$") {
            text += rest[..<dollar]
            rest = rest[dollar...]
            if rest.hasPrefix("$${") {
                text += "${"
                rest = rest.dropFirst(3)
            } else if rest.hasPrefix("${") {
                guard let end = rest.firstIndex(of: "}") else {
                    reading.error(
                        "invalid-variable", "'${' without '}'", at: position,
                        hint: "write $${ for a plain ${")
                    break
                }
                let written = rest[rest.index(rest.startIndex, offsetBy: 2)..<end]
                if let problem = Self.problem(with: written) {
                    reading.error("invalid-variable", problem, at: position, hint: "write $${ for a plain ${")
                    text += rest[...end]
                } else if let (value, isWritten) = value(of: String(written), &secrets) {
                    text += value
                    if !isWritten { insertions.append(value) }
                } else {
                    text += rest[...end]
                    missing.append(String(written))
                }
                rest = rest[rest.index(after: end)...]
            } else {
                text += "$"
                rest = rest.dropFirst()
            }
        }
        text += rest
        let meaning = scalar.style == .plain ? CoreSchema.meaning(of: text) : .text
        var result = Scalar(text: text, style: scalar.style, meaning: missing.isEmpty ? meaning : .text)
        result.missing = missing
        result.secrets = secrets
        result.insertions = insertions
        return result
    }

    /// What is wrong with the inside of a `${…}`.
    private static func problem(with written: Substring) -> String? {
        if written.hasPrefix("file:") {
            return written.count > "file:".count ? nil : "'${file:}' names no file"
        }
        let name = written.firstRange(of: ":-").map { written[..<$0.lowerBound] } ?? written
        if written.dropFirst(name.count).contains("${") { return "the default in '${\(written)}' holds another '${'" }
        let isName =
            name.utf8.first.map { !(48...57).contains($0) } ?? false
            && name.utf8.allSatisfy {
                $0 == 95 || (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
            }
        return isName ? nil : "'${\(written)}' names no variable"
    }

    /// - Returns: `isWritten` where it is the default that stands there.
    private func value(of written: String, _ secrets: inout [String]) -> (value: String, isWritten: Bool)? {
        if written.hasPrefix("file:") {
            guard var content = readFile(String(written.dropFirst(5))) else { return nil }
            if content.hasSuffix("\r\n") || content.hasSuffix("\n") { content.removeLast() }
            secrets.append(content)
            return (content, false)
        }
        if let separator = written.firstRange(of: ":-") {
            let value = variables[String(written[..<separator.lowerBound])] ?? ""
            return value.isEmpty ? (String(written[separator.upperBound...]), true) : (value, false)
        }
        return variables[written].map { ($0, false) }
    }
}

extension Node {
    /// What `${…}` in the node names and is not there.
    var missingVariables: [Diagnostic] {
        switch content {
        case .scalar(let scalar):
            scalar.missing.map { name in
                name.hasPrefix("file:")
                    ? Diagnostic(
                        .warning, "missing-variable", "the file '\(name.dropFirst(5))' cannot be read", at: position)
                    : Diagnostic(
                        .warning, "missing-variable", "the environment has no '\(name)'", at: position,
                        hint: "set it, or write ${\(name):-default}")
            }
        case .sequence(let items): items.flatMap(\.missingVariables)
        case .mapping(let entries): entries.flatMap(\.value.missingVariables)
        }
    }
}
