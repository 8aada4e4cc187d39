import QuireModel
import QuireTesting
import Testing

/// One report and one service, unchanged, on every kind of connection.
@Suite("The same report on every kind of database") struct SameReportTests {
    enum Connection: String, CaseIterable, Sendable, CustomTestStringConvertible {
        case sqlite = "SQLite"
        case postgres = "PostgreSQL"
        case odbcSQLite = "SQLite through ODBC"
        case odbcPostgres = "PostgreSQL through ODBC"

        var testDescription: String { rawValue }

        func definition(_ database: PostgresServer.Database) -> String {
            switch self {
            case .sqlite: "{ kind: sqlite, file: data/crm.db }"
            case .postgres: "{ kind: postgres, url: \"\(database.url())\" }"
            case .odbcSQLite: "{ kind: odbc, dsn: Driver=SQLite3;Database=data/crm.db }"
            case .odbcPostgres: "{ kind: odbc, dsn: \"\(ODBCProject.dsn(database))\" }"
            }
        }
    }

    private static let tables = """
        CREATE TABLE contract (
            sn varchar(20) PRIMARY KEY, customer text, region varchar(10), amount numeric(20,2), rate double precision,
            pieces bigint, signed_on date, seen timestamp, open boolean, opens varchar(8), exact varchar(30), note text);
        INSERT INTO contract VALUES
            ('C1', '名𠀀😀 & Co', 'east', 1234.50, 0.1, 9007199254740993, '2026-01-02', '2026-01-02 16:30:00', true,
             '08:30:00', '12345678901234567.25', 'a;b'),
            ('C2', '=1+1', 'west', -0.01, 1e-7, -5, '2026-01-31', '2026-01-31 23:59:59', false, NULL, '0.5', ''),
            ('C3', NULL, 'west', NULL, NULL, NULL, '2026-01-15', NULL, NULL, NULL, NULL, NULL),
            ('C4', 'Übung "x"', NULL, 0, 0, 0, '2026-01-20', '2026-01-20 00:00:00', true, '23:59:00', '7', 'x'),
            ('C5', 'late', 'east', 1, 1, 1, '2026-02-01', '2026-02-01 00:00:00', true, '00:00:00', '1', 'x');
        CREATE TABLE share (sn varchar(20), day date, ours numeric(4,2), since date, by_whom text);
        INSERT INTO share VALUES
            ('C1', '2026-01-02', 0.25, '2026-01-01', '李'), ('C2', '2026-01-31', 0.5, NULL, 'x'),
            ('C4', '2026-01-21', 0.75, NULL, 'another day');
        """

    private static let report = """
        title: Contracts
        parameters:
          signed_from: { type: date, default: 2026-01-01 }
          signed_to:   { type: date, default: 2026-01-31 }
          region:      { type: text, choices: [east, west], required: false }
          names:       { type: [text], default: [C1, C2, C3, C4, C5] }
          least:       { type: number, required: false }
          most:        { type: integer, required: false }
          is_open:     { type: boolean, required: false }
        source:
          connection: books
          fields: { opens: time, exact: number }
          query: |
            SELECT sn, customer, region, amount, rate, pieces, signed_on, seen, open, opens, exact, note,
                   amount * 2 AS twice, upper(region) AS big, length(sn) AS size
              FROM contract
             WHERE signed_on BETWEEN :signed_from AND :signed_to
               AND (:region IS NULL OR region = :region) AND sn IN (:names)
               AND (:least IS NULL OR amount > :least) AND (:most IS NULL OR pieces < :most)
               AND (:is_open IS NULL OR open = :is_open)
             ORDER BY sn
        enrich:
          share: { lookup: share.of, input: { sn: sn, day: signed_on } }
        columns:
          [sn, customer, region, { value: amount, format: money, total: sum }, rate, pieces, signed_on, seen, open, opens,
           exact, note, twice, big, size, share.ours, share.since, share.by_whom]
        """

    private static let service = """
        kind: sql
        connection: books
        lookups:
          of:
            input: { sn: text, day: date }
            query: SELECT sn, day, ours, since, by_whom FROM share WHERE (sn, day) IN (:keys)
        """

    private let database: PostgresServer.Database

    init() throws { database = try PostgresServer.shared.database(Self.tables) }

    private func project(_ connection: Connection) throws -> Project {
        let project = Project([
            "quire.yaml": "timezone: Asia/Shanghai\nconnections:\n  books: \(connection.definition(database))\n",
            "contracts.yaml": Self.report, "services/share.yaml": Self.service,
        ])
        try project.makeDatabase(Self.tables)
        return project
    }

    /// Every cell of the workbook that a run makes.
    private func cells(_ connection: Connection, _ arguments: [String]) async throws -> [[String]] {
        let project = try project(connection)
        let outcome = try await project.quire(["run", "contracts"] + arguments + ["-o", "out.xlsx"])
        #expect(outcome.exitCode == 0, "\(connection.rawValue): \(outcome.said)")
        let sheets = try project.workbook("out.xlsx").sheets
        #expect(sheets.count == 1)
        return sheets.flatMap(\.rows).map { row in
            row.map { cell in
                "\(cell.kind) \(cell.text ?? "") \(cell.number.map { "\($0)" } ?? "") \(cell.numberFormat) \(cell.formula ?? "")"
            }
        }
    }

    @Test(
        "gives the same workbook, cell for cell",
        arguments: [
            ([], 6), (["region=west"], 4), (["names=C4,C1"], 4), (["names=[]"], 2), (["least=0.5"], 3), (["most=1"], 4),
            (["is_open=true"], 4), (["signed_from=2026-01-31", "signed_to=2026-02-28"], 4),
            (["names=名'); DROP TABLE contract; --"], 2),
        ])
    func same(_ arguments: [String], _ rows: Int) async throws {
        let wanted = try await cells(.sqlite, arguments)
        #expect(wanted.count == rows, "header, rows and total")
        for connection in Connection.allCases.dropFirst() {
            let found = try await cells(connection, arguments)
            #expect(found.count == wanted.count, "\(connection.rawValue)")
            for (place, (left, right)) in zip(found, wanted).enumerated() {
                #expect(left == right, "\(connection.rawValue), row \(place + 1)")
            }
        }
    }

    @Test("has real values of every type", arguments: Connection.allCases)
    func kinds(_ connection: Connection) async throws {
        let rows = try await cells(connection, [])
        try #require(rows.count == 6)
        #expect(
            rows[1].map { $0.prefix { $0 != " " } } == [
                "text", "text", "text", "number", "number", "text", "datetime", "datetime", "boolean", "time", "text",
                "text", "number", "text", "number", "number", "datetime", "text",
            ])
        #expect(rows[1][1].hasPrefix("text 名𠀀😀 & Co "))
        #expect(rows[1][5].hasPrefix("text 9007199254740993 "))
        #expect(rows[1][10].hasPrefix("text 12345678901234567.25 "))
        #expect(
            rows[3].map { $0.prefix { $0 != " " } } == [
                "text", "blank", "text", "blank", "blank", "blank", "datetime", "blank", "blank", "blank", "blank",
                "blank", "blank", "text", "number", "blank", "blank", "blank",
            ])
    }
}
