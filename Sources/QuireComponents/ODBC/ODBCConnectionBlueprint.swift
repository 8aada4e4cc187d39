package import QuireModel
package import QuirePlugin

/// A database behind an ODBC driver, as a project names it.
package struct ODBCConnectionBlueprint: DatabaseServerBlueprint {
    package static let component = Component<any ConnectionBlueprint>(
        "odbc",
        summary:
            "A database that unixODBC has a driver for. Sessions are asked to be read-only, and every transaction is rolled back.",
        fields: [AnyField(dsn), AnyField(statementTimeout), AnyField(connectTimeout)],
        example: "{ kind: odbc, dsn: \"${ERP_DSN}\" }"
    ) { values, reading in ODBCConnectionBlueprint(values, &reading) }

    static let dsn = Field<String>.required(
        "dsn",
        "A connection string, Driver={PostgreSQL Unicode};Server=db;Database=sales;UID=reader;PWD={…}, or the name of a data source; a SQLite file in it is relative to the project."
    )
    package static let dialect = SQLDialect.odbc

    /// Nil where it waits for a variable.
    private let address: ODBCAddress?
    private let secrets: [String]
    private let statementTimeout: Duration
    private let connectTimeout: Duration

    init?(_ values: FieldValues, _ reading: inout Reading) {
        statementTimeout = values[Self.statementTimeout]
        connectTimeout = Self.connectTimeout(values, &reading) ?? .zero
        guard values.node[Self.dsn.name]?.isUnresolved == false else {
            address = nil
            secrets = []
            return
        }
        secrets = ODBCAddress.secrets(in: values[Self.dsn])
        for secret in secrets { reading.keepSecret(secret) }
        guard let address = ODBCAddress(values[Self.dsn]) else {
            reading.error(
                "invalid-dsn", "'dsn' is no connection string", at: values.valuePlace(of: Self.dsn),
                hint: "write Driver={…};Server=…;Database=…;UID=…;PWD=…; a value with ';' or '}' in it stands in braces"
            )
            return nil
        }
        if connectTimeout == .zero { return nil }
        self.address = address
    }

    private func settings(
        folder: String, zoneName: String, secrets more: [String]
    ) throws(DiagnosticError) -> ODBCSettings {
        guard let address else { throw DiagnosticError([]) }
        return ODBCSettings(
            address: address, statementTimeout: statementTimeout, connectTimeout: connectTimeout, folder: folder,
            zoneName: zoneName, redactor: Redactor(more + secrets))
    }

    package func source(_ query: ExpressionText, in context: SourceContext) throws -> any RowSource {
        ODBCSource(
            settings: try settings(folder: context.folder, zoneName: context.zoneName, secrets: context.secrets),
            query: SQLText(query, dialect: Self.dialect), parameterTypes: context.parameterTypes,
            fieldTypes: context.fieldTypes, invalid: context.invalidValues, zone: context.zone)
    }

    package func lookups(
        _ queries: [String: LookupQuery], in context: ServiceContext
    ) async throws -> any LookupService {
        let sessions = ODBCSessions(
            try settings(folder: context.folder, zoneName: context.zoneName, secrets: context.secrets),
            queries: queries, count: min(context.limits.maxConcurrency, mostQueriesAtOnce))
        do {
            return try SQLService(
                queries, columns: await sessions.columns(), of: sessions, dialect: Self.dialect, in: context)
        } catch {
            await sessions.close()
            throw error
        }
    }

    package func reach(_ context: SourceContext) async throws {
        let source = ODBCSource(
            settings: try settings(folder: context.folder, zoneName: context.zoneName, secrets: context.secrets),
            query: SQLText("SELECT 1", at: nil, dialect: Self.dialect), parameterTypes: [:], fieldTypes: [:],
            invalid: .fail,
            zone: context.zone)
        try await source.reach()
    }
}
