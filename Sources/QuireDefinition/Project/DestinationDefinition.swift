package import QuireModel
package import QuirePlugin

/// A destination as the project names it. What it lacks, a report's `deliver` adds.
package struct DestinationDefinition: DefinitionValue {
    /// As it was read, variables filled in.
    package var node: Node

    static let kindField = Field<String>.required("kind", "The kind of destination.")
    /// Kinds of the language that this version refuses.
    static let planned = ["email", "rclone"]

    package static var shape: Shape {
        .registered { registry in
            // What else it needs may stand in reports.
            .object(
                FieldTable([AnyField(kindField).shaped(.choice(registry.destinations.map(\.name)))], isOpen: true))
        }
    }

    package static func read(_ node: Node, named name: String, _ reading: inout Reading) -> DestinationDefinition? {
        guard case .mapping = node.content else {
            reading.error("wrong-type", "a destination is a mapping, not \(node.kindName)", at: node.position)
            return nil
        }
        // Its secrets are to be hidden whatever becomes of it.
        if let component = reading.registry.destinations.first(where: { $0.name == node["kind"]?.scalar?.text }) {
            var own = Reading(registry: reading.registry)
            if let values = component.fields.read(node, subject: "a destination", &own) {
                _ = component.make(values, &own)
            }
            for secret in own.secrets { reading.keepSecret(secret) }
        }
        return DestinationDefinition(node: node)
    }
}
