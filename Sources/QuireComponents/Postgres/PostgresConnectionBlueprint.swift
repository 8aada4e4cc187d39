package import QuireModel
package import QuirePlugin

/// A PostgreSQL database as a project names it.
package struct PostgresConnectionBlueprint: DatabaseServerBlueprint {
    package static let component = Component<any ConnectionBlueprint>(
        "postgres", summary: "A PostgreSQL database; its sessions are read-only.",
        fields: [AnyField(url), AnyField(statementTimeout), AnyField(connectTimeout)],
        example: "{ kind: postgres, url: \"${BOOKS_URL}\" }"
    ) { values, reading in PostgresConnectionBlueprint(values, &reading) }

    static let url = Field<String>.required(
        "url",
        "postgresql://user:password@host:5432/database?sslmode=verify-full; user and password percent-encoded, sslrootcert and other files relative to the project."
    ).secret
    package static let dialect = SQLDialect.postgres

    /// Nil where it waits for a variable.
    private let address: PostgresAddress?
    private let statementTimeout: Duration
    private let connectTimeout: Duration

    init?(_ values: FieldValues, _ reading: inout Reading) {
        statementTimeout = values[Self.statementTimeout]
        connectTimeout = Self.connectTimeout(values, &reading) ?? .zero
        guard values.node[Self.url.name]?.isUnresolved == false else {
            address = nil
            return
        }
        let place = values.valuePlace(of: Self.url)
        for secret in PostgresAddress.secrets(in: values[Self.url]) { reading.keepSecret(secret) }
        if let user = PostgresAddress.user(in: values[Self.url]),
            values.node[Self.url.name]?.scalar?.insertions.contains(where: { $0 == user }) ?? false
        {
            reading.keepSecret(user)
        }
        if let problem = PostgresAddress.problem(with: values[Self.url]) {
            reading.error("invalid-value", problem.message, at: place, hint: problem.hint)
            return nil
        }
        guard let address = PostgresAddress(values[Self.url]) else { return nil }
        for secret in address.secrets { reading.keepSecret(secret) }
        if connectTimeout == .zero { return nil }
        self.address = address
    }

    private func settings(
        folder: String, zoneName: String, secrets: [String]
    ) throws(DiagnosticError) -> PostgresSettings {
        guard let address else { throw DiagnosticError([]) }
        return PostgresSettings(
            address: address, statementTimeout: statementTimeout, connectTimeout: connectTimeout, folder: folder,
            zoneName: zoneName, redactor: Redactor(secrets + address.secrets))
    }

    package func source(_ query: ExpressionText, in context: SourceContext) throws -> any RowSource {
        PostgresSource(
            settings: try settings(folder: context.folder, zoneName: context.zoneName, secrets: context.secrets),
            query: SQLText(query, dialect: Self.dialect), parameterTypes: context.parameterTypes,
            fieldTypes: context.fieldTypes, invalid: context.invalidValues, zone: context.zone)
    }

    package func lookups(
        _ queries: [String: LookupQuery], in context: ServiceContext
    ) async throws -> any LookupService {
        let sessions = PostgresSessions(
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
        let session = PostgresReachSession()
        try await session.reach(
            try settings(folder: context.folder, zoneName: context.zoneName, secrets: context.secrets))
    }
}

/// Opens a session on a thread of its own.
private actor PostgresReachSession {
    private let thread = DedicatedThread(name: "postgres")

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    func reach(_ settings: PostgresSettings) throws { try PostgresConnection(settings).close() }
}
