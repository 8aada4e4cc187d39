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

    static let fields = FieldTable([AnyField(commandField), AnyField(processesField), AnyField(envField)])
    package static var shape: Shape { .object(fields) }

    package static func read(_ node: Node, named name: String, _ reading: inout Reading) -> PluginDefinition? {
        var own = Reading(registry: reading.registry)
        var plugin = PluginDefinition(
            name: name, command: [], position: node.position, missing: node.missingVariables)
        if let values = fields.read(node, subject: "a plugin", &own) {
            plugin.take(values, &own)
        }
        plugin.problems = own.diagnostics
        for secret in own.secrets { reading.keepSecret(secret) }
        return plugin
    }

    private mutating func take(_ values: FieldValues, _ reading: inout Reading) {
        command = values[Self.commandField]
        processes = values[Self.processesField]
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
