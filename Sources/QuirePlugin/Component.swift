import QuireModel

/// A kind of connection, file or service, as one value: what it is called, which keys it takes, and how it is made
/// from them. The same fields read the YAML, check it, and draw the schema and the reference.
package struct Component<Product: Sendable>: Sendable {
    package let name: String
    /// One line for the reference page.
    package let summary: String
    /// The keys it takes besides those that every component of its family takes.
    package let fields: FieldTable
    /// YAML that shows its keys in use.
    package let example: String
    /// - Returns: nil after `reading` has been told what does not fit together.
    package let make: @Sendable (FieldValues, inout Reading) -> Product?

    package init(
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
package struct Registry: Sendable {
    package var connections: [Component<any ConnectionBlueprint>]
    package var files: [Component<any FileBlueprint>]
    /// Kinds of sources besides queries, files and lists, each told by the key of its name.
    package var sources: [Component<any SourceBlueprint>]
    package var services: [Component<any ServiceBlueprint>]
    package var destinations: [Component<any DestinationBlueprint>]

    package init(
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
