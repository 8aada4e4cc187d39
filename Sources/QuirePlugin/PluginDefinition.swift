package import QuireModel

/// A program that supplies lookups, sources or deliveries, as the project names it.
package struct PluginDefinition: Sendable {
    package var name: String
    /// The program and its arguments; empty where `problems` says why.
    package var command: [String]
    /// How many of it are run at once.
    package var processes: Int
    /// What it gets besides `PATH`, `HOME`, `LANG` and `TMPDIR`.
    package var environment: [String: String]
    /// Values of `environment` that are written out and short, such as `fail` or `1`: where they stand within other
    /// words they are not what is secret.
    package var plainWords: Set<String> = []
    /// How long one request of a source or a delivery may take, where the project says it.
    package var timeout: Duration?
    package var position: FilePosition
    /// Kept apart, since they matter only to what uses the plugin.
    package var problems: [Diagnostic]
    /// Variables it needs that the environment does not have.
    package var missing: [Diagnostic]

    package init(
        name: String, command: [String], processes: Int = 1, environment: [String: String] = [:],
        position: FilePosition, problems: [Diagnostic] = [], missing: [Diagnostic] = []
    ) {
        self.name = name
        self.command = command
        self.processes = processes
        self.environment = environment
        self.position = position
        self.problems = problems
        self.missing = missing
    }

    /// Hides what it finds in its environment, and `secrets`.
    package func redactor(hiding secrets: [String]) -> Redactor {
        Redactor(secrets + environment.values.filter { !plainWords.contains($0) }, words: plainWords)
    }

    /// The plugin, now that it is needed.
    ///
    /// - Throws: what is wrong with it, and what it lacks.
    package func used() throws(DiagnosticError) -> PluginDefinition {
        guard !command.isEmpty, problems.allSatisfy({ $0.severity != .error }), missing.isEmpty else {
            throw DiagnosticError(problems + missing.asErrors)
        }
        return self
    }
}

extension Reading {
    /// A plugin of the project, by its name.
    ///
    /// - Returns: nil where there is none, which is then reported.
    package mutating func plugin(_ name: String, at place: FilePosition) -> PluginDefinition? {
        if let plugin = plugins[name] { return plugin }
        error(
            "unknown-plugin", "the project has no plugin '\(name)'", at: place,
            hint: NearestName.hint(name, among: plugins.keys.sorted())
                ?? "plugins are named in quire.yaml, under 'plugins'")
        return nil
    }
}
