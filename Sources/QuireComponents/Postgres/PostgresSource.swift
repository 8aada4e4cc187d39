import CPostgres
import QuireModel
import QuirePlugin

/// Rows of a query in a PostgreSQL database, read through a cursor in a transaction that can only read.
struct PostgresSource: RowSource {
    let settings: PostgresSettings
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
        let session = PostgresSession(self)
        let result: Result
        do {
            let fields = try await session.run(parameters)
            result = try await body(PostgresReader(fields: fields, session: session))
        } catch {
            await session.close()
            throw error
        }
        await session.close()
        return result
    }

    func fields(parameters: [String: ParameterValue]) async throws -> [FieldShape] {
        let session = PostgresSession(self)
        do {
            let fields = try await session.prepare(parameters)
            await session.close()
            return fields
        } catch {
            await session.close()
            throw error
        }
    }
}

private struct PostgresReader: RowReader {
    let fields: [FieldShape]
    let session: PostgresSession

    func next(_ count: Int) async throws -> RowBatch? { try await session.next(count) }
}

/// One query on one connection, both used on a thread of their own.
private actor PostgresSession {
    private static let cursor = "DECLARE quire_rows NO SCROLL CURSOR FOR "
    /// About as many bytes are asked for at once.
    private static let portion = 1 << 20

    private let source: PostgresSource
    private let thread = DedicatedThread(name: "postgres")
    private var connection: PostgresConnection?
    private var prepared = PostgresQuery(types: [:], columns: [])
    private var columns: [PostgresColumn] = []
    private var fields: [FieldShape] = []
    private var rowCount = 0
    /// What came last, and how many rows of it were given.
    private var portion: PostgresAnswer?
    private var portionRow = 0
    /// Rows that were asked for and have not come.
    private var asked = 0

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(_ source: PostgresSource) { self.source = source }

    func prepare(_ parameters: [String: ParameterValue]) throws -> [FieldShape] {
        try open(parameters, isRead: false)
    }

    func run(_ parameters: [String: ParameterValue]) throws -> [FieldShape] { try open(parameters, isRead: true) }

    private func open(_ parameters: [String: ParameterValue], isRead: Bool) throws -> [FieldShape] {
        let query = source.query
        let unknown = query.otherPlaceholders + query.unknownParameters(among: parameters.keys.sorted())
        guard unknown.isEmpty else { throw DiagnosticError(unknown) }
        try query.checkStatement()
        let connection = try PostgresConnection(source.settings)
        self.connection = connection
        // As many values as the query has parameters, whatever they are.
        let sample = parameters.mapValues { value -> ParameterValue in
            if case .list = value { .list([.null]) } else { .single(.null) }
        }
        let asWritten = try query.expandingLists(sample)
        do {
            prepared = try PostgresTyping(
                connection: connection, declared: source.parameterTypes,
                bound: { apart throws(DiagnosticError) in try query.expandingLists(sample, apart: apart) },
                name: { $0.names[$1] }
            ).prepare()
            try takeFields()
            if isRead {
                try start(parameters, on: connection)
            } else {
                _ = try connection.describe(
                    Self.cursor + asWritten.text, types: asWritten.names.map { prepared.types[$0] ?? 0 })
            }
        } catch let fault as PostgresFault {
            throw fault.problem(of: asWritten, source.settings)
        }
        return fields
    }

    private func takeFields() throws {
        guard let connection, !prepared.columns.isEmpty else { throw source.query.readsNoRows }
        let digits = try connection.moneyDigits(for: prepared.columns)
        columns = prepared.columns.map { column in
            PostgresColumn(
                column, moneyDigits: digits, wanted: source.fieldTypes[column.name], zone: source.zone)
        }
        fields = columns.map(\.field)
        let names = fields.map(\.name)
        let diagnostics =
            source.query.repeated(names)
            + unknownFields(source.fieldTypes, in: names, of: "the query", at: source.query.position)
        guard diagnostics.isEmpty else { throw DiagnosticError(diagnostics) }
    }

    private func start(_ parameters: [String: ParameterValue], on connection: PostgresConnection) throws {
        let sql = try source.query.expandingLists(parameters)
        do {
            try connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            _ = try connection.run(Self.cursor + sql.text, prepared.parameters(sql) { sql.names[$0] })
            try ask(for: 100)
        } catch let fault as PostgresFault {
            // What is wrong with a value shows here; the query was found right.
            throw fault.position == nil
                ? fault.readFailure(sql, source.settings)
                : fault.problem(of: sql, prefix: Self.cursor.unicodeScalars.count, source.settings)
        }
    }

    private func ask(for count: Int) throws {
        try connection?.send("FETCH FORWARD \(count) FROM quire_rows")
        asked = count
    }

    /// The next rows, so many at most as one answer holds; those after them are under way then.
    ///
    /// - Returns: false after the last row.
    private func fetch() throws -> Bool {
        guard let connection, asked > 0 else { return false }
        let answer: PostgresAnswer
        do {
            answer = try connection.onlyAnswer()
            let isLast = answer.rowCount < asked
            asked = 0
            let size = max(1, answer.memory / max(1, answer.rowCount))
            if !isLast { try ask(for: min(max(Self.portion / size, 1), 10_000)) }
        } catch let fault as PostgresFault {
            throw fault.failure(source.settings)
        }
        portion = answer
        portionRow = 0
        return answer.rowCount > 0
    }

    func next(_ count: Int) throws -> RowBatch? {
        let first = rowCount
        var rows = 0
        let values = try [Value](unsafeUninitializedCapacity: count * fields.count) { cells, filled in
            while rows < count {
                guard let portion, portionRow < portion.rowCount else {
                    guard try fetch() else { break }
                    continue
                }
                let taken = min(count - rows, portion.rowCount - portionRow)
                for row in portionRow..<portionRow + taken {
                    try read(portion, row, at: first + rows, into: cells, &filled)
                    rows += 1
                }
                portionRow += taken
            }
        }
        rowCount += rows
        return rows == 0 ? nil : RowBatch(fields: fields, firstRow: first, values: values, rowCount: rows)
    }

    private func read(
        _ portion: PostgresAnswer, _ row: Int, at place: Int, into cells: UnsafeMutableBufferPointer<Value>,
        _ filled: inout Int
    ) throws {
        guard let base = cells.baseAddress else { return }
        for column in columns.indices {
            let cell = portion.cell(row: row, column: column)
            let value: Value
            if let read = columns[column].read(cell) {
                value = read
            } else if source.invalid == .blank {
                value = .null
            } else {
                throw MisfitValue(
                    place: "row \(place + 1) of the query", field: columns[column].field,
                    text: cell.map { String(decoding: $0, as: UTF8.self) } ?? ""
                ).failure
            }
            (base + filled).initialize(to: value)
            filled += 1
        }
    }

    func close() {
        portion = nil
        connection?.close()
        connection = nil
    }
}

extension PostgresFault {
    /// Of a query that was prepared and began to run.
    fileprivate func readFailure(_ sql: BoundSQL, _ settings: PostgresSettings) -> any Error {
        state == "0A000" || state == "42601" ? problem(of: sql, settings) : failure(settings)
    }
}

extension PostgresConnection {
    /// How many digits money has behind the point, which is the server's locale's affair.
    func moneyDigits(for columns: [PostgresField]) throws -> Int {
        guard columns.contains(where: { $0.type == PostgresColumn.money }) else { return 0 }
        let cell = try run("SELECT 1111::pg_catalog.numeric::pg_catalog.money", []).cell(row: 0, column: 0)
        let digits = cell?.count { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? 4
        return max(0, digits - 4)
    }
}
