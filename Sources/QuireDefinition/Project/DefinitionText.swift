import QuireModel
import QuirePlugin

extension CheckedReport {
    /// Keys that are about when and for whom, and not about what a run does.
    private static let irrelevant: Set<String> = [
        ReportDefinition.scheduleField.name, ReportDefinition.accessField.name,
    ]

    /// What the report's file says of a run.
    package var definitionText: String {
        guard case .mapping(let entries) = node.content else { return node.definitionText }
        let relevant = entries.filter { !Self.irrelevant.contains($0.key.scalar?.text ?? "") }
        return Node(.mapping(relevant), at: node.position).definitionText
    }
}

extension ServiceDefinition {
    /// Keys that change how a service is asked, and not what it answers.
    private static let irrelevant: Set<String> = [
        titleField.name, descriptionField.name, timeoutField.name, deadlineField.name, limitsField.name,
        retryField.name, cacheField.name,
    ]

    /// What a lookup asks and takes from the answer, datetimes as the project's clocks show them. To be hashed, never
    /// shown.
    package func lookupText(_ lookup: String, in project: ProjectDefinition) -> String {
        "\(project.zone.identifier) \(name).\(lookup):" + (node["lookups"]?[lookup]?.definitionText ?? "")
    }

    /// What a list is, without its service's address. To be hashed, never shown.
    package func listText(_ list: String, in project: ProjectDefinition) -> String {
        "\(project.zone.identifier) \(name).\(list):" + (node["lists"]?[list]?.definitionText ?? "")
    }

    /// Everything that an answer of a lookup depends on, also who is asked and by whom: the same text, the same answers.
    /// To be hashed, never shown.
    package func definitionText(of lookup: String, in project: ProjectDefinition) -> String {
        guard case .mapping(let entries) = node.content else { return "" }
        let relevant = entries.filter { entry in
            let key = entry.key.scalar?.text ?? ""
            return key != "lookups" && key != "lists" && !Self.irrelevant.contains(key)
        }
        let connection = node["connection"]?.scalar.flatMap { project.connections[$0.text]?.node.definitionText }
        let plugin = node["plugin"]?.scalar.flatMap { project.plugins[$0.text] }
        return Node(.mapping(relevant), at: node.position).definitionText + lookupText(lookup, in: project)
            + (connection ?? "") + (plugin?.definitionText ?? "")
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

extension PluginDefinition {
    /// What its answers depend on.
    fileprivate var definitionText: String {
        let environment = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)".debugDescription }
        return command.map(\.debugDescription).joined(separator: " ") + environment.joined(separator: " ")
    }
}
