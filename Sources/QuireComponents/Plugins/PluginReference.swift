import QuireModel
import QuirePlugin
import QuirePrograms

/// A plugin of the project as a service, a source or a destination names it, and what that hands over to it.
struct PluginReference: Sendable {
    static let plugin = Field<String>.required("plugin", "A plugin of the project.")
    static let with = Field.defaulted("with", Tree(), shown: "nothing", "What is handed over to it, as it is.")
    static let fields = [AnyField(plugin), AnyField(with)]

    let definition: PluginDefinition
    let with: JSON
    /// Where it is named.
    let place: FilePosition

    /// - Returns: nil after it was reported that there is no such plugin.
    init?(_ values: FieldValues, _ reading: inout Reading) {
        place = values.valuePlace(of: Self.plugin)
        with = values[Self.with].json
        // Which plugin it is waits for a variable.
        if values.node[Self.plugin.name]?.isUnresolved == true {
            definition = PluginDefinition(name: values[Self.plugin], command: [], position: place)
            return
        }
        guard let definition = reading.plugin(values[Self.plugin], at: place) else { return nil }
        self.definition = definition
    }

    /// - Throws: `DiagnosticError` for what is wrong with its definition, and what that lacks.
    func program(
        folder: String, environment: [String: String], secrets: [String], log: @escaping ComponentLog
    ) throws -> PluginProgram {
        PluginProgram(
            try definition.used(), with: with, folder: folder, environment: environment, secrets: secrets, log: log)
    }

    /// What is wrong with a plugin that was started and is not what it is used as.
    func unfit(_ use: String, hint: String) -> DiagnosticError {
        DiagnosticError(
            Diagnostic(.error, "unfit-plugin", "the plugin '\(definition.name)' \(use)", at: place, hint: hint))
    }
}

extension PluginFailure {
    /// The same, for what has no second try.
    var runFailure: any Error {
        self == .cancelled ? CancellationError() : RunFailure(message, hint: hint)
    }
}
