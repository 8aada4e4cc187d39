import QuireModel
import QuirePlugin
import QuireTesting
import Testing

@testable import QuireComponents

/// A database with a source on it.
struct PostgresFixture: Sendable {
    let database: PostgresServer.Database
    let folder = TemporaryFolder()
    var zoneName = "Asia/Shanghai"
    var statementTimeout = Duration.seconds(300)

    init(_ sql: String = "", on server: PostgresServer? = nil) throws {
        database = try (server ?? PostgresServer.shared).database(sql)
    }

    func settings(_ url: String? = nil, connectTimeout: Duration = .seconds(10)) throws -> PostgresSettings {
        let address = try #require(PostgresAddress(url ?? database.url()))
        return PostgresSettings(
            address: address, statementTimeout: statementTimeout, connectTimeout: connectTimeout, folder: folder.path,
            zoneName: zoneName, redactor: Redactor(address.secrets))
    }

    func source(
        _ query: String, _ fields: [String: FieldType] = [:], parameters: [String: FieldType] = [:],
        invalid: InvalidValues = .fail, url: String? = nil
    ) throws -> PostgresSource {
        PostgresSource(
            settings: try settings(url),
            query: SQLText(
                query, at: FilePosition(file: "a.yaml", line: 10, column: 5), dialect: .postgres),
            parameterTypes: parameters, fieldTypes: fields, invalid: invalid,
            zone: { LocalDateTime(microseconds: $0.microseconds + 8 * 3_600_000_000) })
    }

    /// What a query with one parameter `p` gives, rows as text.
    func rows(_ query: String, _ value: ParameterValue, _ type: FieldType) async throws -> [String] {
        try await RowText(source(query, parameters: ["p": type]), ["p": value]).rows
    }
}

extension PostgresFixture {
    /// Waits until so many sessions of Quire are at work in the database, ten seconds at most.
    ///
    /// - Returns: how many there are.
    @discardableResult
    func sessions(until count: Int, state: String = "active") async throws -> Int {
        let query =
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'quire' AND state = '\(state)'"
        for _ in 0..<100 {
            if try Int(database.execute(query)) == count { return count }
            try await Task.sleep(for: .milliseconds(100))
        }
        return Int(try database.execute(query)) ?? -1
    }

    /// Ends all sessions of Quire in the database, as its administrator would.
    func endSessions() throws {
        try database.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'quire'"
        )
    }
}
