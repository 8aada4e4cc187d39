import GRDBSQLite
import QuireModel
import QuirePlugin
import QuireTesting
import Testing

@testable import QuireComponents

@Suite("A service of kind sql, on SQLite") struct SQLServiceTests {
    private let folder = TemporaryFolder()
    private static let sn = [LookupShape.Field("sn", .text)]
    private static let pair = [LookupShape.Field("currency", .text), LookupShape.Field("day", .date)]
    private static let share = "SELECT sn, ours, since FROM share WHERE sn IN (:sn)"

    init() {
        folder.execute(
            """
            CREATE TABLE share (sn TEXT, ours REAL, since DATE);
            INSERT INTO share VALUES ('C1', 0.25, '2026-01-02'), ('C2', NULL, NULL), ('C3', 0.5, '2026-01-03');
            CREATE TABLE rate (currency TEXT, day DATE, rate REAL);
            INSERT INTO rate VALUES
                ('EUR', '2026-01-02', 1.1), ('EUR', '2026-01-05', 1.2), ('USD', '2026-01-02', 0.9);
            """)
    }

    private func open(
        _ query: String, _ inputs: [LookupShape.Field] = sn, mostKeys: Int = 500, secrets: [String] = []
    ) async throws -> any LookupService {
        let place = FilePosition(file: "services/a.yaml", line: 10, column: 5)
        let text = ExpressionText(query, at: place, style: .literal)
        return try await SQLiteConnectionBlueprint(file: "crm.db").lookups(
            ["d": LookupQuery(text, inputs: inputs, mostKeys: mostKeys)], in: folder.context(secrets: secrets))
    }

    private func tell(
        _ query: String, _ keys: [[Value]], of inputs: [LookupShape.Field] = sn, mostKeys: Int = 500
    ) async throws -> [String] {
        try await withService(open(query, inputs, mostKeys: mostKeys)) { await $0.tell(keys) }
    }

    @Test("finds rows by an input under its name; the other columns are the fields, a key without a row is missing")
    func found() async throws {
        try await withService(open(Self.share)) { service in
            #expect(
                service.lookups == [
                    "d": LookupShape(
                        inputs: Self.sn, fields: [FieldShape("ours"), FieldShape("since", .date)], keysPerCall: 500)
                ])
            #expect(
                await service.tell(["C3", "C9", "C1", "C2"]) == [
                    "0.5|2026-01-03", "missing", "0.25|2026-01-02", "null|null",
                ])
            let reply = try await service.ask([LookupKey([.text("C1")])], of: "d")
            let day = try #require(CalendarDate("2026-01-02"))
            #expect(reply.replies == [.found([.number(0.25), .date(day)])])
        }
    }

    @Test("asks again with as many keys, and with more and fewer")
    func again() async throws {
        try await withService(open(Self.share)) { service in
            for keys in [["C1", "C2"], ["C3", "C1"], ["C3"], ["C9"], ["C1", "C2", "C3"], ["C2"]] {
                let told = await service.tell(keys)
                #expect(
                    told
                        == keys.map {
                            ["C1": "0.25|2026-01-02", "C2": "null|null", "C3": "0.5|2026-01-03"][$0] ?? "missing"
                        })
            }
        }
    }

    @Test(
        "finds rows by several inputs, all keys as rows, or a list for each input",
        arguments: [
            "SELECT day, currency, rate FROM rate WHERE (currency, day) IN (:keys)",
            "SELECT rate, rate.* FROM rate JOIN (:keys) k ON k.column1 = currency AND k.column2 = day",
            "SELECT currency, rate, day FROM rate WHERE currency IN (:currency) AND day IN (:day)",
        ])
    func several(_ query: String) async throws {
        let query = query.replacing("rate, rate.*", with: "currency, day, rate")
        let days = try ["2026-01-02", "2026-01-05"].map { Value.date(try #require(CalendarDate($0))) }
        // Lists of each input bring (EUR, 5 January) as well, which is not said.
        let keys: [[Value]] = [[.text("USD"), days[1]], [.text("EUR"), days[0]], [.text("CNY"), days[0]]]
        #expect(try await tell(query, keys, of: Self.pair) == ["missing", "1.1", "missing"])
    }

    @Test("asks for one key at a time where its size is 1, each input a single value")
    func single() async throws {
        let query = """
            SELECT :currency AS currency, :day AS day, rate FROM rate
             WHERE currency = :currency AND day <= :day ORDER BY day DESC LIMIT 1
            """
        let day = Value.date(try #require(CalendarDate("2026-01-04")))
        #expect(try await tell(query, [[.text("EUR"), day]], of: Self.pair, mostKeys: 1) == ["1.1"])
        #expect(try await tell(query, [[.text("CNY"), day]], of: Self.pair, mostKeys: 1) == ["missing"])
    }

    @Test(
        "finds a key whatever type its column has, where nothing is lost",
        arguments: [
            (FieldType.integer, "TEXT", "'7'", Value.integer(7)), (.text, "INTEGER", "7", .text("7")),
            (.integer, "REAL", "7.0", .integer(7)), (.number, "INTEGER", "7", .number(7)),
            (.number, "TEXT", "'0.5'", .number(0.5)), (.text, "", "'7'", .text("7")), (.integer, "", "7", .integer(7)),
            (.date, "DATE", "'2026-01-02'", .date(CalendarDate("2026-01-02")!)),
            (.date, "TEXT", "'2026-01-02'", .date(CalendarDate("2026-01-02")!)),
            (.text, "DATE", "'2026-01-02'", .text("2026-01-02")),
            (
                .datetime, "DATETIME", "'2026-01-02 03:04:05'",
                .datetime(LocalDateTime.parse("2026-01-02 03:04:05")!.moment)
            ),
            (.boolean, "BOOLEAN", "1", .boolean(true)), (.boolean, "INTEGER", "0", .boolean(false)),
            (.text, "TEXT", "'it''s \"é\" 金额'", .text("it's \"é\" 金额")),
            (.number, "DECIMAL(30,2)", "'12345678901234567.25'", .decimal("12345678901234567.25")),
        ])
    func types(_ type: FieldType, _ declared: String, _ stored: String, _ key: Value) async throws {
        // SQLite keeps so many digits as text only.
        let declared = stored.count > 20 ? "TEXT" : declared
        folder.execute("CREATE TABLE t (k \(declared), v); INSERT INTO t VALUES (\(stored), 'found')")
        let input = [LookupShape.Field("k", type)]
        for query in ["SELECT * FROM t WHERE k IN (:k)", "SELECT * FROM t WHERE k IN (:keys)"] {
            #expect(try await tell(query, [[key]], of: input) == ["found"])
        }
    }

    @Test(
        "uses the table's index",
        arguments: ["(currency, day) IN (:keys)", "currency IN (:currency) AND day IN (:day)"])
    func index(_ condition: String) throws {
        folder.execute("DROP TABLE rate; CREATE TABLE rate (currency TEXT, day TEXT, rate REAL)")
        folder.execute("CREATE INDEX rate_key ON rate (currency, day)")
        let query = LookupQuery(
            ExpressionText("SELECT * FROM rate WHERE " + condition), inputs: Self.pair, mostKeys: 500)
        let keys = (1...500).map { LookupKey([.text("C\($0)"), .text("2026-01-02")]) }
        let sql = try SQLText(query.text).binding(keys, of: query)
        var database: OpaquePointer?
        var statement: OpaquePointer?
        defer {
            sqlite3_finalize(statement)
            sqlite3_close(database)
        }
        sqlite3_open(folder.path + "/crm.db", &database)
        #expect(sqlite3_prepare_v2(database, "EXPLAIN QUERY PLAN " + sql.text, -1, &statement, nil) == SQLITE_OK)
        #expect(sqlite3_step(statement) == SQLITE_ROW)
        let plan = String(cString: sqlite3_column_text(statement, 3))
        #expect(plan == "SEARCH rate USING INDEX rate_key (currency=? AND day=?)")
    }

    @Test("takes the first row of a key, and counts the others")
    func repeated() async throws {
        folder.execute("INSERT INTO share VALUES ('C1', 0.75, NULL), ('C1', 1, NULL), ('C3', 1, NULL)")
        let keys: [[Value]] = [[.text("C1")], [.text("C2")], [.text("C3")]]
        #expect(
            try await tell(Self.share + " ORDER BY rowid", keys) == [
                "0.25|2026-01-02", "null|null", "0.5|2026-01-03", "3 rows for a key that had one already",
            ])
    }

    @Test("counts rows that were not asked for, one with a null key among them")
    func strangers() async throws {
        folder.execute("INSERT INTO share VALUES (NULL, 1, NULL)")
        #expect(
            try await tell("SELECT * FROM share WHERE sn IN (:sn) OR 1", [[.text("C1")], [.text("C9")]]) == [
                "0.25|2026-01-02", "missing", "3 rows that were not asked for",
            ])
    }

    @Test("fails where rows come and none of them was asked for, and shows both sides")
    func onlyStrangers() async throws {
        #expect(
            try await tell("SELECT * FROM share WHERE lower(sn) IN (:sn)", [[.text("c1")], [.text("c2")]]) == [
                "none of the rows was asked for: asked for c1; c2; came C1; C2, for good"
            ])
        #expect(
            try await tell(
                "SELECT * FROM rate WHERE lower(currency) IN (:currency)", [[.text("eur"), .null]], of: Self.pair)
                == ["missing"])
    }

    @Test("fails the one key whose field is not what its column declares")
    func misfit() async throws {
        folder.execute("UPDATE share SET since = 'soon' WHERE sn = 'C1'")
        #expect(
            try await tell(Self.share, [[.text("C1")], [.text("C3")]]) == [
                "failed: field 'since' should be a date and is soon", "0.5|2026-01-03",
            ])
    }

    @Test("binds keys, and never pastes them")
    func bound() async throws {
        let key = "x'); DROP TABLE share; --"
        #expect(try await tell(Self.share, [[.text(key)], [.text("' OR 1 OR '")]]) == ["missing", "missing"])
        folder.execute("INSERT INTO share VALUES ('x''); DROP TABLE share; --', 3, NULL)")
        #expect(try await tell(Self.share, [[.text(key)]]) == ["3|null"])
    }

    @Test(
        "cannot be opened with a query that is wrong, and says where",
        arguments: [
            (
                "SELECT sn, our\nFROM share\nWHERE sn IN (:sn)",
                "services/a.yaml:10:16: error: the query is wrong: no such column: our [query]"
            ),
            (
                "SELECT sn FROM share WHERE (sn, 1) IN (:keys) AND ous > 1",
                "services/a.yaml:10:55: error: the query is wrong: no such column: ous [query]"
            ),
            (
                "SELECT sn FROM share WHERE (sn, sn) IN (:keys)",
                "services/a.yaml:10:5: error: the query is wrong: sub-select returns 1 columns - expected 2 [query]"
            ),
            (
                "SELECT * FROM shares WHERE sn IN (:sn)",
                "services/a.yaml:10:5: error: the query is wrong: no such table: shares [query]"
            ),
            (
                "SELECT ours, sn AS serial FROM share WHERE sn IN (:sn)",
                "services/a.yaml:10:5: error: the query does not give the input 'sn' under its name [query]\n"
                    + "  hint: it gives ours, serial: add the column that rows are found by, as '… AS sn'"
            ),
            (
                "SELECT sn, ours, ours FROM share WHERE sn IN (:sn)",
                "services/a.yaml:10:5: error: two fields of the query are named 'ours' [duplicate-field]\n"
                    + "  hint: give one another name: '… AS other'"
            ),
            (
                "DELETE FROM share WHERE sn IN (:sn) RETURNING sn",
                "services/a.yaml:10:5: error: the query does not read rows [query]\n"
                    + "  hint: only SELECT is allowed; reports change nothing"
            ),
            (
                "SELECT sn, ? FROM share WHERE sn IN (:sn)",
                "services/a.yaml:10:5: error: '?' is no parameter [query]\n  hint: parameters are written ':name'"
            ),
            (
                "SELECT sn, @x FROM share WHERE sn IN (:sn)",
                "services/a.yaml:10:5: error: '@x' is no parameter [query]\n  hint: parameters are written ':name'"
            ),
        ])
    func wrong(_ query: String, _ message: String) async {
        let found = await failure { try await open(query).lookups }
        #expect(found == message)
    }

    @Test("cannot be opened without its database")
    func noDatabase() async {
        let text = ExpressionText(Self.share)
        let found = await failure {
            try await SQLiteConnectionBlueprint(file: "no.db").lookups(
                ["d": LookupQuery(text, inputs: Self.sn, mostKeys: 500)], in: folder.context()
            ).lookups
        }
        #expect(found?.hasPrefix("error: there is no database 'no.db' [database]") == true)
    }

    @Test("fails for good where the query fails, without secrets")
    func failing() async throws {
        let query = "SELECT sn, abs(-9223372036854775807 - length(sn) / 2) AS n FROM share WHERE sn IN (:sn)"
        try await withService(open(query, secrets: ["overflow"])) { service in
            #expect(await service.tell(["C1"]) == ["the query on 'crm.db' failed: integer ***, for good"])
            #expect(await service.tell(["C9"]) == ["missing"])
        }
    }

    @Test("fails for good where its table is another meanwhile")
    func changed() async throws {
        try await withService(open("SELECT * FROM share WHERE sn IN (:sn)")) { service in
            #expect(await service.tell(["C1"]) == ["0.25|2026-01-02"])
            folder.execute("ALTER TABLE share DROP COLUMN ours")
            for keys in [["C1"], ["C1", "C3"]] {
                let told = await service.tell(keys)
                #expect(told == ["the query gives other columns than when the run began, for good"])
            }
            folder.execute("DROP TABLE share")
            let told = await service.tell(["C1", "C2", "C3"])
            #expect(told == ["the query on 'crm.db' failed: no such table: share, for good"])
        }
    }

    @Test("may be tried again while another program has the database locked")
    func locked() async throws {
        try await withService(open(Self.share)) { service in
            var other: OpaquePointer?
            sqlite3_open(folder.path + "/crm.db", &other)
            defer { sqlite3_close(other) }
            #expect(sqlite3_exec(other, "BEGIN EXCLUSIVE", nil, nil, nil) == SQLITE_OK)
            #expect(
                await service.tell(["C1"]) == [
                    "the database 'crm.db' is locked by another program, may be tried again"
                ])
            #expect(sqlite3_exec(other, "COMMIT", nil, nil, nil) == SQLITE_OK)
            #expect(await service.tell(["C1"]) == ["0.25|2026-01-02"])
        }
    }

    @Test("stops a query that would take for ever when it is cancelled, and can be asked again")
    func cancelled() async throws {
        let query = """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE :sn = 'endless')
            SELECT :sn AS sn, max(i) AS m FROM n
            """
        try await withService(open(query, mostKeys: 1)) { service in
            await withTaskGroup(of: [String].self) { group in
                group.addTask {
                    withUnsafeCurrentTask { $0?.cancel() }
                    return await service.tell(["endless"])
                }
                group.addTask { await service.tell(["endless"]) }
                #expect(await group.next() == ["cancelled, may be tried again"])
                group.cancelAll()
                #expect(await group.next() == ["cancelled, may be tried again"])
            }
            #expect(await service.tell(["one"]) == ["1"])
        }
    }

    @Test("answers many calls at once")
    func parallel() async throws {
        try await withService(open(Self.share)) { service in
            await withTaskGroup(of: [String].self) { group in
                for _ in 0..<100 { group.addTask { await service.tell(["C1", "C9"]) } }
                for await told in group { #expect(told == ["0.25|2026-01-02", "missing"]) }
            }
        }
    }
}
