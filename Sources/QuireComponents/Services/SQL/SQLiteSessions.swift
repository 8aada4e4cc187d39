import QuireModel
import QuirePlugin

/// Some connections to one SQLite database, each on a thread of its own.
final class SQLiteSessions: LookupDatabase {
    private let sessions: [SQLiteLookupSession]
    private let turns: IdlestFirst

    init(path: String, file: String, queries: [String: LookupQuery], count: Int) {
        sessions = (0..<count).map { _ in SQLiteLookupSession(path: path, file: file, queries: queries) }
        turns = IdlestFirst(count: count)
    }

    /// For each query the columns that it gives.
    func columns() async throws -> [String: [FieldShape]] { try await sessions[0].columns() }

    func rows(of lookup: String, for keys: [LookupKey]) async throws(AttemptFailure) -> RowBatch {
        let session = turns.take()
        defer { turns.giveBack(session) }
        return try await sessions[session].rows(of: lookup, for: keys)
    }

    func close() async {
        for session in sessions { await session.close() }
    }
}

/// One connection with the statements of all lookups.
private actor SQLiteLookupSession {
    /// Less than a run waits for its source: what a lock keeps from its answer is tried again.
    private static let lockWait = Duration.seconds(1)

    private struct Prepared {
        var keyCount: Int
        var statement: SQLiteStatement
        var columns: [FieldShape]
    }

    private let path: String
    private let file: String
    private let queries: [String: LookupQuery]
    private let thread = DedicatedThread(name: "sqlite")
    private var connection: SQLiteConnection?
    /// By lookup, that of the last query.
    private var prepared: [String: Prepared] = [:]

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(path: String, file: String, queries: [String: LookupQuery]) {
        self.path = path
        self.file = file
        self.queries = queries
    }

    /// Prepares all queries.
    func columns() throws -> [String: [FieldShape]] {
        var columns: [String: [FieldShape]] = [:]
        var diagnostics: [Diagnostic] = []
        for (name, query) in queries.sorted(by: { $0.key < $1.key }) {
            do {
                let key = LookupKey(query.inputs.map { _ in .null })
                columns[name] = try prepare(name, SQLText(query.text).binding([key], of: query), keyCount: 1).columns
            } catch let error as DiagnosticError {
                diagnostics += error.diagnostics
            }
        }
        guard diagnostics.isEmpty else { throw DiagnosticError(diagnostics) }
        return columns
    }

    func rows(of lookup: String, for keys: [LookupKey]) throws(AttemptFailure) -> RowBatch {
        guard let query = queries[lookup] else {
            throw AttemptFailure("there is no lookup '\(lookup)'", mayRetry: false)
        }
        do {
            try Task.checkCancellation()
            let sql = try SQLText(query.text).binding(keys, of: query)
            let prepared = try prepare(lookup, sql, keyCount: keys.count)
            defer { prepared.statement.reset() }
            connection?.lockWait = Self.lockWait
            return try rows(of: prepared, with: sql.values)
        } catch let failure as RunFailure {
            throw AttemptFailure(failure.message, mayRetry: connection?.isLocked ?? false)
        } catch let error as DiagnosticError {
            throw AttemptFailure(error.diagnostics.first?.message ?? "", mayRetry: false)
        } catch {
            throw AttemptFailure("cancelled", mayRetry: true)
        }
    }

    private func rows(of prepared: Prepared, with values: [Value]) throws -> RowBatch {
        let statement = prepared.statement
        try statement.bind(values)
        var rows: [Value] = []
        var count = 0
        while try statement.step() {
            // SQLite prepares a statement anew where the tables have changed.
            if count == 0, try statement.fields(types: [:]) != prepared.columns {
                throw RunFailure(RowMatching.otherColumns)
            }
            statement.append(to: &rows)
            count += 1
        }
        return RowBatch(fields: prepared.columns, firstRow: 0, values: rows, rowCount: count)
    }

    private func prepare(_ lookup: String, _ sql: BoundSQL, keyCount: Int) throws -> Prepared {
        if let known = prepared[lookup], known.keyCount == keyCount { return known }
        let connection = try connection ?? SQLiteConnection(path: path, file: file)
        self.connection = connection
        let statement = try SQLiteStatement(sql, on: connection)
        let columns = try statement.fields(types: [:])
        statement.columns = columns.map { SQLiteColumn(FieldShape($0.name), zone: { $0 }) }
        let made = Prepared(keyCount: keyCount, statement: statement, columns: columns)
        prepared[lookup] = made
        return made
    }

    func close() {
        prepared.removeAll()
        connection?.close()
        connection = nil
    }
}
