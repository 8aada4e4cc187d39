import QuireModel
import QuirePlugin
import QuireTesting
import Testing

@testable import QuireComponents

@Suite("A service of kind sql, on PostgreSQL") struct PostgresLookupTests {
    private static let sn = [LookupShape.Field("sn", .text)]
    private static let pair = [LookupShape.Field("currency", .text), LookupShape.Field("day", .date)]
    private static let share = "SELECT sn, ours, since FROM share WHERE sn IN (:sn)"
    private static let tables = """
        CREATE TYPE currency AS ENUM ('EUR', 'USD', 'CNY');
        CREATE TABLE share (sn varchar(20) PRIMARY KEY, ours numeric(5,2), since date);
        INSERT INTO share VALUES ('C1', 0.25, '2026-01-02'), ('C2', NULL, NULL), ('C3', 0.5, '2026-01-03');
        CREATE TABLE rate (currency currency, day date, rate float8, PRIMARY KEY (currency, day));
        INSERT INTO rate VALUES ('EUR', '2026-01-02', 1.1), ('EUR', '2026-01-05', 1.2), ('USD', '2026-01-02', 0.9);
        CREATE TABLE item (id int PRIMARY KEY, name char(8)); INSERT INTO item SELECT i, 'n' || i FROM generate_series(1, 3000) AS i;
        """

    private let fixture: PostgresFixture

    init() throws { fixture = try PostgresFixture(Self.tables) }

    private func open(
        _ query: String, _ inputs: [LookupShape.Field] = sn, mostKeys: Int = 500
    ) async throws -> any LookupService {
        let place = FilePosition(file: "services/a.yaml", line: 10, column: 5)
        let query = LookupQuery(
            ExpressionText(query, at: place, style: .literal), inputs: inputs, mostKeys: mostKeys)
        let sessions = PostgresSessions(try fixture.settings(), queries: ["d": query], count: 2)
        do {
            return try SQLService(
                ["d": query], columns: await sessions.columns(), of: sessions, dialect: .postgres,
                in: fixture.folder.context())
        } catch {
            await sessions.close()
            throw error
        }
    }

    private func tell(
        _ query: String, _ keys: [[Value]], of inputs: [LookupShape.Field] = sn, mostKeys: Int = 500
    ) async throws -> [String] {
        try await withService(open(query, inputs, mostKeys: mostKeys)) { await $0.tell(keys) }
    }

    @Test("finds rows by an input under its name, with the types of the columns; a key without a row is missing")
    func found() async throws {
        try await withService(open(Self.share)) { service in
            #expect(
                service.lookups == [
                    "d": LookupShape(
                        inputs: Self.sn, fields: [FieldShape("ours", .number), FieldShape("since", .date)],
                        keysPerCall: 500)
                ])
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
        "finds rows by several inputs, all keys as rows, or a list for each input, whatever types the columns have",
        arguments: [
            "SELECT day, currency, rate FROM rate WHERE (currency, day) IN (:keys)",
            "SELECT currency, rate, day FROM rate WHERE currency IN (:currency) AND day IN (:day)",
            "SELECT rate, currency, day FROM rate JOIN (:keys) AS k ON k.column1 = currency::text AND k.column2 = day",
        ])
    func several(_ query: String) async throws {
        let day = { (text: String) -> Value in .date(CalendarDate(text)!) }
        let keys: [[Value]] = [
            [.text("USD"), day("2026-01-02")], [.text("EUR"), day("2026-01-05")], [.text("USD"), day("2026-01-05")],
            [.text("CNY"), day("2026-01-02")],
        ]
        try await withService(open(query, Self.pair)) { service in
            #expect(await service.tell(keys) == ["0.9", "1.2", "missing", "missing"])
            #expect(await service.tell([keys[1]]) == ["1.2"])
        }
    }

    @Test("takes integers as keys, many at once, and one at a time")
    func integers() async throws {
        let id = [LookupShape.Field("id", .integer)]
        let query = "SELECT id, name FROM item WHERE id IN (:id)"
        let keys = (1...3000).map { [Value.integer(Int64($0))] }
        #expect(try await tell(query, keys, of: id, mostKeys: 3000) == (1...3000).map { "n\($0)" })
        #expect(
            try await tell("SELECT id, name FROM item WHERE id = :id", [keys[4]], of: id, mostKeys: 1) == ["n5"])
    }

    @Test("a key that the column's type does not have fails the call, and the session goes on")
    func unfit() async throws {
        let currency = [LookupShape.Field("currency", .text)]
        try await withService(
            open("SELECT currency, max(rate) AS rate FROM rate WHERE currency IN (:currency) GROUP BY 1", currency)
        ) { service in
            let told = await service.tell(["XXX"])
            #expect(
                told.first?.hasSuffix("failed: invalid input value for enum currency: \"XXX\", for good") == true,
                "\(told)")
            #expect(await service.tell(["EUR"]) == ["1.2"])
        }
    }

    @Test(
        "cannot be opened with a query that is wrong, and says where",
        arguments: [
            (
                "SELECT sn, our FROM share WHERE sn IN (:sn)",
                "services/a.yaml:10:16: error: the query is wrong: column \"our\" does not exist [query]"
            ),
            (
                "SELECT ours, sn AS serial FROM share WHERE sn IN (:sn)",
                "services/a.yaml:10:5: error: the query does not give the input 'sn' under its name [query]\n  hint: it gives ours, serial: add the column that rows are found by, as '… AS sn'"
            ),
            (
                "SELECT sn, ours, ours FROM share WHERE sn IN (:sn)",
                "services/a.yaml:10:5: error: two fields of the query are named 'ours' [duplicate-field]\n  hint: give one another name: '… AS other'"
            ),
            (
                "WITH gone AS (DELETE FROM share WHERE sn IN (:sn) RETURNING sn) SELECT * FROM gone",
                "services/a.yaml:10:5: error: the query does not read rows [query]\n  hint: only SELECT is allowed; reports change nothing"
            ),
        ])
    func wrong(_ query: String, _ message: String) async throws {
        let found = await failure { try await open(query) }
        #expect(found?.hasPrefix(message) == true, "\(found ?? "")")
    }

    @Test("reads only, even after a query that tries to change that")
    func readOnly() async throws {
        try fixture.database.execute(
            """
            CREATE FUNCTION wipe() RETURNS text LANGUAGE sql AS 'DELETE FROM share; SELECT ''x''::text';
            CREATE FUNCTION open_up() RETURNS text LANGUAGE sql AS
                $$ SELECT set_config('default_transaction_read_only', 'off', false) $$;
            """)
        try await withService(
            open("SELECT sn, CASE sn WHEN 'C1' THEN open_up() ELSE wipe() END AS a FROM share WHERE sn IN (:sn)")
        ) { service in
            #expect(await service.tell(["C1"]) == ["off"])
            let told = await service.tell(["C2"])
            #expect(told.first?.contains("cannot execute DELETE in a read-only transaction") == true, "\(told)")
            #expect(told.first?.hasSuffix("for good") == true)
        }
        #expect(try fixture.database.execute("SELECT count(*) FROM share") == "3")
    }

    @Test("a session that was ended is opened anew; the call it ended in may be tried again")
    func ended() async throws {
        try await withService(open(Self.share)) { service in
            #expect(await service.tell(["C1"]) == ["0.25|2026-01-02"])
            try fixture.endSessions()
            let told = await service.tell(["C1"])
            #expect(told.first?.hasSuffix("may be tried again") == true, "\(told)")
            #expect(await service.tell(["C1"]) == ["0.25|2026-01-02"])
        }
    }

    @Test("a table that was changed meanwhile fails the call")
    func changed() async throws {
        try await withService(open("SELECT * FROM share WHERE sn IN (:sn)")) { service in
            #expect(await service.tell(["C1"]) == ["0.25|2026-01-02"])
            try fixture.database.execute("ALTER TABLE share ADD COLUMN more text")
            #expect(await service.tell(["C1"]) == ["\(RowMatching.otherColumns), for good"])
        }
    }

    @Test("a cancelled call ends its query on the server")
    func cancelled() async throws {
        try await withService(open("SELECT sn, pg_sleep(600)::text AS a FROM share WHERE sn IN (:sn)")) { service in
            await withTaskGroup(of: [String].self) { group in
                group.addTask { await service.tell(["C1"]) }
                #expect((try? await fixture.sessions(until: 1)) == 1)
                group.cancelAll()
                #expect(await group.next() == ["cancelled, may be tried again"])
            }
            let left = try await fixture.sessions(until: 0)
            #expect(left == 0)
        }
    }

    @Test("queries of several calls run at the same time")
    func atOnce() async throws {
        try await withService(open("SELECT sn, pg_sleep(600)::text AS a FROM share WHERE sn IN (:sn)")) { service in
            await withTaskGroup(of: [String].self) { group in
                for sn in ["C1", "C2"] { group.addTask { await service.tell([sn]) } }
                #expect((try? await fixture.sessions(until: 2)) == 2)
                group.cancelAll()
            }
        }
    }
}
