import QuireModel
import QuirePlugin

extension CheckedReport {
    /// All that the report's file says.
    package var definitionText: String { node.definitionText }
}

extension ServiceDefinition {
    /// All that the service's file says, credentials among it: to be hashed, never shown.
    package var definitionText: String { node.definitionText }

    /// Keys that change how a service is asked, and not what it answers.
    private static let irrelevant: Set<String> = [
        titleField.name, descriptionField.name, timeoutField.name, deadlineField.name, limitsField.name,
        retryField.name, cacheField.name,
    ]

    /// Everything that an answer of a lookup depends on, its credentials among it: the same text, the same answers. It
    /// is to be hashed, never shown.
    package func definitionText(of lookup: String) -> String {
        guard case .mapping(let entries) = node.content else { return "" }
        let relevant = entries.filter { !Self.irrelevant.contains($0.key.scalar?.text ?? "") }.map { entry in
            guard entry.key.scalar?.text == "lookups", case .mapping(let lookups) = entry.value.content else {
                return entry
            }
            let own = lookups.filter { $0.key.scalar?.text == lookup }
            return Node.Entry(key: entry.key, value: Node(.mapping(own), at: entry.value.position))
        }
        return Node(.mapping(relevant), at: node.position).definitionText
    }
}

extension Node {
    /// What the node says, however it is laid out: the order of keys, quotes and comments make no difference.
    var definitionText: String {
        switch content {
        case .scalar(let scalar):
            let kind = scalar.meaning == .text ? "" : "!"
            return kind + scalar.text.debugDescription
        case .sequence(let items): return "[" + items.map(\.definitionText).joined(separator: ",") + "]"
        case .mapping(let entries):
            let members = entries.map { "\($0.key.definitionText):\($0.value.definitionText)" }
            return "{" + members.sorted().joined(separator: ",") + "}"
        }
    }
}
