package import QuireModel
package import QuirePlugin
import QuirePrograms

/// Lookups that a plugin supplies.
package struct PluginServiceBlueprint: ServiceBlueprint {
    package static let component = Component<any ServiceBlueprint>(
        "plugin", summary: "A program of the project, in any language, which says itself what can be looked up.",
        fields: PluginReference.fields,
        example: """
            kind: plugin
            plugin: scoring
            with: { model: 2026-01, threshold: 0.5 }
            """
    ) { values, reading in
        PluginReference(values, &reading).map { PluginServiceBlueprint(plugin: $0) }
    }

    private let plugin: PluginReference
    /// Empty until it was started once.
    package private(set) var lookups: [String: LookupShape] = [:]

    private init(plugin: PluginReference) { self.plugin = plugin }

    package var mustBeDiscovered: Bool { lookups.isEmpty }

    package func discovered(_ context: ServiceContext) async throws -> any ServiceBlueprint {
        let offer = try await PluginPool.with(try started(context)) { pool in
            do throws(PluginFailure) { return try await pool.start() } catch { throw error.runFailure }
        }
        guard !offer.lookups.isEmpty else {
            throw plugin.unfit("has no lookups", hint: "it names them in its answer to initialize, under 'lookups'")
        }
        var known = self
        known.lookups = offer.lookups
        return known
    }

    package func open(_ context: ServiceContext) async throws -> any LookupService {
        try await PluginService.open(
            try started(context), processes: plugin.definition.processes, zone: context.zone,
            expected: lookups.isEmpty ? nil : lookups)
    }

    package func redactor(hiding secrets: [String]) -> Redactor {
        plugin.definition.redactor(hiding: secrets)
    }

    private func started(_ context: ServiceContext) throws -> PluginProgram {
        try plugin.program(
            folder: context.folder, environment: context.environment, secrets: context.secrets, log: context.log)
    }
}
