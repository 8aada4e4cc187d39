package import QuireModel
import QuireYAML

/// An OpenAPI 3.0 or 3.1 document, in YAML or JSON.
package struct OpenAPIDocument: Sendable {
    let root: Node
    /// The name that messages show.
    private let file: String

    /// - Parameter shown: the file as the user names it.
    /// - Throws: where it cannot be read, or is no such document.
    package init(atPath path: String, as shown: String) throws(DiagnosticError) {
        try self.init(try YAMLReader.readFile(at: path, as: shown), file: shown)
    }

    init(_ root: Node, file: String) throws(DiagnosticError) {
        self.root = root
        self.file = file
        let version = root["openapi"]?.scalar?.text ?? ""
        if version.hasPrefix("3.") { return }
        if let old = root["swagger"] {
            throw refused(
                "this is Swagger \(old.scalar?.text ?? ""), not OpenAPI 3", at: old.position,
                hint: "editor.swagger.io converts it: Edit, Convert to OpenAPI 3")
        }
        throw refused(
            version.isEmpty ? "this is no OpenAPI document: it has no 'openapi'" : "OpenAPI \(version) is not known",
            at: (root["openapi"] ?? root).position, hint: "it begins with openapi: 3.0.3 or 3.1.0")
    }

    func refused(_ message: String, at place: FilePosition?, hint: String?) -> DiagnosticError {
        DiagnosticError(Diagnostic(.error, "openapi", message, at: place, hint: hint))
    }

    /// The node that a `$ref` stands for, however many of them stand in a row.
    ///
    /// - Returns: nil where one leads in a circle, to nowhere or out of the document.
    func resolved(_ node: Node?) -> Node? {
        var seen: Set<String> = []
        var node = node
        while let reference = node?["$ref"]?.scalar?.text {
            guard seen.insert(reference).inserted else { return nil }
            node = target(of: reference)
        }
        return node
    }

    private func target(of reference: String) -> Node? {
        guard reference.hasPrefix("#") else { return nil }
        var node: Node? = root
        for part in reference.dropFirst().split(separator: "/") {
            let name = (part.removingPercentEscapes ?? String(part)).replacing("~1", with: "/").replacing(
                "~0", with: "~")
            if case .sequence(let items)? = node?.content {
                node = Int(name).flatMap { items.indices.contains($0) ? items[$0] : nil }
            } else {
                node = node?[name]
            }
        }
        return node
    }
}

extension Substring {
    /// As in the fragment of a URL; nil where that is no UTF-8.
    fileprivate var removingPercentEscapes: String? {
        var bytes: [UInt8] = []
        var rest = utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let value = UInt8(Substring(rest.prefix(2)), radix: 16) {
                rest = rest.dropFirst(2)
                bytes.append(value)
            } else {
                bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }
}

extension Node {
    var entries: [Entry] { if case .mapping(let entries) = content { entries } else { [] } }
    var items: [Node] { if case .sequence(let items) = content { items } else { [] } }
    var text: String? { isNull ? nil : scalar?.text }
    /// The value under a key as text.
    func text(_ key: String) -> String? { self[key]?.text }
    /// A text's first line, as a comment holds it.
    func line(_ key: String) -> String? {
        guard let line = text(key)?.split(whereSeparator: \.isNewline).first else { return nil }
        return line.count > 110 ? line.prefix(109) + "…" : String(line)
    }
}
