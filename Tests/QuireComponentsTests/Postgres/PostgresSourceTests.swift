import QuireModel
import QuirePlugin
import QuireTesting
import Testing

@testable import QuireComponents

@Suite("Rows of a query in PostgreSQL") struct PostgresSourceTests {
    @Test("Rows come in batches of the size asked for, in order, whatever size they have")
    func batches() async throws {
        let fixture = try PostgresFixture()
        let numbers = try await RowText(fixture.source("SELECT i FROM generate_series(1, 25000) AS i"), batch: 7000)
        #expect(numbers.batchSizes == [7000, 7000, 7000, 4000])
        #expect(numbers.rows == (1...25_000).map(String.init))
        let wide = try await RowText(
            fixture.source("SELECT i, repeat('x', 300000) AS wide FROM generate_series(1, 150) AS i"), batch: 40)
        #expect(wide.batchSizes == [40, 40, 40, 30])
        #expect(wide.values.map { $0[0] } == (1...150).map { .integer(Int64($0)) })
        #expect(wide.values.allSatisfy { $0[1].text?.utf8.count == 300_000 })
        #expect(try await RowText(fixture.source("SELECT 1 AS a WHERE false")).fields == [FieldShape("a", .integer)])
    }

    @Test(
        "A query that cannot be used says why and where",
        arguments: [
            (
                "SELECT sn FORM contract",
                "a.yaml:10:20: error: the query is wrong: syntax error at or near \"contract\" [query]"
            ),
            (
                "SELECT '名', sn\nFROM contract\nWHERE 名 = 1",
                "a.yaml:12:11: error: the query is wrong: column \"名\" does not exist [query]"
            ),
            (
                "SELECT :from::date AS 名, sn, xyz FROM contract",
                "a.yaml:10:34: error: the query is wrong: column \"xyz\" does not exist [query]"
            ),
            (
                "SELECT * FROM contracts",
                "a.yaml:10:19: error: the query is wrong: relation \"contracts\" does not exist [query]"
            ),
            (
                "SELECT sn, :form FROM contract",
                "a.yaml:10:16: error: the query uses ':form', which is no parameter [unknown-parameter]\n  hint: did you mean ':from'?"
            ),
            (
                "SELECT sn FROM contract WHERE sn = $1",
                "a.yaml:10:40: error: '$1' is no parameter [query]\n  hint: parameters are written ':name'"
            ),
            (
                "SELECT 1; SELECT 2",
                "a.yaml:10:5: error: the query holds more than one statement [query]\n  hint: keep one"
            ),
            ("-- nothing", "a.yaml:10:5: error: the query is empty [query]\n  hint: write one SELECT"),
            (
                "SELECT sn, amount AS sn FROM contract",
                "a.yaml:10:5: error: two fields of the query are named 'sn' [duplicate-field]\n  hint: give one another name: '… AS other'"
            ),
            (
                "SELECT 1 WHERE 1 = :list",
                "a.yaml:10:24: error: the list ':list' must stand in parentheses [query]\n  hint: write 'IN (:list)'"
            ),
            (
                "SELECT sn FROM contract WHERE amount = :from",
                "a.yaml:10:42: error: the query is wrong: operator does not exist: integer = date [query]\n  hint: No operator matches the given name and argument types. You might need to add explicit type casts."
            ),
        ])
    func problems(_ query: String, _ message: String) async throws {
        let fixture = try PostgresFixture("CREATE TABLE contract (sn text, amount int)")
        let parameters: [String: ParameterValue] = ["from": .single(.null), "list": .list([.integer(1)])]
        let source = try fixture.source(query, parameters: ["from": .date, "list": .integer])
        #expect(await failure { try await RowText(source, parameters) } == message)
        #expect(await failure { try await source.fields(parameters: parameters) } == message)
    }

    @Test("A name under 'fields' that the query does not have is an error")
    func unknownField() async throws {
        let source = try PostgresFixture().source("SELECT 1 AS sn", ["snn": .text])
        #expect(
            await failure { try await RowText(source) }
                == "a.yaml:10:5: error: 'fields' names 'snn', which the query does not have [unknown-field]\n"
                + "  hint: did you mean 'sn'?")
    }

    private static let readsNoRows =
        "a.yaml:10:5: error: the query does not read rows [query]\n  hint: only SELECT is allowed; reports change nothing"

    @Test(
        "Only statements that read are run",
        arguments: [
            ("DELETE FROM contract", readsNoRows), ("DELETE FROM contract RETURNING sn", readsNoRows),
            ("WITH gone AS (DELETE FROM contract RETURNING sn) SELECT * FROM gone", readsNoRows),
            ("CREATE TEMP TABLE t (a int)", readsNoRows), ("BEGIN", readsNoRows), ("VACUUM", readsNoRows),
            ("EXPLAIN ANALYZE DELETE FROM contract", readsNoRows), ("COPY contract TO STDOUT", readsNoRows),
            ("WITH a AS (SELECT 1) DELETE FROM contract", readsNoRows),
            (
                "SELECT wipe() AS n",
                "the query on DATABASE changes data, and sessions are read-only: cannot execute DELETE in a read-only transaction\n  hint: only SELECT is allowed; reports change nothing"
            ),
            (
                "SELECT nextval('numbers') AS n",
                "the query on DATABASE changes data, and sessions are read-only: cannot execute nextval() in a read-only transaction\n  hint: only SELECT is allowed; reports change nothing"
            ),
            (
                "SELECT set_config('transaction_read_only', 'off', false) AS a, wipe() AS n",
                "the query on DATABASE failed: transaction read-write mode must be set before any query"
            ),
        ])
    func readOnly(_ query: String, _ message: String) async throws {
        let fixture = try PostgresFixture(
            """
            CREATE TABLE contract (sn text); INSERT INTO contract VALUES ('C1');
            CREATE SEQUENCE numbers;
            CREATE FUNCTION wipe() RETURNS int LANGUAGE sql AS 'DELETE FROM contract; SELECT 1';
            """)
        let found = await failure { try await RowText(fixture.source(query)) }
        let name = "the database '\(fixture.database.name)' at 127.0.0.1:\(fixture.database.server.port)"
        #expect(
            found == message.replacing("DATABASE", with: name))
        #expect(try fixture.database.execute("SELECT count(*) FROM contract") == "1")
    }

    @Test(
        "What follows the statement may be a semicolon and comments",
        arguments: [";", "; -- end", ";;\n/* end */ ;", " -- end"])
    func trailing(_ end: String) async throws {
        #expect(try await RowText(PostgresFixture().source("SELECT 1 AS a" + end)).rows == ["1"])
    }

    @Test("Operators of PostgreSQL's own stay what they are")
    func operators() async throws {
        let read = try await RowText(
            PostgresFixture().source(
                """
                SELECT '{"a": 1}'::jsonb ? :p AS has, $$it's :p$$ AS said, E'\\':p' AS escaped, (ARRAY[1,2,3])[1:2] AS part,
                       make_date(year := 2026, month := 1, day := 2) AS day /* :p /* nested */ :p */
                """, parameters: ["p": .text]), ["p": .single(.text("a"))])
        #expect(read.rows == ["true|it's :p|':p|{1,2}|2026-01-02"])
    }

    @Test("A query says its fields without being run")
    func fields() async throws {
        let fields = try await PostgresFixture().source(
            "SELECT pg_sleep(100)::text AS slept, :a AS a, 1 / 0 AS n, :b AS b", parameters: ["a": .date, "b": .text]
        ).fields(parameters: ["a": .single(.null), "b": .single(.null)])
        #expect(
            fields == [
                FieldShape("slept", .text), FieldShape("a", .date), FieldShape("n", .integer), FieldShape("b", .text),
            ])
    }

    @Test("A value that does not fit names row and field, or is blank")
    func misfit() async throws {
        let fixture = try PostgresFixture()
        let query = "SELECT i, CASE i WHEN 2 THEN 'soon' ELSE '2026-01-02' END AS day FROM generate_series(1, 3) AS i"
        #expect(
            await failure { try await RowText(fixture.source(query, ["day": .date])) }
                == "row 2 of the query, field 'day': 'soon' is not a date\n  hint: correct the value, "
                + "give the field another type under 'fields', or set 'invalid: blank'")
        let blank = try await RowText(fixture.source(query, ["day": .date], invalid: .blank))
        #expect(blank.rows == ["1|2026-01-02", "2|null", "3|2026-01-02"])
    }

    @Test("An error among the rows ends the run with what the server says")
    func broken() async throws {
        let fixture = try PostgresFixture()
        let found = await failure {
            try await RowText(fixture.source("SELECT 10 / (5000 - i) AS n FROM generate_series(1, 9000) AS i"))
        }
        #expect(found?.hasPrefix("the query on the database '\(fixture.database.name)' at 127.0.0.1:") == true)
        #expect(found?.hasSuffix(" failed: division by zero") == true, "\(found ?? "")")
    }
}
