package import QuireModel
package import QuirePlugin

/// A delivery whose destination is known.
package struct CheckedDelivery: Sendable {
    /// Its place in the report's `deliver`, from 1.
    package var item: Int
    /// As the report names it.
    package var to: String
    package var position: FilePosition
    package var statuses: Set<RunSummary.Status>?
    package var skipsEmpty: Bool
    package var destination: any DestinationBlueprint
    /// Variables it needs that the environment does not have.
    package var missing: [Diagnostic]
}

extension CheckedDelivery {
    /// Finds a delivery's destination, and makes it of what the project and the report say of it.
    ///
    /// - Parameter index: its place in the report's `deliver`, from 0.
    /// - Returns: nil after what does not fit was reported.
    static func check(
        _ delivery: DeliveryDefinition, at index: Int, of report: ReportDefinition, project: ProjectDefinition,
        _ reading: inout Reading
    ) -> CheckedDelivery? {
        guard let (kind, entries) = parts(of: delivery, project: project, &reading) else { return nil }
        let node = Node(.mapping(entries), at: delivery.position)
        guard
            let component = reading.component(
                kind: kind, of: node, default: nil, family: "destination", among: reading.registry.destinations,
                planned: DestinationDefinition.planned),
            let values = component.fields.read(node, subject: "a delivery of kind '\(component.name)'", &reading),
            let blueprint = component.make(values, &reading)
        else { return nil }
        let templates = blueprint.templates
        guard templates.count(where: { FileTemplate.read($0, of: report, &reading) != nil }) == templates.count
        else { return nil }
        if delivery.statuses == [.failed], !blueprint.takesFailures {
            reading.error(
                "invalid-value",
                "a run that failed has no file to deliver, and a \(component.name) is told of nothing else",
                at: delivery.node["when"]?.position, hint: "it is one of succeeded, partial, always")
            return nil
        }
        return CheckedDelivery(
            item: index + 1, to: delivery.to, position: delivery.toPosition, statuses: delivery.statuses,
            skipsEmpty: delivery.skipsEmpty,
            destination: blueprint, missing: node.missingVariables)
    }

    /// - Returns: the kind, and its keys: the project's, then those that the report adds.
    private static func parts(
        of delivery: DeliveryDefinition, project: ProjectDefinition, _ reading: inout Reading
    ) -> (kind: Node, entries: [Node.Entry])? {
        guard case .mapping(let written) = delivery.node.content else { return nil }
        let added = written.filter { DeliveryDefinition.common[$0.key.scalar?.text ?? ""] == nil }
        let kinds = reading.registry.destinations.map(\.name) + DestinationDefinition.planned
        guard let named = project.destinations[delivery.to] else {
            if project.destinations.unreadable.contains(delivery.to) { return nil }
            guard kinds.contains(delivery.to), let kind = delivery.node["to"] else {
                let names = project.destinations.names + reading.registry.destinations.map(\.name)
                reading.error(
                    "unknown-destination", "the project has no destination '\(delivery.to)'", at: delivery.toPosition,
                    hint: NearestName.hint(delivery.to, among: names)
                        ?? "destinations are named in quire.yaml, under 'destinations'")
                return nil
            }
            return (kind, added)
        }
        guard case .mapping(let given) = named.node.content, let kind = named.node["kind"] else {
            reading.error("missing-key", "a destination needs 'kind'", at: named.node.position)
            return nil
        }
        let settled = given.filter { $0.key.scalar?.text != "kind" }
        let repeated = added.filter { entry in settled.contains { $0.key.scalar?.text == entry.key.scalar?.text } }
        for entry in repeated {
            reading.error(
                "settled-key",
                "the destination '\(delivery.to)' says already what '\(entry.key.scalar?.text ?? "")' is",
                at: entry.key.position, hint: "leave it out here, or there")
        }
        return repeated.isEmpty ? (kind, settled + added) : nil
    }
}
