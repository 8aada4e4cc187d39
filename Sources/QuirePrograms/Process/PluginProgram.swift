package import QuireModel
package import QuirePlugin

/// A plugin's program as it is started, and what it is handed over.
package struct PluginProgram: Sendable {
    /// As the project names it.
    package let name: String
    let command: [String]
    /// All of its environment.
    let environment: [String: String]
    /// Where it runs.
    let folder: String
    /// The author's own words for it, handed over with `initialize`.
    package let with: JSON
    /// How long one request of a source or a delivery may take, where the project says it.
    package let timeout: Duration?
    package let redactor: Redactor
    let log: ComponentLog

    /// What a program finds in its environment besides what `env` says.
    private static let inherited = ["PATH", "HOME", "LANG", "TMPDIR"]

    /// - Parameters:
    ///   - environment: the process's.
    ///   - secrets: texts that must never be shown, besides those of the definition.
    package init(
        _ plugin: PluginDefinition, with: JSON, folder: String, environment: [String: String], secrets: [String],
        log: @escaping ComponentLog
    ) {
        name = plugin.name
        command = plugin.command
        timeout = plugin.timeout
        self.folder = folder
        self.with = with
        self.environment = environment.filter { Self.inherited.contains($0.key) }
            .merging(plugin.environment) { _, own in own }
        redactor = plugin.redactor(hiding: secrets)
        self.log = log
    }
}

/// How long a plugin is waited for.
package struct PluginPatience: Sendable {
    /// For the answer to `initialize`.
    package var start = Duration.seconds(10)
    /// For its end after `shutdown`.
    package var shutdown = Duration.seconds(5)
    /// For its end once it has closed its output, or everything is cancelled.
    package var end = Duration.seconds(1)

    package init() {}
}
