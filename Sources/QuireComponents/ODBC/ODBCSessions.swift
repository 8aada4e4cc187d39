import QuireModel
import QuirePlugin
import Synchronization

/// Some connections to one database, each on a thread of its own and opened when it is first used.
final class ODBCSessions: LookupDatabase {
    private let sessions: Mutex<[ODBCLookupSession]>
    private let makeSession: @Sendable () -> ODBCLookupSession
    private let turns: IdlestFirst
    /// By lookup, once all are known.
    private let prepared = Mutex<[String: [FieldShape]]>([:])

    init(_ settings: ODBCSettings, queries: [String: LookupQuery], count: Int) {
        let makeSession: @Sendable () -> ODBCLookupSession = { ODBCLookupSession(settings, queries: queries) }
        self.makeSession = makeSession
        sessions = Mutex((0..<count).map { _ in makeSession() })
        turns = IdlestFirst(count: count)
    }

    /// For each query the columns that it gives.
    func columns() async throws -> [String: [FieldShape]] {
        let found = try await session(0).prepare()
        prepared.withLock { $0 = found }
        return found
    }

    func rows(of lookup: String, for keys: [LookupKey]) async throws(AttemptFailure) -> RowBatch {
        guard let fields = prepared.withLock({ $0[lookup] }) else {
            throw AttemptFailure("there is no lookup '\(lookup)'", mayRetry: false)
        }
        let turn = turns.take()
        defer { turns.giveBack(turn) }
        return try await session(turn).rows(of: lookup, fields, for: keys)
    }

    /// A new one in the place of one that waits for a call which does not end; that one closes itself behind it.
    private func session(_ index: Int) async -> ODBCLookupSession {
        let (session, abandoned) = sessions.withLock { sessions -> (ODBCLookupSession, ODBCLookupSession?) in
            let session = sessions[index]
            guard session.isAbandoned else { return (session, nil) }
            sessions[index] = makeSession()
            return (sessions[index], session)
        }
        await abandoned?.close()
        return session
    }

    func close() async {
        for session in sessions.withLock({ $0 }) { await session.close() }
    }
}

/// One connection, for the queries of all lookups.
private actor ODBCLookupSession {
    private let settings: ODBCSettings
    private let queries: [String: LookupQuery]
    private let calls = ODBCCalls()
    private var connection: ODBCConnection?
    private var isLost = false

    nonisolated var unownedExecutor: UnownedSerialExecutor { calls.thread.asUnownedSerialExecutor() }

    init(_ settings: ODBCSettings, queries: [String: LookupQuery]) {
        self.settings = settings
        self.queries = queries
    }

    nonisolated var isAbandoned: Bool { calls.isGivenUp }

    nonisolated func prepare() async throws -> [String: [FieldShape]] {
        try await connect()
        return try await call { try $0.prepareAll() }
    }

    nonisolated func rows(
        of lookup: String, _ fields: [FieldShape], for keys: [LookupKey]
    ) async throws(AttemptFailure) -> RowBatch {
        do {
            try await connect()
        } catch {
            throw AttemptFailure(of: error, mayRetry: true)
        }
        do {
            return try await call { try $0.rows(of: lookup, fields, for: keys) }
        } catch {
            throw AttemptFailure(of: error, mayRetry: false)
        }
    }

    nonisolated func close() async { await calls.finish { self.assumeIsolated { $0.closeConnection() } } }

    /// A connection, a new one where the last was lost.
    private nonisolated func connect() async throws {
        let settings = settings
        try await calls.run(
            limit: settings.connectTimeout, overdue: settings.overdueConnection
        ) {
            try self.assumeIsolated { try $0.open() }
        }
    }

    private nonisolated func call<Success: Sendable>(
        _ body: @escaping @Sendable (isolated ODBCLookupSession) throws -> Success
    ) async throws -> Success {
        let settings = settings
        return try await calls.run(
            limit: settings.statementTimeout,
            overdue: AttemptFailure(settings.overdueAnswer.message, mayRetry: true)
        ) {
            try self.assumeIsolated(body)
        }
    }

    private func open() throws {
        if isLost { closeConnection() }
        if connection == nil { connection = try ODBCConnection(settings) }
    }

    private func closeConnection() {
        connection?.close()
        connection = nil
        isLost = false
    }

    private func prepareAll() throws -> [String: [FieldShape]] {
        var columns: [String: [FieldShape]] = [:]
        var diagnostics: [Diagnostic] = []
        for (name, query) in queries.sorted(by: { $0.key < $1.key }) {
            do {
                columns[name] = try prepare(query)
            } catch let error as DiagnosticError {
                diagnostics += error.diagnostics
            }
        }
        guard diagnostics.isEmpty else { throw DiagnosticError(diagnostics) }
        return columns
    }

    private func prepare(_ query: LookupQuery) throws -> [FieldShape] {
        let text = SQLText(query.text, dialect: .odbc)
        try text.checkStatement()
        do {
            return try withStatement(query, [LookupKey(query.inputs.map { _ in .null })]) { statement, connection in
                let columns = try statement.columns()
                guard !columns.isEmpty else { throw text.readsNoRows }
                let repeated = text.repeated(columns.map(\.name))
                guard repeated.isEmpty else { throw DiagnosticError(repeated) }
                return columns.map { ODBCColumn($0, connection.driver, wanted: nil, zone: { $0 }).field }
            }
        } catch let fault as ODBCFault {
            throw fault.problem(of: text, settings)
        }
    }

    private func withStatement<Success>(
        _ query: LookupQuery, _ keys: [LookupKey], _ body: (ODBCStatement, ODBCConnection) throws -> Success
    ) throws -> Success {
        guard let connection else { throw RunFailure("there is no connection to \(settings.phrase)") }
        let sql = try SQLText(query.text, dialect: .odbc).written(for: connection.driver).binding(keys, of: query)
        let types = Dictionary(query.inputs.map { ($0.name, $0.type) }, uniquingKeysWith: { first, _ in first })
        let statement = try ODBCStatement(on: connection)
        calls.use(connection.driver.mayCancel ? statement.cancellation : nil)
        defer {
            calls.use(nil)
            statement.close()
            connection.rollBack()
        }
        do {
            try statement.prepare(sql.text)
            try statement.bind(
                sql.values.enumerated().map { index, value in
                    ODBCParameter(value, declared: types[query.input(sql, index)], connection.driver)
                })
            return try body(statement, connection)
        } catch let fault as ODBCFault {
            if fault.isLoss { isLost = true }
            throw fault
        }
    }

    private func rows(of lookup: String, _ fields: [FieldShape], for keys: [LookupKey]) throws -> RowBatch {
        guard let query = queries[lookup] else { throw RunFailure("there is no lookup '\(lookup)'") }
        do {
            return try withStatement(query, keys) { statement, connection in
                try statement.execute()
                let found = try statement.columns()
                guard found.map(\.name) == fields.map(\.name) else { throw RunFailure(RowMatching.otherColumns) }
                let rowset = try ODBCRowset(
                    found.map { ODBCColumn($0, connection.driver, wanted: nil, zone: { $0 }) }, of: statement,
                    readsLongValues: connection.readsLongValuesInBlocks)
                defer {
                    statement.close()
                    rowset.close()
                }
                return try rows(rowset, fields)
            }
        } catch let fault as ODBCFault {
            throw AttemptFailure(fault.failure(settings).message, mayRetry: fault.mayRetry)
        }
    }

    private func rows(_ rowset: ODBCRowset, _ fields: [FieldShape]) throws -> RowBatch {
        var values: [Value] = []
        var count = 0
        while case let fetched = try rowset.fetch(), fetched > 0 {
            for row in 0..<fetched {
                for (index, column) in rowset.columns.enumerated() {
                    let cell = try rowset.cell(row: row, column: index)
                    values.append(column.read(cell) ?? .text(cell.text))
                }
            }
            count += fetched
        }
        return RowBatch(fields: fields, firstRow: 0, values: values, rowCount: count)
    }
}

extension AttemptFailure {
    fileprivate init(of error: any Error, mayRetry: Bool) {
        self =
            switch error {
            case let failure as AttemptFailure: failure
            case let failure as RunFailure: AttemptFailure(failure.message, mayRetry: mayRetry)
            case let error as DiagnosticError:
                AttemptFailure(error.diagnostics.first?.message ?? "", mayRetry: false)
            default: AttemptFailure("cancelled", mayRetry: true)
            }
    }
}
