import QuireModel

/// A kind of connection, file or service, as one value: what it is called, which keys it takes, and how it is made
/// from them. The same fields read the YAML, check it, and draw the schema and the reference.
public struct Component<Product: Sendable>: Sendable {
    public let name: String
    /// One line for the reference page.
    public let summary: String
    /// The keys it takes besides those that every component of its family takes.
    public let fields: FieldTable
    /// YAML that shows its keys in use.
    public let example: String
    /// - Returns: nil after `reading` has been told what does not fit together.
    public let make: @Sendable (FieldValues, inout Reading) -> Product?

    public init(
        _ name: String, summary: String, fields: [AnyField], rules: [Condition] = [], example: String,
        make: @escaping @Sendable (FieldValues, inout Reading) -> Product?
    ) {
        self.name = name
        self.summary = summary
        self.fields = FieldTable(fields, rules: rules)
        self.example = example
        self.make = make
    }
}

/// What is built in, or passed in by an app that embeds the library.
public struct Registry: Sendable {
    public var connections: [Component<any ConnectionBlueprint>]
    public var files: [Component<any FileBlueprint>]
    /// Kinds of sources besides queries, files and lists, each told by the key of its name.
    public var sources: [Component<any SourceBlueprint>]
    public var services: [Component<any ServiceBlueprint>]
    public var destinations: [Component<any DestinationBlueprint>]

    public init(
        connections: [Component<any ConnectionBlueprint>] = [], files: [Component<any FileBlueprint>] = [],
        sources: [Component<any SourceBlueprint>] = [], services: [Component<any ServiceBlueprint>] = [],
        destinations: [Component<any DestinationBlueprint>] = []
    ) {
        self.connections = connections
        self.files = files
        self.sources = sources
        self.services = services
        self.destinations = destinations
    }
}
