import QuireModel
import QuirePlugin
import QuireTesting
import Testing

@testable import QuireComponents

@Suite("A service of kind sql, through ODBC") struct ODBCLookupTests {
    private static let sn = [LookupShape.Field("sn", .text)]
    private static let pair = [LookupShape.Field("currency", .text), LookupShape.Field("day", .date)]
    private static let share = "SELECT sn, ours, since FROM share WHERE sn IN (:sn)"
    private static let tables = """
        CREATE TABLE share (sn varchar(20) PRIMARY KEY, ours numeric(5,2), since date);
        INSERT INTO share VALUES ('C1', 0.25, '2026-01-02'), ('C2', NULL, NULL), ('C3', 0.5, '2026-01-03');
        CREATE TABLE rate (currency varchar(3), day date, rate float, PRIMARY KEY (currency, day));
        INSERT INTO rate VALUES ('EUR', '2026-01-02', 1.1), ('EUR', '2026-01-05', 1.2), ('USD', '2026-01-02', 0.9);
        CREATE TABLE item (id int PRIMARY KEY, name varchar(8));
        INSERT INTO item WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
            SELECT i, 'n' || i FROM n;
        """

    private static func open(
        _ fixture: ODBCFixture, _ query: String, _ inputs: [LookupShape.Field] = sn, mostKeys: Int = 500
    ) async throws -> any LookupService {
        let place = FilePosition(file: "services/a.yaml", line: 10, column: 5)
        let query = LookupQuery(
            ExpressionText(query, at: place, style: .literal), inputs: inputs, mostKeys: mostKeys)
        let sessions = ODBCSessions(try fixture.settings(), queries: ["d": query], count: 2)
        do {
            return try SQLService(
                ["d": query], columns: await sessions.columns(), of: sessions, dialect: .odbc,
                in: fixture.folder.context())
        } catch {
            await sessions.close()
            throw error
        }
    }

    @Test(
        "finds rows by an input under its name; a key without a row is missing", arguments: ODBCFixture.Kind.allCases)
    func found(_ kind: ODBCFixture.Kind) async throws {
        let fixture = try ODBCFixture(kind, Self.tables)
        try await withService(Self.open(fixture, Self.share)) { service in
            #expect(service.lookups["d"]?.fields == [FieldShape("ours", .number), FieldShape("since", .date)])
            for _ in 0..<3 {
                #expect(
                    await service.tell(["C3", "C9", "C1", "C2"]) == [
                        "0.5|2026-01-03", "missing", "0.25|2026-01-02", "null|null",
                    ])
                #expect(await service.tell(["C3"]) == ["0.5|2026-01-03"])
            }
        }
    }

    @Test(
        "finds rows by several inputs, all keys as rows, or a list for each input",
        arguments: ODBCFixture.Kind.allCases,
        [
            "SELECT day, currency, rate FROM rate WHERE (currency, day) IN (:keys)",
            "SELECT currency, rate, day FROM rate WHERE currency IN (:currency) AND day IN (:day)",
        ])
    func several(_ kind: ODBCFixture.Kind, _ query: String) async throws {
        let day = { (text: String) -> Value in .date(CalendarDate(text)!) }
        let keys: [[Value]] = [
            [.text("USD"), day("2026-01-02")], [.text("EUR"), day("2026-01-05")], [.text("USD"), day("2026-01-05")],
            [.text("CNY"), day("2026-01-02")],
        ]
        let fixture = try ODBCFixture(kind, Self.tables)
        try await withService(Self.open(fixture, query, Self.pair)) { service in
            #expect(await service.tell(keys) == ["0.9", "1.2", "missing", "missing"])
            #expect(await service.tell([keys[1]]) == ["1.2"])
        }
    }

    @Test("takes integers as keys, many at once, and one at a time", arguments: ODBCFixture.Kind.allCases)
    func integers(_ kind: ODBCFixture.Kind) async throws {
        let id = [LookupShape.Field("id", .integer)]
        let fixture = try ODBCFixture(kind, Self.tables)
        let query = "SELECT id, name FROM item WHERE id IN (:id)"
        try await withService(Self.open(fixture, query, id, mostKeys: 3000)) { service in
            let keys = (1...3000).map { [Value.integer(Int64($0))] }
            #expect(await service.tell(keys) == (1...3000).map { "n\($0)" })
        }
        let single = "SELECT id, name FROM item WHERE id = :id"
        try await withService(Self.open(fixture, single, id, mostKeys: 1)) { service in
            #expect(await service.tell([[.integer(5)]]) == ["n5"])
        }
    }

    @Test("an expression whose first row is null keeps the types of the others", arguments: ODBCFixture.Kind.allCases)
    func expressions(_ kind: ODBCFixture.Kind) async throws {
        let fixture = try ODBCFixture(kind, Self.tables)
        let query = "SELECT sn, max(ours) AS most, count(*) AS n FROM share WHERE sn IN (:sn) GROUP BY sn ORDER BY sn"
        try await withService(Self.open(fixture, query)) { service in
            #expect(await service.tell(["C1", "C3"]) == ["0.25|1", "0.5|1"])
            #expect(await service.tell(["C9"]) == ["missing"])
        }
    }

    @Test(
        "cannot be opened with a query that is wrong, and says where", arguments: ODBCFixture.Kind.allCases,
        [
            ("SELECT sn, our FROM share WHERE sn IN (:sn)", "services/a.yaml:10:16: error: the query is wrong: "),
            (
                "SELECT ours, sn AS serial FROM share WHERE sn IN (:sn)",
                "services/a.yaml:10:5: error: the query does not give the input 'sn' under its name [query]\n  hint: it gives ours, serial: add the column that rows are found by, as '… AS sn'"
            ),
            (
                "SELECT sn, ours, ours FROM share WHERE sn IN (:sn)",
                "services/a.yaml:10:5: error: two fields of the query are named 'ours' [duplicate-field]\n  hint: give one another name: '… AS other'"
            ),
            (
                "DELETE FROM share WHERE sn IN (:sn)",
                "services/a.yaml:10:5: error: the query does not read rows [query]\n  hint: only SELECT is allowed; reports change nothing"
            ),
        ])
    func wrong(_ kind: ODBCFixture.Kind, _ given: (query: String, message: String)) async throws {
        let fixture = try ODBCFixture(kind, Self.tables)
        let found = await failure { try await Self.open(fixture, given.query) }
        #expect(found?.hasPrefix(given.message) == true, "\(found ?? "")")
    }

    @Test("a session that was ended is opened anew; the call it ended in may be tried again")
    func ended() async throws {
        let fixture = try ODBCFixture(.postgres, Self.tables)
        try await withService(Self.open(fixture, Self.share)) { service in
            #expect(await service.tell(["C1"]) == ["0.25|2026-01-02"])
            try fixture.endSessions()
            let told = await service.tell(["C1"])
            #expect(told.first?.hasSuffix("may be tried again") == true, "\(told)")
            #expect(await service.tell(["C1"]) == ["0.25|2026-01-02"])
        }
    }

    @Test("a write fails the call and leaves no trace")
    func readOnly() async throws {
        let fixture = try ODBCFixture(
            .postgres,
            Self.tables
                + "CREATE FUNCTION wipe() RETURNS text LANGUAGE sql AS 'DELETE FROM share; SELECT ''x''::text';")
        try await withService(Self.open(fixture, "SELECT sn, wipe() AS a FROM share WHERE sn IN (:sn)")) { service in
            let told = await service.tell(["C1"])
            #expect(told.first?.contains("cannot execute DELETE in a read-only transaction") == true, "\(told)")
            #expect(told.first?.hasSuffix("for good") == true)
        }
        #expect(try fixture.value("SELECT count(*) FROM share") == "3")
    }

    @Test("a table that was changed meanwhile fails the call")
    func changed() async throws {
        let fixture = try ODBCFixture(.postgres, Self.tables)
        try await withService(Self.open(fixture, "SELECT * FROM share WHERE sn IN (:sn)")) { service in
            #expect(await service.tell(["C1"]) == ["0.25|2026-01-02"])
            try fixture.database?.execute("ALTER TABLE share ADD COLUMN more text")
            #expect(await service.tell(["C1"]) == ["\(RowMatching.otherColumns), for good"])
        }
    }

    @Test("a cancelled call ends its query on the server; queries of several calls run at the same time")
    func atOnce() async throws {
        let fixture = try ODBCFixture(.postgres, Self.tables)
        try await withService(
            Self.open(fixture, "SELECT sn, pg_sleep(600)::text AS a FROM share WHERE sn IN (:sn)")
        ) { service in
            await withTaskGroup(of: [String].self) { group in
                for sn in ["C1", "C2"] { group.addTask { await service.tell([sn]) } }
                #expect(await fixture.sessions(until: 2) == 2)
                group.cancelAll()
                for await told in group { #expect(told == ["cancelled, may be tried again"]) }
            }
            #expect(await fixture.sessions(until: 0) == 0)
        }
    }
}
