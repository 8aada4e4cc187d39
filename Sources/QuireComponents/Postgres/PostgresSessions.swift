import QuireModel
import QuirePlugin
import Synchronization

/// Some connections to one PostgreSQL database, each on a thread of its own and opened when it is first used.
final class PostgresSessions: LookupDatabase {
    private let sessions: [PostgresLookupSession]
    private let turns: IdlestFirst
    /// By lookup, once all are.
    private let prepared = Mutex<[String: PostgresQuery]>([:])

    init(_ settings: PostgresSettings, queries: [String: LookupQuery], count: Int) {
        sessions = (0..<count).map { _ in PostgresLookupSession(settings, queries: queries) }
        turns = IdlestFirst(count: count)
    }

    /// For each query the columns that it gives.
    func columns() async throws -> [String: [FieldShape]] {
        let found = try await sessions[0].prepare()
        prepared.withLock { $0 = found.mapValues(\.query) }
        return found.mapValues(\.fields)
    }

    func rows(of lookup: String, for keys: [LookupKey]) async throws(AttemptFailure) -> RowBatch {
        guard let query = prepared.withLock({ $0[lookup] }) else {
            throw AttemptFailure("there is no lookup '\(lookup)'", mayRetry: false)
        }
        let session = turns.take()
        defer { turns.giveBack(session) }
        return try await sessions[session].rows(of: lookup, query, for: keys)
    }

    func close() async {
        for session in sessions { await session.close() }
    }
}

/// One connection, for the queries of all lookups.
private actor PostgresLookupSession {
    private let settings: PostgresSettings
    private let queries: [String: LookupQuery]
    private let thread = DedicatedThread(name: "postgres")
    private var connection: PostgresConnection?

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(_ settings: PostgresSettings, queries: [String: LookupQuery]) {
        self.settings = settings
        self.queries = queries
    }

    /// A connection, a new one where the last was lost.
    private func usable() throws -> PostgresConnection {
        if let connection, connection.isUsable { return connection }
        connection?.close()
        connection = nil
        let opened = try PostgresConnection(settings)
        connection = opened
        return opened
    }

    /// Prepares all queries.
    func prepare() throws -> [String: (query: PostgresQuery, fields: [FieldShape])] {
        let connection = try usable()
        var prepared: [String: (query: PostgresQuery, fields: [FieldShape])] = [:]
        var diagnostics: [Diagnostic] = []
        for (name, query) in queries.sorted(by: { $0.key < $1.key }) {
            do {
                prepared[name] = try prepare(query, on: connection)
            } catch let error as DiagnosticError {
                diagnostics += error.diagnostics
            }
        }
        guard diagnostics.isEmpty else { throw DiagnosticError(diagnostics) }
        return prepared
    }

    private func prepare(
        _ query: LookupQuery, on connection: PostgresConnection
    ) throws -> (query: PostgresQuery, fields: [FieldShape]) {
        let text = SQLText(query.text, dialect: .postgres)
        try text.checkStatement()
        let key = LookupKey(query.inputs.map { _ in .null })
        let sql = try text.binding([key], of: query)
        do {
            let prepared = try PostgresTyping(
                connection: connection,
                declared: Dictionary(query.inputs.map { ($0.name, $0.type) }, uniquingKeysWith: { first, _ in first }),
                bound: { apart throws(DiagnosticError) in try text.binding([key], of: query, apart: apart) },
                name: query.input
            ).prepare()
            let types = sql.values.indices.map { prepared.types[query.input(sql, $0)] ?? PostgresType.unknown }
            // A cursor takes nothing but queries that read.
            _ = try connection.describe("DECLARE quire_rows CURSOR FOR " + sql.text, types: types)
            let columns = try connection.columns(prepared.columns)
            let repeated = text.repeated(columns.map(\.field.name))
            guard repeated.isEmpty else { throw DiagnosticError(repeated) }
            return (prepared, columns.map(\.field))
        } catch let fault as PostgresFault {
            throw fault.problem(of: sql, settings)
        }
    }

    func rows(
        of lookup: String, _ prepared: PostgresQuery, for keys: [LookupKey]
    ) throws(AttemptFailure) -> RowBatch {
        guard let query = queries[lookup] else {
            throw AttemptFailure("there is no lookup '\(lookup)'", mayRetry: false)
        }
        do {
            try Task.checkCancellation()
            let sql = try SQLText(query.text, dialect: .postgres).binding(keys, of: query)
            let connection = try usable()
            let answer = try connection.runReadOnly(
                sql.text, prepared.parameters(sql) { query.input(sql, $0) })
            return try rows(of: answer, prepared, connection)
        } catch let fault as PostgresFault {
            if fault.isLoss { close() }
            throw AttemptFailure(fault.failure(settings).message, mayRetry: fault.mayRetry)
        } catch let failure as RunFailure {
            throw AttemptFailure(failure.message, mayRetry: connection == nil)
        } catch let error as DiagnosticError {
            throw AttemptFailure(error.diagnostics.first?.message ?? "", mayRetry: false)
        } catch {
            throw AttemptFailure("cancelled", mayRetry: true)
        }
    }

    private func rows(
        of answer: PostgresAnswer, _ prepared: PostgresQuery, _ connection: PostgresConnection
    ) throws -> RowBatch {
        let found = zip(answer.columnNames, answer.columnTypes).map { PostgresField(name: $0, type: $1) }
        guard found == prepared.columns else { throw RunFailure(RowMatching.otherColumns) }
        let columns = try connection.columns(found)
        var values: [Value] = []
        values.reserveCapacity(answer.rowCount * columns.count)
        for row in 0..<answer.rowCount {
            for (index, column) in columns.enumerated() {
                let cell = answer.cell(row: row, column: index)
                values.append(column.read(cell) ?? cell.map { .text(String(decoding: $0, as: UTF8.self)) } ?? .null)
            }
        }
        return RowBatch(
            fields: columns.map(\.field), firstRow: 0, values: values, rowCount: answer.rowCount)
    }

    func close() {
        connection?.close()
        connection = nil
    }
}

extension PostgresConnection {
    /// How a lookup's columns are read: by their own types.
    fileprivate func columns(_ columns: [PostgresField]) throws -> [PostgresColumn] {
        let digits = try moneyDigits(for: columns)
        return columns.map { PostgresColumn($0, moneyDigits: digits, wanted: nil, zone: { $0 }) }
    }
}
