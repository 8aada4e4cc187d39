package import QuireModel
package import QuirePlugin

/// Reads a text of a form of its own.
private func read<Content>(
    _ node: Node, named name: String, _ reading: inout Reading,
    _ make: (String) throws(DefinitionProblem) -> Content
) -> Content? {
    guard let text = reading.read(String.self, from: node, named: name) else { return nil }
    do {
        return try make(text)
    } catch {
        reading.error("invalid-value", error.message, at: node.position, hint: error.hint)
        return nil
    }
}

extension TextTemplate: DefinitionValue {
    package static var shape: Shape { .text }

    package static func read(_ node: Node, named name: String, _ reading: inout Reading) -> TextTemplate? {
        QuireComponents.read(node, named: name, &reading) { text throws(DefinitionProblem) in
            try TextTemplate(text)
        }
    }
}

extension ServiceURL {
    /// What a text that can be one looks like.
    static var shape: Shape {
        .formatted(
            name: "a URL", pattern: "^[hH][tT][tT][pP][sS]?://[^?#]+$", examples: ["https://rates.example.com"])
    }
}

extension JSONPath: DefinitionValue {
    package static var shape: Shape {
        .formatted(name: "a path", pattern: "^\\$\(steps)$", examples: ["$.discount.ours"])
    }

    /// `.name`, `[0]`, `['name']`.
    fileprivate static let steps =
        #"(\s*(\.[^\x00-@\[-\^`{-\x7f][^\x00-/:-@\[-\^`{-\x7f]*|\[\s*(-?[0-9]+|'([^'\\]|\\.)*'|"([^"\\]|\\.)*")\s*\]))*"#

    package static func read(_ node: Node, named name: String, _ reading: inout Reading) -> JSONPath? {
        QuireComponents.read(node, named: name, &reading, JSONPath.init)
    }
}

extension ItemsPath: DefinitionValue {
    package static var shape: Shape {
        .formatted(name: "a path", pattern: "^\\$\(JSONPath.steps)(\\[\\*\\])?$", examples: ["$.results[*]"])
    }

    package static func read(_ node: Node, named name: String, _ reading: inout Reading) -> ItemsPath? {
        QuireComponents.read(node, named: name, &reading, ItemsPath.init)
    }
}

extension ResponseRule.Message: DefinitionValue {
    package static var shape: Shape { .text }

    package static func read(_ node: Node, named name: String, _ reading: inout Reading) -> Self? {
        QuireComponents.read(node, named: name, &reading, ResponseRule.Message.init)
    }
}

/// Any YAML as JSON.
struct JSONValue: DefinitionValue {
    var json: JSON

    static var shape: Shape { .any }
    static var acceptsNull: Bool { true }

    static func read(_ node: Node, named name: String, _ reading: inout Reading) -> JSONValue? {
        JSONValue(json: node.json)
    }
}

extension JSONTemplate: DefinitionValue {
    package static var shape: Shape { .any }

    package static func read(_ node: Node, named name: String, _ reading: inout Reading) -> JSONTemplate? {
        do {
            return try JSONTemplate(node.json)
        } catch {
            reading.error("invalid-value", error.message, at: node.position, hint: error.hint)
            return nil
        }
    }
}
