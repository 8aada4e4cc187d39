import Glibc
import QuireModel
import QuirePlugin
import QuireTesting
import Testing

@testable import QuireComponents

@Suite("Rows of a query through ODBC") struct ODBCSourceTests {
    /// A query that counts.
    private static func counting(_ kind: ODBCFixture.Kind, to end: Int, _ more: String = "") -> String {
        switch kind {
        case .postgres: "SELECT i\(more) FROM generate_series(1, \(end)) AS i"
        case .sqlite:
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(end)) SELECT i\(more) FROM n"
        }
    }

    @Test(
        "Rows come in batches of the size asked for, in order, whatever size they have",
        arguments: ODBCFixture.Kind.allCases)
    func batches(_ kind: ODBCFixture.Kind) async throws {
        let fixture = try ODBCFixture(kind)
        let numbers = try await RowText(fixture.source(Self.counting(kind, to: 25_000)), batch: 7000)
        #expect(numbers.batchSizes == [7000, 7000, 7000, 4000])
        #expect(numbers.rows == (1...25_000).map(String.init))
        let wide = kind == .postgres ? "repeat('x', 300000)" : "replace(hex(zeroblob(300000)), '00', 'x')"
        let read = try await RowText(fixture.source(Self.counting(kind, to: 150, ", \(wide) AS wide")), batch: 40)
        #expect(read.batchSizes == [40, 40, 40, 30])
        #expect(read.values.map { $0[0] } == (1...150).map { .integer(Int64($0)) })
        #expect(read.values.allSatisfy { $0[1].text?.utf8.count == 300_000 })
        #expect(try await RowText(fixture.source("SELECT 'x' AS a WHERE 1 = 0")).rows == [])
    }

    @Test("Short and long values stand beside each other in the rows of one portion")
    func mixed() async throws {
        let fixture = try ODBCFixture(.postgres)
        let read = try await RowText(
            fixture.source(
                """
                SELECT i, CASE WHEN i % 700 = 1 THEN repeat('名', i) ELSE 'x' || i END AS t,
                       CASE WHEN i % 3 = 0 THEN NULL ELSE i + 0.5 END AS n
                  FROM generate_series(1, 2500) AS i
                """))
        var wanted: [[Value]] = []
        for i in 1...2500 {
            let text = i % 700 == 1 ? String(repeating: "名", count: i) : "x\(i)"
            wanted.append([.integer(Int64(i)), .text(text), i % 3 == 0 ? .null : .number(Double(i) + 0.5)])
        }
        #expect(read.values == wanted)
    }

    @Test("Rows are read as they are wanted: the first of many come at once")
    func streamed() async throws {
        let fixture = try ODBCFixture(.postgres, "CREATE TABLE n AS SELECT i FROM generate_series(1, 10000) AS i")
        // All of them would take years, and more memory than there is.
        let source = try fixture.source("SELECT a.i, 'x'::text AS t FROM n a CROSS JOIN n b CROSS JOIN n c")
        let first = try await source.withReader(parameters: [:]) { reader in
            var count = 0
            while count < 50_000, let batch = try await reader.next(1000) { count += batch.rowCount }
            return count
        }
        #expect(first == 50_000)
        #expect(await fixture.sessions(until: 0, "true") == 0)
    }

    struct Problem: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// By the driver's kind.
        var messages: [ODBCFixture.Kind: String]

        init(_ query: String, postgres: String, sqlite: String? = nil) {
            testDescription = query
            messages = [.postgres: postgres, .sqlite: sqlite ?? postgres]
        }
    }

    @Test(
        "A query that cannot be used says why, and where as far as its driver tells",
        arguments: ODBCFixture.Kind.allCases,
        [
            Problem(
                "SELECT sn FORM contract",
                postgres:
                    "a.yaml:10:20: error: the query is wrong: syntax error at or near \"contract\" (42601) [query]",
                sqlite: "a.yaml:10:20: error: the query is wrong: near \"contract\": syntax error (1) (HY000) [query]"),
            Problem(
                "SELECT '名', sn\nFROM contract\nWHERE 名 = 1",
                postgres: "a.yaml:12:11: error: the query is wrong: column \"名\" does not exist (42703) [query]",
                sqlite: "a.yaml:12:11: error: the query is wrong: no such column: 名 (1) (HY000) [query]"),
            Problem(
                "SELECT * FROM public.contracts",
                postgres:
                    "a.yaml:10:26: error: the query is wrong: relation \"public.contracts\" does not exist (42P01) [query]",
                sqlite: "a.yaml:10:26: error: the query is wrong: no such table: public.contracts (1) (HY000) [query]"),
            Problem(
                "SELECT sn, xyz FROM contract WHERE xyz = 1",
                postgres: "a.yaml:10:5: error: the query is wrong: column \"xyz\" does not exist (42703) [query]",
                sqlite: "a.yaml:10:5: error: the query is wrong: no such column: xyz (1) (HY000) [query]"),
            Problem(
                "SELECT sn, :form FROM contract",
                postgres:
                    "a.yaml:10:16: error: the query uses ':form', which is no parameter [unknown-parameter]\n  hint: did you mean ':from'?"
            ),
            Problem(
                "SELECT sn FROM contract WHERE sn = ?",
                postgres:
                    "a.yaml:10:40: error: '?' is no parameter [query]\n  hint: parameters are written ':name'"),
            Problem(
                "SELECT 1; SELECT 2",
                postgres: "a.yaml:10:5: error: the query holds more than one statement [query]\n  hint: keep one"),
            Problem("-- nothing", postgres: "a.yaml:10:5: error: the query is empty [query]\n  hint: write one SELECT"),
            Problem(
                "SELECT sn, amount AS sn FROM contract",
                postgres:
                    "a.yaml:10:5: error: two fields of the query are named 'sn' [duplicate-field]\n  hint: give one another name: '… AS other'"
            ),
            Problem(
                "SELECT 1 WHERE 1 = :list",
                postgres:
                    "a.yaml:10:24: error: the list ':list' must stand in parentheses [query]\n  hint: write 'IN (:list)'"
            ),
        ])
    func problems(_ kind: ODBCFixture.Kind, _ problem: Problem) async throws {
        let fixture = try ODBCFixture(kind, "CREATE TABLE contract (sn varchar(9), amount int)")
        let parameters: [String: ParameterValue] = ["from": .single(.null), "list": .list([.integer(1)])]
        let source = try fixture.source(
            problem.testDescription, parameters: ["from": .date, "list": .integer])
        let message = problem.messages[kind]
        #expect(await failure { try await RowText(source, parameters) } == message)
        #expect(await failure { try await source.fields(parameters: parameters) } == message)
    }

    @Test("A name under 'fields' that the query does not have is an error", arguments: ODBCFixture.Kind.allCases)
    func unknownField(_ kind: ODBCFixture.Kind) async throws {
        let fixture = try ODBCFixture(kind)
        let source = try fixture.source("SELECT 'x' AS sn", ["snn": .text])
        #expect(
            await failure { try await RowText(source) }
                == "a.yaml:10:5: error: 'fields' names 'snn', which the query does not have [unknown-field]\n"
                + "  hint: did you mean 'sn'?")
    }

    private static let readsNoRows =
        "a.yaml:10:5: error: the query does not read rows [query]\n  hint: only SELECT is allowed; reports change nothing"

    @Test(
        "Only statements that read are run, and what is written is undone",
        arguments: [
            (ODBCFixture.Kind.postgres, "DELETE FROM contract RETURNING sn", readsNoRows),
            (.postgres, "WITH gone AS (DELETE FROM contract RETURNING sn) SELECT * FROM gone", readsNoRows),
            (
                .postgres, "WITH a AS (SELECT 1) DELETE FROM contract",
                "a.yaml:10:26: error: the query is wrong: syntax error at or near \"DELETE\" (42601) [query]"
            ),
            (.postgres, "SELECT wipe() AS n", readsNoRows),
            (.sqlite, "DELETE FROM contract", readsNoRows),
            (.sqlite, "WITH a AS (SELECT 1) DELETE FROM contract", readsNoRows),
            (.sqlite, "PRAGMA query_only = 0", readsNoRows),
        ])
    func readOnly(_ kind: ODBCFixture.Kind, _ query: String, _ message: String) async throws {
        let fixture = try ODBCFixture(
            kind,
            "CREATE TABLE contract (sn varchar(9)); INSERT INTO contract VALUES ('C1');"
                + (kind == .postgres
                    ? "CREATE FUNCTION wipe() RETURNS int LANGUAGE sql AS 'DELETE FROM contract; SELECT 1';" : ""))
        #expect(await failure { try await RowText(fixture.source(query)) } == message)
        #expect(try fixture.value("SELECT count(*) FROM contract") == "1")
    }

    @Test("A write that the database lets through is rolled back with the transaction")
    func rolledBack() async throws {
        let fixture = try ODBCFixture(
            .postgres,
            """
            CREATE TABLE contract (sn varchar(9)); INSERT INTO contract VALUES ('C1');
            CREATE FUNCTION wipe() RETURNS int LANGUAGE sql AS 'DELETE FROM contract; SELECT 1';
            CREATE FUNCTION open_up() RETURNS text LANGUAGE sql AS $$ SELECT set_config('transaction_read_only', 'off', true) $$;
            """)
        // A session that was settled otherwise by its author.
        let connection = try ODBCConnection(fixture.settings())
        for query in ["SET TRANSACTION READ WRITE", "DELETE FROM contract"] {
            let statement = try ODBCStatement(on: connection)
            try statement.prepare(query)
            try statement.execute()
            statement.close()
        }
        connection.close()
        #expect(try fixture.value("SELECT count(*) FROM contract") == "1")
    }

    @Test(
        "What follows the statement may be a semicolon and comments", arguments: ODBCFixture.Kind.allCases,
        [";", "; -- end", " -- end", "\n/* end */ ;"])
    func trailing(_ kind: ODBCFixture.Kind, _ end: String) async throws {
        let fixture = try ODBCFixture(kind)
        #expect(try await RowText(fixture.source("SELECT 'x' AS a" + end)).rows == ["x"])
    }

    @Test("A query says its fields without being run")
    func fields() async throws {
        let fields = try await ODBCFixture(.postgres).source(
            "SELECT pg_sleep(100)::text AS slept, 1 / 0 AS n, current_date AS day WHERE :a IS NULL OR 'x' = :b OR 1 IN (:c)",
            parameters: ["a": .date, "b": .text, "c": .integer]
        ).fields(parameters: ["a": .single(.null), "b": .single(.null), "c": .list([.null])])
        #expect(fields == [FieldShape("slept", .text), FieldShape("n", .integer), FieldShape("day", .date)])
        let fixture = try ODBCFixture(.sqlite, "CREATE TABLE t (sn TEXT, day DATE, amount NUMERIC)")
        #expect(
            try await fixture.source("SELECT sn, day, amount, amount * 2 AS twice FROM t").fields(parameters: [:])
                == [
                    FieldShape("sn"), FieldShape("day", .date), FieldShape("amount", .number), FieldShape("twice"),
                ])
    }

    @Test("A value that does not fit names row and field, or is blank", arguments: ODBCFixture.Kind.allCases)
    func misfit(_ kind: ODBCFixture.Kind) async throws {
        let fixture = try ODBCFixture(kind)
        let query = Self.counting(kind, to: 3, ", CASE i WHEN 2 THEN 'soon' ELSE '2026-01-02' END AS day")
        #expect(
            await failure { try await RowText(fixture.source(query, ["day": .date])) }
                == "row 2 of the query, field 'day': 'soon' is not a date\n  hint: correct the value, "
                + "give the field another type under 'fields', or set 'invalid: blank'")
        let blank = try await RowText(fixture.source(query, ["day": .date], invalid: .blank))
        #expect(blank.rows == ["1|2026-01-02", "2|null", "3|2026-01-02"])
    }

    @Test("An error among the rows ends the run with what the database says")
    func broken() async throws {
        let fixture = try ODBCFixture(.postgres)
        let found = await failure {
            try await RowText(fixture.source("SELECT 10 / (5000 - i) AS n FROM generate_series(1, 9000) AS i"))
        }
        #expect(found?.hasPrefix("the query on the database '\(fixture.database?.name ?? "")' at 127.0.0.1:") == true)
        #expect(found?.hasSuffix(" failed: division by zero (22012)") == true, "\(found ?? "")")
    }
}
