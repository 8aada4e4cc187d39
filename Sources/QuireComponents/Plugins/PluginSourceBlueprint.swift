import QuireModel
package import QuirePlugin
import QuirePrograms

/// Rows that a plugin supplies.
package struct PluginSourceBlueprint: SourceBlueprint {
    package static let component = Component<any SourceBlueprint>(
        "plugin", summary: "Rows of a plugin of the project, which says itself what fields they have.",
        fields: PluginReference.fields, example: "{ plugin: ledger, with: { book: 2026 } }"
    ) { values, reading in
        PluginReference(values, &reading).map { PluginSourceBlueprint(plugin: $0) }
    }

    let plugin: PluginReference

    package var knowsItsFields: Bool { true }

    package func source(_ context: SourceContext) throws -> any RowSource {
        PluginSource(
            plugin: plugin,
            program: try plugin.program(
                folder: context.folder, environment: context.environment, secrets: context.secrets, log: context.log),
            context: context)
    }
}

/// Asks a plugin for one page of rows after the other.
struct PluginSource: RowSource {
    let plugin: PluginReference
    let program: PluginProgram
    let context: SourceContext

    func withReader<Result: Sendable>(
        parameters: [String: ParameterValue], _ body: (any RowReader) async throws -> Result
    ) async throws -> Result {
        try await PluginPool.with(program) { pool in
            let fields = try await start(pool)
            let reader = PluginRowReader(
                pool, SourceCalls(fields, redactor: program.redactor), fields: retyped(fields), context: context)
            try await reader.open(parameters)
            return try await body(reader)
        }
    }

    func fields(parameters: [String: ParameterValue]) async throws -> [FieldShape] {
        try await PluginPool.with(program) { pool in retyped(try await start(pool)) }
    }

    /// - Returns: the fields as the plugin says them.
    private func start(_ pool: PluginPool) async throws -> [FieldShape] {
        let offer: PluginOffer
        do throws(PluginFailure) { offer = try await pool.start() } catch { throw error.runFailure }
        guard let fields = offer.source else {
            throw plugin.unfit(
                "is no source of rows",
                hint: "it says what fields they have in its answer to initialize, under 'source'")
        }
        let unknown = unknownFields(
            context.fieldTypes, in: fields.map(\.name), of: "the plugin '\(program.name)'", at: plugin.place)
        guard unknown.isEmpty else { throw DiagnosticError(unknown) }
        return fields
    }

    /// The fields with the types that the report gives them.
    private func retyped(_ fields: [FieldShape]) -> [FieldShape] {
        fields.map { FieldShape($0.name, context.fieldTypes[$0.name] ?? $0.type) }
    }
}
