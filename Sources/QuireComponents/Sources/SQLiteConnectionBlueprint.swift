package import QuireModel
package import QuirePlugin

/// A SQLite database as a project names it.
package struct SQLiteConnectionBlueprint: ConnectionBlueprint {
    package static let component = Component<any ConnectionBlueprint>(
        "sqlite", summary: "A SQLite database, opened read-only.", fields: [AnyField(file)],
        example: "{ kind: sqlite, file: data/crm.db }"
    ) { values, _ in SQLiteConnectionBlueprint(file: values[file]) }

    static let file = Field<String>.required("file", "The database, relative to the project.")

    let file: String

    package func source(_ query: ExpressionText, in context: SourceContext) throws -> any RowSource {
        SQLiteSource(
            path: context.resolve(file), file: file, query: SQLText(query), fields: context.fieldTypes,
            invalid: context.invalidValues, zone: context.zone)
    }

    package func check(_ query: ExpressionText, parameters: [String: ParameterValue]) -> [Diagnostic] {
        SQLText(query).check(parameters)
    }

    package func lookups(
        _ queries: [String: LookupQuery], in context: ServiceContext
    ) async throws -> any LookupService {
        let sessions = SQLiteSessions(
            path: context.resolve(file), file: file, queries: queries,
            count: min(context.limits.maxConcurrency, mostQueriesAtOnce))
        do {
            return try SQLService(queries, columns: await sessions.columns(), of: sessions, in: context)
        } catch {
            await sessions.close()
            throw error
        }
    }

    package func check(_ query: LookupQuery) -> [Diagnostic] { SQLText(query.text).check(query, mostValues: 32_766) }

    package func reach(_ context: SourceContext) async throws {
        _ = try await SQLiteSource(path: context.resolve(file), file: file, query: SQLText("SELECT 1", at: nil)).fields(
            parameters: [:])
    }

    /// More would only wait for the disk.
    package var mostQueriesAtOnce: Int { 4 }
}
