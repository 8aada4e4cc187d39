import GRDBSQLite
import QuireModel
import QuirePlugin
import QuireTesting
import Testing

@testable import QuireComponents

/// A database behind one of the drivers that the tests have, with a source on it.
struct ODBCFixture: Sendable {
    enum Kind: String, CaseIterable, Sendable, CustomTestStringConvertible {
        case postgres, sqlite
        var testDescription: String { rawValue }
    }

    let kind: Kind
    let folder = TemporaryFolder()
    /// Nil where it is a file of the folder.
    let database: PostgresServer.Database?
    var zoneName = "Asia/Shanghai"
    var statementTimeout = Duration.seconds(300)

    init(_ kind: Kind, _ sql: String = "", on server: PostgresServer? = nil) throws {
        self.kind = kind
        switch kind {
        case .postgres: database = try (server ?? PostgresServer.shared).database(sql)
        case .sqlite:
            database = nil
            folder.execute(sql.isEmpty ? "CREATE TABLE empty (a)" : sql)
        }
    }

    /// A connection string, with a file that is relative to the folder.
    func dsn(user: String = "postgres", password: String? = nil, _ more: String = "") -> String {
        guard let database else { return "Driver=SQLite3;Database=crm.db;\(more)" }
        return "Driver={PostgreSQL Unicode};Server=127.0.0.1;Port=\(database.server.port);Database=\(database.name);"
            + "UID=\(user);" + (password.map { "PWD=\($0);" } ?? "") + "SSLmode=disable;\(more)"
    }

    func settings(_ dsn: String? = nil, connectTimeout: Duration = .seconds(60)) throws -> ODBCSettings {
        let text = dsn ?? self.dsn()
        return ODBCSettings(
            address: try #require(ODBCAddress(text)), statementTimeout: statementTimeout,
            connectTimeout: connectTimeout, folder: folder.path, zoneName: zoneName,
            redactor: Redactor(ODBCAddress.secrets(in: text)))
    }

    func source(
        _ query: String, _ fields: [String: FieldType] = [:], parameters: [String: FieldType] = [:],
        invalid: InvalidValues = .fail, dsn: String? = nil, connectTimeout: Duration = .seconds(60)
    ) throws -> ODBCSource {
        ODBCSource(
            settings: try settings(dsn, connectTimeout: connectTimeout),
            query: SQLText(query, at: FilePosition(file: "a.yaml", line: 10, column: 5), dialect: .odbc),
            parameterTypes: parameters, fieldTypes: fields, invalid: invalid,
            zone: { LocalDateTime(microseconds: $0.microseconds + 8 * 3_600_000_000) })
    }

    /// What a query with one parameter `p` gives, rows as text.
    func rows(_ query: String, _ value: ParameterValue, _ type: FieldType) async throws -> [String] {
        try await RowText(source(query, parameters: ["p": type]), ["p": value]).rows
    }

    /// The first value of the first row, asked for without ODBC.
    func value(_ query: String) throws -> String? {
        if let database { return try database.execute(query) }
        var handle: OpaquePointer?
        var statement: OpaquePointer?
        defer {
            sqlite3_finalize(statement)
            sqlite3_close(handle)
        }
        sqlite3_open(folder.file("crm.db"), &handle)
        sqlite3_prepare_v2(handle, query, -1, &statement, nil)
        guard sqlite3_step(statement) == SQLITE_ROW else { return nil }
        return sqlite3_column_text(statement, 0).map { String(cString: $0) }
    }

    /// Waits until there are so many sessions of Quire in the server's database, thirty seconds at most.
    ///
    /// - Parameter state: of those that count, in SQL.
    /// - Returns: how many there are.
    func sessions(until count: Int, _ state: String = "state = 'active'") async -> Int {
        let query =
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'quire' AND "
        var found = -1
        for _ in 0..<300 {
            found = (try? database?.execute(query + state)).flatMap { $0 }.flatMap { Int($0) } ?? -1
            if found == count { break }
            do { try await Task.sleep(for: .milliseconds(100)) } catch { break }
        }
        return found
    }

    /// Ends all sessions of Quire in the database, as its administrator would.
    func endSessions() throws {
        try database?.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'quire'"
        )
    }
}
