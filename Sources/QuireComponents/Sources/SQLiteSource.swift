package import QuireModel
package import QuirePlugin

/// Rows of a query in an SQLite database, which is opened read-only and never created.
package struct SQLiteSource: RowSource {
    let file: String
    let path: String
    let query: SQLText
    let types: [String: FieldType]
    let invalid: InvalidValues
    let zone: LocalZone

    /// - Parameters:
    ///   - path: where the database is.
    ///   - file: its name in messages.
    ///   - query: one statement that reads, with parameters as `:name`.
    ///   - fields: types of fields, over those that the database declares.
    ///   - zone: where datetimes with an offset are shown.
    package init(
        path: String, file: String, query: SQLText, fields: [String: FieldType] = [:], invalid: InvalidValues = .fail,
        zone: @escaping LocalZone = { $0 }
    ) {
        self.path = path
        self.file = file
        self.query = query
        types = fields
        self.invalid = invalid
        self.zone = zone
    }

    package func withReader<Result: Sendable>(
        parameters: [String: ParameterValue], _ body: (any RowReader) async throws -> Result
    ) async throws -> Result {
        let session = SQLiteSession(self)
        let result: Result
        do {
            let fields = try await session.run(parameters)
            result = try await body(SQLiteReader(fields: fields, session: session))
        } catch {
            await session.close()
            throw error
        }
        await session.close()
        return result
    }

    package func fields(parameters: [String: ParameterValue]) async throws -> [FieldShape] {
        let unknown = query.unknownParameters(among: parameters.keys.sorted())
        guard unknown.isEmpty else { throw DiagnosticError(unknown) }
        let session = SQLiteSession(self)
        do {
            let fields = try await session.prepare(BoundSQL(asWritten: query))
            await session.close()
            return fields
        } catch {
            await session.close()
            throw error
        }
    }
}

private struct SQLiteReader: RowReader {
    let fields: [FieldShape]
    let session: SQLiteSession

    func next(_ count: Int) async throws -> RowBatch? { try await session.next(count) }
}

/// One query on one connection, both used on a thread of their own.
private actor SQLiteSession {
    private let source: SQLiteSource
    private let thread = DedicatedThread(name: "sqlite")
    private var connection: SQLiteConnection?
    private var statement: SQLiteStatement?
    private var fields: [FieldShape] = []
    private var rowCount = 0

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(_ source: SQLiteSource) { self.source = source }

    func run(_ parameters: [String: ParameterValue]) throws -> [FieldShape] {
        let unknown = source.query.unknownParameters(among: parameters.keys.sorted())
        guard unknown.isEmpty else { throw DiagnosticError(unknown) }
        // Errors in the query are found in the text as it is written, where their places are right.
        _ = try prepare(BoundSQL(asWritten: source.query))
        let expanded = try source.query.expandingLists(parameters)
        let fields = try prepare(expanded)
        try statement?.bind(expanded.values)
        return fields
    }

    func prepare(_ sql: BoundSQL) throws -> [FieldShape] {
        let connection = try connection ?? SQLiteConnection(path: source.path, file: source.file)
        self.connection = connection
        statement?.close()
        let statement = try SQLiteStatement(sql, on: connection)
        self.statement = statement
        fields = try statement.fields(types: source.types)
        statement.columns = fields.map { SQLiteColumn($0, zone: source.zone) }
        return fields
    }

    func next(_ count: Int) throws -> RowBatch? {
        guard let statement else { return nil }
        let first = rowCount
        var rows = 0
        let capacity = count * fields.count
        let values = try [Value](unsafeUninitializedCapacity: capacity) { cells, filled in
            while rows < count, try statement.step() {
                do {
                    try statement.read(into: cells, &filled, invalid: source.invalid)
                } catch let misfit as MisfitValue {
                    var misfit = misfit
                    misfit.place = "\(source.file), row \(first + rows + 1) of the query"
                    throw misfit.failure
                }
                rows += 1
            }
        }
        rowCount += rows
        return rows == 0 ? nil : RowBatch(fields: fields, firstRow: first, values: values, rowCount: rows)
    }

    func close() {
        statement?.close()
        connection?.close()
        statement = nil
        connection = nil
    }
}
