public import QuireModel

/// A database as a project names it.
public protocol ConnectionBlueprint: Sendable {
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

    /// Opens a session and closes it again.
    ///
    /// - Throws: `RunFailure` where the database cannot be reached.
    func reach(_ context: SourceContext) async throws
}

extension ConnectionBlueprint {
    public func check(_ query: ExpressionText, parameters: [String: ParameterValue]) -> [Diagnostic] { [] }
    public func check(_ query: LookupQuery) -> [Diagnostic] { [] }
    public var mostQueriesAtOnce: Int { .max }
}

/// A query that looks keys up in a database. It gives the inputs under their names; its other columns are the fields.
public struct LookupQuery: Sendable {
    /// With each input as `:name`, and all keys as `:keys`.
    public var text: ExpressionText
    public var inputs: [LookupShape.Field]
    /// With more than one key each `:name` is a list.
    public var mostKeys: Int

    public init(_ text: ExpressionText, inputs: [LookupShape.Field], mostKeys: Int) {
        self.text = text
        self.inputs = inputs
        self.mostKeys = mostKeys
    }
}

/// A way to read rows from a file.
public protocol FileBlueprint: Sendable {
    /// - Parameter path: as the author writes it: relative to the project, a pattern, or `-`.
    func source(_ path: String, at place: FilePosition, in context: SourceContext) throws -> any RowSource

    /// What is wrong with a path, as far as that can be known without the files.
    ///
    /// - Parameter parameters: of each it matters only whether it is a list.
    func check(_ path: String, at place: FilePosition, parameters: [String: ParameterValue]) -> [Diagnostic]
}

extension FileBlueprint {
    public func check(
        _ path: String, at place: FilePosition, parameters: [String: ParameterValue]
    ) -> [Diagnostic] { [] }
}

/// A way to get rows that is neither a query nor a file nor a service's list.
public protocol SourceBlueprint: Sendable {
    func source(_ context: SourceContext) throws -> any RowSource

    /// It can say what fields its rows have without reaching anything remote, so `check` asks it.
    var knowsItsFields: Bool { get }

    /// What is wrong with it, as far as that can be known without opening it.
    ///
    /// - Parameter parameters: of each it matters only whether it is a list.
    func check(parameters: [String: ParameterValue]) -> [Diagnostic]
}

extension SourceBlueprint {
    public var knowsItsFields: Bool { false }
    public func check(parameters: [String: ParameterValue]) -> [Diagnostic] { [] }
}

/// A service as it is defined.
public protocol ServiceBlueprint: Sendable {
    /// What is known of its lookups without opening it.
    var lookups: [String: LookupShape] { get }
    /// Its sources of rows.
    var lists: [String: ListShape] { get }
    /// Which lookups it has is known only once it was started; `lookups` is empty until then.
    var mustBeDiscovered: Bool { get }
    /// Starts it to find out which lookups it has, and ends it again.
    ///
    /// - Returns: the same service, its lookups known.
    /// - Throws: as `open` does.
    func discovered(_ context: ServiceContext) async throws -> any ServiceBlueprint
    /// The most calls that are of use at once, whatever its limits allow.
    var mostCallsAtOnce: Int { get }
    /// Finds out what it must know before it is asked; asks nothing yet.
    ///
    /// - Throws: `DiagnosticError` where the definition does not fit what is there, `RunFailure` where it cannot be read.
    func open(_ context: ServiceContext) async throws -> any LookupService
    /// Finds out whether it can be reached, without looking anything up.
    ///
    /// - Throws: as `open` does.
    func reach(_ context: ServiceContext) async throws
    /// Hides these texts and what is secret in the service's definition, in the encodings in which it is sent.
    func redactor(hiding secrets: [String]) -> Redactor
}

extension ServiceBlueprint {
    public var lists: [String: ListShape] { [:] }
    public var mustBeDiscovered: Bool { false }
    public func discovered(_ context: ServiceContext) async throws -> any ServiceBlueprint { self }
    public func reach(_ context: ServiceContext) async throws { await (try open(context)).close() }
    public var mostCallsAtOnce: Int { .max }
    public func redactor(hiding secrets: [String]) -> Redactor { Redactor(secrets) }
}
