package import QuireModel
package import QuirePlugin

/// Where a report's rows come from.
package struct SourceDefinition: DefinitionValue {
    package enum Origin: Sendable {
        case query(connection: String, connectionPosition: FilePosition, query: ExpressionText)
        case file(path: String, position: FilePosition, format: String, reader: any FileBlueprint)
        case list(ListSourceDefinition)
        /// Of a kind that is told by its key.
        case component(String, any SourceBlueprint)
    }

    package var origin: Origin
    package var fieldTypes: [String: FieldType]
    package var invalidValues: InvalidValues
    package var filter: ExpressionText?
    /// Names of fields; empty keeps every row.
    package var distinctBy: [String]
    package var position: FilePosition
    /// False where it could not be read, which has been reported.
    private(set) var isReadable = true

    /// Its fields can be known without reaching anything remote.
    package var knowsItsFields: Bool {
        if case .component(_, let blueprint) = origin { blueprint.knowsItsFields } else { false }
    }

    /// Stands for a source that could not be read while the rest of its report is checked.
    static func unreadable(at position: FilePosition) -> SourceDefinition {
        let origin = Origin.query(connection: "", connectionPosition: position, query: ExpressionText(""))
        var source = SourceDefinition(origin: origin, FieldValues(at: position))
        source.isReadable = false
        return source
    }

    package static var shape: Shape {
        .registered { registry in
            let components = registry.sources.map { component in
                Variants.Variant(
                    .has(component.name), component.fields + common, distinction: ", with `\(component.name)`",
                    summary: component.summary, example: component.example)
            }
            let queries = Variants.Variant(
                .any([.has("connection"), .has("query")]),
                (query + common).following(.has("connection"), .has("query")), distinction: "")
            let lists = Variants.Variant(.has("list"), list + common, distinction: ", with `list`")
            // Without any of them an editor offers all.
            let all = (query + file + list + common).following(.any([.has("query"), .has("file"), .has("list")]))
            return .variants(
                Variants(
                    components + [lists] + FileFields.variants(registry, of: AnyField(fileField), common: common) + [
                        queries
                    ],
                    otherwise: all))
        }
    }

    static let connectionField = Field<String?>.optional("connection", "A connection of the project.")
    static let queryField = Field<QueryText?>.optional(
        "query", "One SELECT; parameters are bound as :name.")
    static let fileField = Field<String?>.optional(
        "file", "A file, relative to the project; may hold {parameter} or a pattern; - is standard input.")
    static let formatField = FileFields.format
    static let fieldsField = FileFields.types
    static let invalidField = FileFields.invalid
    static let whereField = Field<ExpressionText?>.optional("where", "Drops rows before they are enriched.")
    static let distinctByField = Field.defaulted(
        "distinct_by", [String](), shown: "none", "Keeps the first row of each key.")

    static let query = FieldTable([AnyField(connectionField), AnyField(queryField)])
    static let file = FieldTable([AnyField(fileField), AnyField(formatField)])
    static let list = ListSourceDefinition.fields
    static let common = FieldTable([
        AnyField(fieldsField), AnyField(invalidField), AnyField(whereField), AnyField(distinctByField),
    ])

    package static func read(_ node: Node, named name: String, _ reading: inout Reading) -> SourceDefinition? {
        let components = reading.registry.sources.filter { node[$0.name] != nil }
        let kinds = ["query", "connection", "file", "list"].filter { node[$0] != nil } + components.map(\.name)
        let isFile = kinds.contains("file")
        let isList = kinds.contains("list")
        if isFile || isList || !components.isEmpty, kinds.count > 1 {
            reading.error(
                "invalid-source", "a source has one of \(kinds.joined(separator: ", ")), not several",
                at: node.position)
            return nil
        }
        if isList { return readList(node, &reading) }
        if let component = components.first { return readComponent(component, node, &reading) }
        guard isFile else { return readQuery(node, kinds: kinds, &reading) }
        return readFile(node, &reading)
    }

    private static func readComponent(
        _ component: Component<any SourceBlueprint>, _ node: Node, _ reading: inout Reading
    ) -> SourceDefinition? {
        guard let values = (component.fields + common).read(node, subject: "a source", &reading),
            let blueprint = component.make(values, &reading)
        else { return nil }
        return SourceDefinition(origin: .component(component.name, blueprint), values)
    }

    private static func readQuery(_ node: Node, kinds: [String], _ reading: inout Reading) -> SourceDefinition? {
        let table = kinds.isEmpty ? query + file + list + common : query + common
        guard let values = table.read(node, subject: "a source", &reading) else { return nil }
        guard let connection = values[connectionField], let query = values[queryField] else {
            reportMissing(in: values, kinds: kinds, &reading)
            return nil
        }
        return SourceDefinition(
            origin: .query(
                connection: connection, connectionPosition: values.valuePlace(of: connectionField), query: query.text),
            values)
    }

    private static let missing = "a source needs 'connection' and 'query', or 'file', or 'list'"

    private static func readList(_ node: Node, _ reading: inout Reading) -> SourceDefinition? {
        guard let values = (list + common).read(node, subject: "a source", &reading) else { return nil }
        guard let source = ListSourceDefinition(values) else {
            if node["list"]?.isNull == true { reading.error("missing-key", missing, at: node.position) }
            return nil
        }
        return SourceDefinition(origin: .list(source), values)
    }

    /// Says what a source lacks, unless a misspelt key stands for it.
    private static func reportMissing(in values: FieldValues, kinds: [String], _ reading: inout Reading) {
        guard case .mapping(let entries) = values.node.content else { return }
        let wanted = ["connection", "query", "file", "list"]
        let misspelt = entries.compactMap { entry -> String? in
            guard let name = entry.key.scalar?.text, (query + file + list + common)[name] == nil else { return nil }
            return NearestName.find(name, among: wanted)
        }
        let written = Set(kinds + misspelt)
        if written.isEmpty {
            reading.error("missing-key", missing, at: values.position)
        }
        guard !written.isEmpty, !written.contains("file"), !written.contains("list") else { return }
        for name in ["connection", "query"] where values.node[name]?.isNull ?? !written.contains(name) {
            reading.error("missing-key", "a source needs '\(name)'", at: values.position)
        }
    }

    private static func readFile(_ node: Node, _ reading: inout Reading) -> SourceDefinition? {
        guard let fileNode = node["file"], !fileNode.isNull, let path = fileNode.scalar?.text else {
            _ = (file + common).read(node, subject: "a source", &reading)
            if node["file"]?.isNull == true {
                reading.error("missing-key", missing, at: node.position)
            }
            return nil
        }
        let place = fileNode.position
        guard let component = reading.fileComponent(for: path, at: place, format: node["format"]) else { return nil }
        let table = file + component.fields + common
        guard let values = table.read(node, subject: "a source", &reading),
            let blueprint = component.make(values, &reading)
        else { return nil }
        return SourceDefinition(
            origin: .file(path: path, position: place, format: component.name, reader: blueprint), values)
    }

    private init(origin: Origin, _ values: FieldValues) {
        self.origin = origin
        var types: [String: FieldType] = [:]
        for entry in values[Self.fieldsField].entries { types[entry.name] = entry.value }
        fieldTypes = types
        invalidValues = values[Self.invalidField]
        filter = values[Self.whereField]
        distinctBy = values[Self.distinctByField]
        position = values.position
    }
}
