import QuireModel
package import QuirePlugin

/// Lookups that are queries on one of the project's databases.
package struct SQLServiceBlueprint: ServiceBlueprint {
    package static let component = Component<any ServiceBlueprint>(
        "sql", summary: "Queries on one of the project's databases.",
        fields: [AnyField(connection), AnyField(lookups)],
        example: """
            kind: sql
            connection: crm
            lookups:
              share:
                input: { sn: text }
                query: SELECT sn, ours FROM share WHERE sn IN (:sn)
            """
    ) { values, reading in SQLServiceBlueprint(values, &reading) }

    static let connection = Field<String>.required("connection", "A connection of the project.")
    static let lookups = Field<Named<SQLLookupDefinition>>.required(
        "lookups", "What can be looked up, by name."
    ).shaped(.named(SQLLookupDefinition.shape, names: .identifiers, count: 1 ... .max))

    private let queries: [String: LookupQuery]
    /// Nil where there is none, which has been reported or waits for a variable.
    private let connection: ConnectionDefinition?

    init(_ values: FieldValues, _ reading: inout Reading) {
        let named = values[Self.lookups]
        named.checkLookups(at: values.valuePlace(of: Self.lookups), &reading)
        queries = Dictionary(
            named.entries.compactMap { entry in entry.value.query.map { (entry.name, $0) } },
            uniquingKeysWith: { first, _ in first })
        let isKnown = values.node[Self.connection.name]?.isUnresolved == false
        connection =
            isKnown ? reading.connection(values[Self.connection], at: values.valuePlace(of: Self.connection)) : nil
        guard let blueprint = connection?.blueprint else { return }
        for query in named.entries.compactMap(\.value.query) { reading.report(blueprint.check(query)) }
    }

    package var lookups: [String: LookupShape] {
        queries.mapValues { LookupShape(inputs: $0.inputs, fields: nil, keysPerCall: $0.mostKeys) }
    }

    package var mostCallsAtOnce: Int { connection?.blueprint?.mostQueriesAtOnce ?? .max }

    package func open(_ context: ServiceContext) async throws -> any LookupService {
        guard let connection else { throw RunFailure("the service '\(context.name)' has no connection") }
        return try await connection.used().lookups(queries, in: context)
    }
}

/// One of a service's `lookups`.
struct SQLLookupDefinition: DefinitionObject {
    /// Nil where it could not be read.
    var query: LookupQuery?

    static let input = Field<Named<FieldType>?>.needed(
        "input", "Names and types of what it is asked with."
    ).shaped(.named(FieldType.shape, names: .identifiers, count: 1 ... .max))
    static let queryField = Field<QueryText?>.needed(
        "query",
        "One SELECT that gives the inputs under their names and, as its other columns, the fields; :sn is the list of an input's values, :keys that of all keys."
    )
    static let bulk = Field.defaulted("bulk", BulkSizeDefinition(), shown: "size 500", "How many keys a query takes.")

    static let subject = "a lookup"
    static let fields = FieldTable([AnyField(input), AnyField(queryField), AnyField(bulk)])

    init?(_ values: FieldValues, _ reading: inout Reading) {
        let inputs = values[Self.input]?.inputs(at: values.valuePlace(of: Self.input), &reading)
        if let keys = values[Self.input]?.entries.first(where: { $0.name == "keys" }) {
            reading.error(
                "invalid-name", "an input cannot be called 'keys'", at: keys.position,
                hint: "':keys' is the list of all keys")
        }
        guard let inputs, let text = values[Self.queryField]?.text else { return }
        query = LookupQuery(text, inputs: inputs, mostKeys: values[Self.bulk].size)
    }
}

/// The `bulk` of a lookup that is bulk by itself.
struct BulkSizeDefinition: DefinitionObject {
    var size = 500

    static let sizeField = Field<Int>.required(
        "size", "Keys in one query at most; with 1 each :name is a single value."
    ).shaped(.integer(in: 1...100_000))

    static let subject = "'bulk'"
    static let fields = FieldTable([AnyField(sizeField)])

    init() {}

    init?(_ values: FieldValues, _ reading: inout Reading) {
        size = values[Self.sizeField]
        if !(1...100_000).contains(size) {
            reading.error("invalid-value", "'size' is from 1 to 100000", at: values.valuePlace(of: Self.sizeField))
            size = 500
        }
    }
}
