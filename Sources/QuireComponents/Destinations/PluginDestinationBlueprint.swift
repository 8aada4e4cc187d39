import QuireModel
package import QuirePlugin
import QuirePrograms

/// Files handed over to a plugin.
package struct PluginDestinationBlueprint: DestinationBlueprint {
    package static let component = Component<any DestinationBlueprint>(
        "plugin", summary: "A program of the project, in any language, which takes the file from there.",
        fields: PluginReference.fields, example: "{ plugin: archive, with: { shelf: finance } }"
    ) { values, reading in
        PluginReference(values, &reading).map { PluginDestinationBlueprint(plugin: $0) }
    }

    /// For the answer, where the plugin has no `timeout`.
    private static let usualLimit = Duration.seconds(600)

    private let plugin: PluginReference

    /// The file is handed over once: a delivery that was cut off may have happened.
    package func deliver(_ file: DeliveredFile, _ context: DestinationContext) async throws -> String? {
        let program = try plugin.program(
            folder: context.folder, environment: context.environment, secrets: context.secrets, log: context.log)
        return try await PluginPool.with(program) { pool in
            do throws(PluginFailure) {
                let offer = try await pool.start()
                if offer.delivers {
                    return try await pool.call(
                        DeliverCall.method, DeliverCall.params(file, with: program.with),
                        within: program.timeout ?? Self.usualLimit
                    ) {
                        result throws(ProtocolViolation) in try DeliverCall.location(result, program.redactor)
                    }
                }
            } catch {
                throw error.runFailure
            }
            throw takesNone
        }
    }

    package func verify(_ context: DestinationContext) async throws {
        let program = try plugin.program(
            folder: context.folder, environment: context.environment, secrets: context.secrets, log: context.log)
        try await PluginPool.with(program) { pool in
            let offer: PluginOffer
            do throws(PluginFailure) { offer = try await pool.start() } catch { throw error.runFailure }
            guard offer.delivers else { throw takesNone }
        }
    }

    private var takesNone: DiagnosticError {
        plugin.unfit("takes no deliveries", hint: "it says so in its answer to initialize: \"delivery\": {}")
    }
}
