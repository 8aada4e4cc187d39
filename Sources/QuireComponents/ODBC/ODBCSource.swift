import CODBC
import QuireModel
import QuirePlugin

/// Rows of a query in a database behind an ODBC driver.
struct ODBCSource: RowSource {
    let settings: ODBCSettings
    /// One statement that reads, with parameters as `:name`.
    let query: SQLText
    /// As declared, by the parameter's name.
    let parameterTypes: [String: FieldType]
    /// Over those of the database.
    let fieldTypes: [String: FieldType]
    let invalid: InvalidValues
    let zone: LocalZone

    func withReader<Result: Sendable>(
        parameters: [String: ParameterValue], _ body: (any RowReader) async throws -> Result
    ) async throws -> Result {
        try await withSession { session in
            let fields = try await session.run(parameters)
            return try await body(ODBCReader(fields: fields, session: session))
        }
    }

    func fields(parameters: [String: ParameterValue]) async throws -> [FieldShape] {
        try await withSession { session in try await session.prepare(parameters) }
    }

    /// Opens a session and closes it again.
    func reach() async throws { try await withSession { _ in } }

    private func withSession<Result: Sendable>(
        _ body: (ODBCSession) async throws -> Result
    ) async throws -> Result {
        let session = ODBCSession(self)
        let result: Result
        do {
            try await session.connect()
            result = try await body(session)
        } catch {
            await session.close()
            throw error
        }
        await session.close()
        return result
    }
}

private struct ODBCReader: RowReader {
    let fields: [FieldShape]
    let session: ODBCSession

    func next(_ count: Int) async throws -> RowBatch? { try await session.next(count) }
}

/// One query on one connection, both used on a thread of their own.
private actor ODBCSession {
    private let source: ODBCSource
    private let calls = ODBCCalls()
    private var connection: ODBCConnection?
    private var statement: ODBCStatement?
    private var rowset: ODBCRowset?
    private var columns: [ODBCColumn] = []
    private var fields: [FieldShape] = []
    /// Rows in the rowset, and how many of them were given.
    private var fetched = 0
    private var given = 0
    private var rowCount = 0
    private var isAtEnd = false

    nonisolated var unownedExecutor: UnownedSerialExecutor { calls.thread.asUnownedSerialExecutor() }

    init(_ source: ODBCSource) { self.source = source }

    nonisolated func connect() async throws {
        let settings = source.settings
        try await calls.run(
            limit: settings.connectTimeout, overdue: settings.overdueConnection
        ) {
            try self.assumeIsolated { try $0.open() }
        }
    }

    nonisolated func prepare(_ parameters: [String: ParameterValue]) async throws -> [FieldShape] {
        try await call { try $0.describe(parameters) }
    }

    nonisolated func run(_ parameters: [String: ParameterValue]) async throws -> [FieldShape] {
        try await call { try $0.start(parameters) }
    }

    nonisolated func next(_ count: Int) async throws -> RowBatch? { try await call { try $0.batch(count) } }

    private nonisolated func call<Success: Sendable>(
        _ body: @escaping @Sendable (isolated ODBCSession) throws -> Success
    ) async throws -> Success {
        let settings = source.settings
        return try await calls.run(
            limit: settings.statementTimeout, overdue: settings.overdueAnswer
        ) {
            try self.assumeIsolated(body)
        }
    }

    nonisolated func close() async {
        calls.use(nil)
        await calls.finish { self.assumeIsolated { $0.closeAll() } }
    }

    private func open() throws {
        let unknown = source.query.otherPlaceholders
        guard unknown.isEmpty else { throw DiagnosticError(unknown) }
        try source.query.checkStatement()
        connection = try ODBCConnection(source.settings)
    }

    /// Prepares the query without running it.
    private func describe(_ parameters: [String: ParameterValue]) throws -> [FieldShape] {
        let sample = parameters.mapValues { value -> ParameterValue in
            if case .list = value { .list([.null]) } else { .single(.null) }
        }
        return try begin(sample) { _ in }
    }

    private func start(_ parameters: [String: ParameterValue]) throws -> [FieldShape] {
        let fields = try begin(parameters) { statement in
            do {
                try statement.execute()
            } catch let fault as ODBCFault {
                throw fault.problem(of: source.query, isPreparing: false, source.settings)
            }
        }
        if let statement, let connection {
            rowset = try ODBCRowset(columns, of: statement, readsLongValues: connection.readsLongValuesInBlocks)
        }
        return fields
    }

    private func begin(
        _ parameters: [String: ParameterValue], _ body: (ODBCStatement) throws -> Void
    ) throws -> [FieldShape] {
        guard let connection else { return [] }
        let unknown = source.query.unknownParameters(among: parameters.keys.sorted())
        guard unknown.isEmpty else { throw DiagnosticError(unknown) }
        let sql = try source.query.written(for: connection.driver).expandingLists(parameters)
        do {
            let statement = try ODBCStatement(on: connection)
            self.statement = statement
            calls.use(connection.driver.mayCancel ? statement.cancellation : nil)
            try statement.prepare(sql.text)
            try statement.bind(
                zip(sql.values, sql.names).map {
                    ODBCParameter($0, declared: source.parameterTypes[$1], connection.driver)
                })
            try body(statement)
            try takeFields(statement.columns(), connection.driver)
        } catch let fault as ODBCFault {
            throw fault.problem(of: source.query, source.settings)
        }
        return fields
    }

    private func takeFields(_ found: [ODBCColumnDescription], _ driver: ODBCDriver) throws {
        guard !found.isEmpty else { throw source.query.readsNoRows }
        columns = found.map { ODBCColumn($0, driver, wanted: source.fieldTypes[$0.name], zone: source.zone) }
        fields = columns.map(\.field)
        let names = fields.map(\.name)
        let diagnostics =
            source.query.repeated(names)
            + unknownFields(source.fieldTypes, in: names, of: "the query", at: source.query.position)
        guard diagnostics.isEmpty else { throw DiagnosticError(diagnostics) }
    }

    private func batch(_ count: Int) throws -> RowBatch? {
        let first = rowCount
        var rows = 0
        let values = try [Value](unsafeUninitializedCapacity: count * fields.count) { cells, filled in
            while rows < count, try hasRow() {
                try read(given, at: first + rows, into: cells, &filled)
                given += 1
                rows += 1
            }
        }
        rowCount += rows
        return rows == 0 ? nil : RowBatch(fields: fields, firstRow: first, values: values, rowCount: rows)
    }

    private func hasRow() throws -> Bool {
        if given < fetched { return true }
        guard let rowset, !isAtEnd else { return false }
        do {
            fetched = try rowset.fetch()
        } catch let fault as ODBCFault {
            throw fault.failure(source.settings)
        }
        given = 0
        isAtEnd = fetched == 0
        return fetched > 0
    }

    private func read(
        _ row: Int, at place: Int, into cells: UnsafeMutableBufferPointer<Value>, _ filled: inout Int
    ) throws {
        guard let base = cells.baseAddress, let rowset else { return }
        for column in columns.indices {
            let cell: ODBCCell
            do {
                cell = try rowset.cell(row: row, column: column)
            } catch let fault as ODBCFault {
                throw fault.failure(source.settings)
            }
            let value: Value
            if let read = columns[column].read(cell) {
                value = read
            } else if source.invalid == .blank {
                value = .null
            } else {
                throw MisfitValue(
                    place: "row \(place + 1) of the query", field: columns[column].field, text: cell.text
                ).failure
            }
            (base + filled).initialize(to: value)
            filled += 1
        }
    }

    private func closeAll() {
        statement?.close()
        rowset?.close()
        connection?.close()
        (statement, rowset, connection) = (nil, nil, nil)
    }
}

extension SQLText {
    /// The same query, as the driver's database writes lists.
    func written(for driver: ODBCDriver) -> SQLText { driver.usesSQLite ? inDialect(.sqlite) : self }
}
