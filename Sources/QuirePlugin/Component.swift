package import QuireModel

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
        _ name: String, summary: String, fields: [AnyField], example: String,
        make: @escaping @Sendable (FieldValues, inout Reading) -> Product?
    ) {
        self.name = name
        self.summary = summary
        self.fields = FieldTable(fields)
        self.example = example
        self.make = make
    }
}

/// What is built in, or passed in by an app that embeds the library.
package struct Registry: Sendable {
    package var connections: [Component<any ConnectionBlueprint>]
    package var files: [Component<any FileBlueprint>]
    package var services: [Component<any ServiceBlueprint>]

    package init(
        connections: [Component<any ConnectionBlueprint>] = [], files: [Component<any FileBlueprint>] = [],
        services: [Component<any ServiceBlueprint>] = []
    ) {
        self.connections = connections
        self.files = files
        self.services = services
    }
}

/// A database as a project names it.
package protocol ConnectionBlueprint: Sendable {
    func source(_ query: ExpressionText, in context: SourceContext) throws -> any RowSource

    /// What is wrong with a query, as far as that can be known without the database.
    ///
    /// - Parameter parameters: of each it matters only whether it is a list.
    func check(_ query: ExpressionText, parameters: [String: ParameterValue]) -> [Diagnostic]

    /// Looks keys up with queries, each under the name of its lookup.
    ///
    /// - Throws: as a service's `open` does.
    func lookups(_ queries: [String: LookupQuery], in context: ServiceContext) async throws -> any LookupService

    /// What is wrong with the query of a lookup, as far as that can be known without the database.
    func check(_ query: LookupQuery) -> [Diagnostic]

    /// The most queries of lookups that are of use at once.
    var mostQueriesAtOnce: Int { get }
}

extension ConnectionBlueprint {
    package func check(_ query: ExpressionText, parameters: [String: ParameterValue]) -> [Diagnostic] { [] }
    package func check(_ query: LookupQuery) -> [Diagnostic] { [] }
    package var mostQueriesAtOnce: Int { .max }
}

/// A query that looks keys up in a database. It gives the inputs under their names; its other columns are the fields.
package struct LookupQuery: Sendable {
    /// With each input as `:name`, and all keys as `:keys`.
    package var text: ExpressionText
    package var inputs: [LookupShape.Field]
    /// With more than one key each `:name` is a list.
    package var mostKeys: Int

    package init(_ text: ExpressionText, inputs: [LookupShape.Field], mostKeys: Int) {
        self.text = text
        self.inputs = inputs
        self.mostKeys = mostKeys
    }
}

/// A way to read rows from a file.
package protocol FileBlueprint: Sendable {
    /// - Parameter path: as the author writes it: relative to the project, a pattern, or `-`.
    func source(_ path: String, at place: FilePosition, in context: SourceContext) throws -> any RowSource

    /// What is wrong with a path, as far as that can be known without the files.
    ///
    /// - Parameter parameters: of each it matters only whether it is a list.
    func check(_ path: String, at place: FilePosition, parameters: [String: ParameterValue]) -> [Diagnostic]
}

extension FileBlueprint {
    package func check(
        _ path: String, at place: FilePosition, parameters: [String: ParameterValue]
    ) -> [Diagnostic] { [] }
}

/// A service as it is defined.
package protocol ServiceBlueprint: Sendable {
    /// What is known of its lookups without opening it.
    var lookups: [String: LookupShape] { get }
    /// The most calls that are of use at once, whatever its limits allow.
    var mostCallsAtOnce: Int { get }
    /// Finds out what it must know before it is asked; asks nothing yet.
    ///
    /// - Throws: `DiagnosticError` where the definition does not fit what is there, `RunFailure` where it cannot be read.
    func open(_ context: ServiceContext) async throws -> any LookupService
    /// Hides these texts and what is secret in the service's definition, in the encodings in which it is sent.
    func redactor(hiding secrets: [String]) -> Redactor
}

extension ServiceBlueprint {
    package var mostCallsAtOnce: Int { .max }
    package func redactor(hiding secrets: [String]) -> Redactor { Redactor(secrets) }
}

/// What every source is told.
package struct SourceContext: Sendable {
    /// Types that the definition gives to fields.
    package var fieldTypes: [String: FieldType]
    /// What to do with a value that does not fit its field's type.
    package var invalidValues: InvalidValues
    package var zone: LocalZone
    /// The project folder: paths in definitions are relative to it.
    package var folder: String

    package init(
        fieldTypes: [String: FieldType], invalidValues: InvalidValues,
        zone: @escaping LocalZone, folder: String
    ) {
        self.fieldTypes = fieldTypes
        self.invalidValues = invalidValues
        self.zone = zone
        self.folder = folder
    }

    /// A path of a definition as an absolute one.
    package func resolve(_ path: String) -> String { path.hasPrefix("/") ? path : folder + "/" + path }
}

/// What happens to a value that does not fit the type of its field.
package enum InvalidValues: String, DefinitionChoice {
    case fail, blank
}

/// What a service is told when a run begins to use it.
package struct ServiceContext: Sendable {
    package var name: String
    package var limits: ServiceLimits
    package var zone: LocalZone
    /// Texts that must never be shown, besides those the service knows of.
    package var secrets: [String]
    /// The project folder.
    package var folder: String
    /// The process's, for what is the same for all services, such as proxies.
    package var environment: [String: String]

    package init(
        name: String, limits: ServiceLimits, zone: @escaping LocalZone, secrets: [String], folder: String,
        environment: [String: String]
    ) {
        self.name = name
        self.limits = limits
        self.zone = zone
        self.secrets = secrets
        self.folder = folder
        self.environment = environment
    }

    /// A path of a definition as an absolute one.
    package func resolve(_ path: String) -> String { path.hasPrefix("/") ? path : folder + "/" + path }
}
