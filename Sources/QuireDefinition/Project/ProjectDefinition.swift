package import QuireModel
package import QuirePlugin

/// What `quire.yaml` says; all of it may be left out.
package struct ProjectDefinition: DefinitionObject {
    package var zone = Zone.utc
    package var connections = Named<ConnectionDefinition>()
    package var plugins = Named<PluginDefinition>()
    package var destinations = Named<DestinationDefinition>()
    package var formats: [String: String] = [:]
    package var styles: [String: CellStyle] = [:]
    /// Where work files go; beside the output otherwise.
    package var temporaryFolder: String?
    package var batchSize = 1000
    package var rowLimit = 1_000_000
    /// Variables that every run needs and the environment does not have.
    package var missing: [Diagnostic] = []

    static let timezoneField = Field<Zone?>.optional(
        "timezone", "An IANA zone, such as Asia/Shanghai; otherwise UTC.")
    static let connectionsField = Field.defaulted(
        "connections", Named<ConnectionDefinition>(), shown: "none", "Databases that reports may read.")
    static let pluginsField = Field.defaulted(
        "plugins", Named<PluginDefinition>(), shown: "none",
        "Programs that supply lookups, sources and deliveries.")
    static let destinationsField = Field.defaulted(
        "destinations", Named<DestinationDefinition>(), shown: "none",
        "Places where reports are delivered; a report's 'deliver' adds what they lack.")
    static let formatsField = Field.defaulted(
        "formats", Named<String>(), shown: "none", "Excel format codes by name.")
    static let stylesField = Field.defaulted(
        "styles", Named<CellStyle>(), shown: "good, bad, warn, muted, problem",
        "Cell styles by name, over those that are there.")
    static let tmpField = Field<String?>.optional("tmp", "A folder for work files; beside the output otherwise.")
    static let defaultsField = Field.defaulted(
        "defaults", DefaultsDefinition(), shown: "batch_size 1000, row_limit 1000000", "For every report.")

    package static let subject = "the project"
    package static let fields = FieldTable([
        AnyField(timezoneField), AnyField(connectionsField), AnyField(pluginsField), AnyField(formatsField),
        AnyField(stylesField),
        AnyField(destinationsField), AnyField(tmpField), AnyField(defaultsField),
    ])

    package init() {}

    package init?(_ values: FieldValues, _ reading: inout Reading) {
        zone = values[Self.timezoneField] ?? .utc
        // These matter only to what uses them.
        let ownMissing = [Self.connectionsField.name, Self.pluginsField.name, Self.destinationsField.name]
        if case .mapping(let entries) = values.node.content {
            missing = entries.filter { !ownMissing.contains($0.key.scalar?.text ?? "") }
                .flatMap(\.value.missingVariables)
        }
        connections = values[Self.connectionsField]
        plugins = values[Self.pluginsField]
        destinations = values[Self.destinationsField]
        for entry in values[Self.formatsField].entries { formats[entry.name] = entry.value }
        for entry in values[Self.stylesField].entries { styles[entry.name] = entry.value }
        temporaryFolder = values[Self.tmpField]
        batchSize = values[Self.defaultsField].batchSize
        rowLimit = values[Self.defaultsField].rowLimit
    }
}

struct DefaultsDefinition: DefinitionObject {
    var batchSize = 1000
    var rowLimit = 1_000_000

    static let batchSizeField = Field.defaulted(
        "batch_size", 1000, shown: "1000", "Rows handled together."
    ).shaped(.integer(in: 1...100_000))
    static let rowLimitField = Field.defaulted(
        "row_limit", 1_000_000, shown: "1000000", "A report with more rows than this fails."
    ).shaped(.integer(in: 1 ... .max))

    static let subject = "'defaults'"
    static let fields = FieldTable([AnyField(batchSizeField), AnyField(rowLimitField)])

    init() {}

    init?(_ values: FieldValues, _ reading: inout Reading) {
        batchSize = values[Self.batchSizeField]
        rowLimit = values[Self.rowLimitField]
        if !(1...100_000).contains(batchSize) {
            reading.error(
                "invalid-value", "'batch_size' is from 1 to 100000", at: values.valuePlace(of: Self.batchSizeField))
        }
        if rowLimit < 1 {
            reading.error(
                "invalid-value", "'row_limit' is at least 1", at: values.valuePlace(of: Self.rowLimitField))
        }
    }
}

extension ConnectionDefinition: DefinitionValue {
    package static var shape: Shape {
        .registered { .variants(Variants(by: AnyField(kindField), $0.connections)) }
    }
    static let kindField = Field<String>.required("kind", "The kind of database.")

    package static func read(_ node: Node, named name: String, _ reading: inout Reading) -> ConnectionDefinition? {
        var own = Reading(registry: reading.registry)
        let blueprint = blueprint(node, &own)
        for secret in own.secrets { reading.keepSecret(secret) }
        return ConnectionDefinition(
            blueprint: blueprint, problems: own.diagnostics, missing: node.missingVariables, node: node)
    }

    private static func blueprint(_ node: Node, _ reading: inout Reading) -> (any ConnectionBlueprint)? {
        guard
            let component = reading.component(
                kind: node["kind"], of: node, default: nil, family: "connection", among: reading.registry.connections)
        else { return nil }
        let table = FieldTable([AnyField(kindField)]) + component.fields
        return table.read(node, subject: "a connection", &reading).flatMap { component.make($0, &reading) }
    }
}
