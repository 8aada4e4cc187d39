package import QuireModel
package import QuirePlugin

extension PluginDefinition: DefinitionValue {
    static let commandField = Field<[String]>.required(
        "command", "The program and its arguments, run in the project folder."
    ).shaped(.list(.text, count: 1 ... .max))
    static let processesField = Field.defaulted(
        "processes", 1, shown: "1", "How many of it are run at once."
    ).shaped(.integer(in: 1...64))
    static let envField = Field.defaulted(
        "env", Named<String>(), shown: "none", "What it finds in its environment besides PATH, HOME, LANG and TMPDIR."
    ).secret

    static let timeoutField = Field<Duration?>.optional(
        "timeout",
        "How long one request of a source or a delivery may take; otherwise 1m for rows, 10m for a delivery. A service has its own."
    )

    static let fields = FieldTable([
        AnyField(commandField), AnyField(processesField), AnyField(envField), AnyField(timeoutField),
    ])
    package static var shape: Shape { .object(fields) }

    package static func read(_ node: Node, named name: String, _ reading: inout Reading) -> PluginDefinition? {
        var own = Reading(registry: reading.registry)
        var plugin = PluginDefinition(
            name: name, command: [], position: node.position, missing: node.missingVariables)
        if let values = fields.read(node, subject: "a plugin", &own) {
            plugin.take(values, &own)
        }
        plugin.problems = own.diagnostics
        plugin.plainWords = plainWords(in: node)
        for secret in own.secrets.subtracting(plugin.plainWords) { reading.keepSecret(secret) }
        return plugin
    }

    /// A written value is hidden within other words from this many characters on.
    private static let shortestLiteral = 8

    /// The short values of `env` that hold no `${…}`, and are the value of none.
    private static func plainWords(in node: Node) -> Set<String> {
        guard case .mapping(let entries)? = node[envField.name]?.content else { return [] }
        let values = entries.compactMap(\.value.scalar)
        return Set(
            values.filter { $0.insertions.isEmpty && $0.missing.isEmpty && $0.text.count < shortestLiteral }.map(\.text)
        ).subtracting(values.flatMap { $0.insertions + ($0.insertions.isEmpty ? [] : [$0.text]) })
    }

    private mutating func take(_ values: FieldValues, _ reading: inout Reading) {
        command = values[Self.commandField]
        processes = values[Self.processesField]
        timeout = values[Self.timeoutField]
        if let timeout, timeout < .milliseconds(1) {
            reading.error("invalid-value", "'timeout' is 1ms at least", at: values.valuePlace(of: Self.timeoutField))
        }
        for entry in values[Self.envField].entries { environment[entry.name] = entry.value }
        if command.first?.isEmpty ?? true {
            reading.error(
                "missing-value", "'command' names no program", at: values.valuePlace(of: Self.commandField),
                hint: "write it as a list: [python3, plugins/scoring.py]")
        }
        if !(1...64).contains(processes) {
            reading.error(
                "invalid-value", "'processes' is from 1 to 64", at: values.valuePlace(of: Self.processesField))
        }
    }
}
