import QuireModel
import QuirePlugin

/// A database that answers the queries of lookups, each under the name of its lookup.
protocol LookupDatabase: Sendable {
    /// - Returns: rows with all columns of the query, their values as they are stored.
    func rows(of lookup: String, for keys: [LookupKey]) async throws(AttemptFailure) -> RowBatch

    func close() async
}

/// Looks keys up in a database.
struct SQLService: LookupService {
    let lookups: [String: LookupShape]
    private let matching: [String: RowMatching]
    private let database: any LookupDatabase
    private let redactor: Redactor

    /// - Parameters:
    ///   - columns: for each query those that it gives.
    ///   - dialect: of the queries.
    /// - Throws: where they do not have the lookup's inputs among them.
    init(
        _ queries: [String: LookupQuery], columns: [String: [FieldShape]], of database: any LookupDatabase,
        dialect: SQLDialect = .sqlite, in context: ServiceContext
    ) throws(DiagnosticError) {
        var matching: [String: RowMatching] = [:]
        var diagnostics: [Diagnostic] = []
        for (name, query) in queries.sorted(by: { $0.key < $1.key }) {
            do throws(DiagnosticError) {
                matching[name] = try RowMatching(query, dialect, columns: columns[name] ?? [], zone: context.zone)
            } catch {
                diagnostics += error.diagnostics
            }
        }
        guard diagnostics.isEmpty else { throw DiagnosticError(diagnostics) }
        lookups = matching.mapValues(\.shape)
        self.matching = matching
        self.database = database
        redactor = Redactor(context.secrets)
    }

    func ask(_ keys: [LookupKey], of lookup: String) async throws(AttemptFailure) -> LookupReply {
        guard let matching = matching[lookup] else {
            throw AttemptFailure("there is no lookup '\(lookup)'", mayRetry: false)
        }
        do {
            return try matching.reply(await database.rows(of: lookup, for: keys), to: keys)
        } catch {
            var failure = error
            failure.message = redactor.redact(error.message)
            throw failure
        }
    }

    func close() async { await database.close() }
}
