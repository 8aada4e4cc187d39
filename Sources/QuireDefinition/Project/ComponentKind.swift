import QuireModel
import QuirePlugin

extension Reading {
    /// Finds the component that a mapping's `kind` names.
    ///
    /// - Parameter fallback: taken where there is no `kind`.
    mutating func component<Product>(
        kind: Node?, of node: Node, default fallback: String?, family: String, among components: [Component<Product>],
        planned: [String] = []
    ) -> Component<Product>? {
        let names = components.map(\.name)
        // What it is depends on a variable that is not there.
        if let kind, kind.isUnresolved { return nil }
        if let kind, kind.scalar == nil {
            reportMismatch(kind, named: "kind", wanted: "one of " + names.joined(separator: ", "))
            return nil
        }
        guard case .mapping = node.content else {
            error("wrong-type", "a \(family) is a mapping, not \(node.kindName)", at: node.position)
            return nil
        }
        guard let name = kind.flatMap({ $0.isNull ? nil : $0.scalar?.text }) ?? fallback else {
            error(
                "missing-key", "a \(family) needs 'kind'", at: node.position,
                hint: "it is one of " + names.joined(separator: ", "))
            return nil
        }
        if let component = components.first(where: { $0.name == name }) { return component }
        let place = kind?.position ?? node.position
        if planned.contains(name) {
            error("not-supported", "a \(family) of kind '\(name)' is not supported yet", at: place)
        } else {
            error(
                "invalid-value", "there is no \(family) of kind '\(name)'", at: place,
                hint: NearestName.hint(name, among: names) ?? "it is one of " + names.joined(separator: ", "))
        }
        return nil
    }
}
