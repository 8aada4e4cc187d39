package import QuireModel

/// A database as the project names it.
package struct ConnectionDefinition: Sendable {
    /// Nil where `problems` says why.
    package var blueprint: (any ConnectionBlueprint)?
    /// Kept apart, since they matter only to what uses the connection.
    package var problems: [Diagnostic]
    /// Variables it needs that the environment does not have.
    package var missing: [Diagnostic]
    /// As it was read, variables filled in.
    package var node: Node

    package init(blueprint: (any ConnectionBlueprint)?, problems: [Diagnostic], missing: [Diagnostic], node: Node) {
        self.blueprint = blueprint
        self.problems = problems
        self.missing = missing
        self.node = node
    }

    /// The connection, now that it is needed.
    ///
    /// - Throws: what is wrong with it, and what it lacks.
    package func used() throws(DiagnosticError) -> any ConnectionBlueprint {
        guard let blueprint, missing.isEmpty else { throw DiagnosticError(problems + missing.asErrors) }
        return blueprint
    }
}

extension Reading {
    /// A connection of the project, by its name.
    ///
    /// - Returns: nil where there is none, which is then reported.
    package mutating func connection(_ name: String, at place: FilePosition) -> ConnectionDefinition? {
        if let connection = connections[name] { return connection }
        error(
            "unknown-connection", "the project has no connection '\(name)'", at: place,
            hint: NearestName.hint(name, among: connections.keys.sorted())
                ?? "connections are named in quire.yaml, under 'connections'")
        return nil
    }
}
