import GRDBSQLite
import QuireComponents
import QuireModel
import QuirePlugin
import QuireTesting
import Testing

struct SQLiteSourceTests {
    let folder = TemporaryFolder()

    init() {
        execute(
            """
            CREATE TABLE contract (sn TEXT PRIMARY KEY, amount INTEGER, signed_on DATE, seen DATETIME, at TIMESTAMP,
                                   open BOOLEAN, price DECIMAL(10,2), share NUMERIC, note, raw BLOB);
            INSERT INTO contract VALUES
                ('C1', 100, '2026-01-02', '2026-01-02 03:04:05', '2026-01-02T03:04:05+02:00', 1, 12.5, 3, 'x', x'00FF'),
                ('C2', 200, '2026-02-03', '2026-02-03 00:00:00.25', NULL, 0, '12', 4.25, 7, NULL),
                ('C3', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1.5, NULL);
            """)
    }

    func execute(_ sql: String) {
        var database: OpaquePointer?
        sqlite3_open(folder.path + "/crm.db", &database)
        #expect(sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK)
        sqlite3_close(database)
    }

    func source(_ query: String, _ fields: [String: FieldType] = [:], invalid: InvalidValues = .fail) -> SQLiteSource {
        SQLiteSource(
            path: folder.path + "/crm.db", file: "crm.db",
            query: SQLText(query, at: FilePosition(file: "a.yaml", line: 10, column: 5)), fields: fields,
            invalid: invalid, zone: { LocalDateTime(microseconds: $0.microseconds + 8 * 3_600_000_000) })
    }

    @Test("Declared types of plain columns give dates, datetimes, booleans and numbers; other cells are as stored")
    func types() async throws {
        let read = try await RowText(source("SELECT *, amount + 1 AS more FROM contract ORDER BY sn"))
        #expect(
            read.fields == [
                FieldShape("sn"), FieldShape("amount"), FieldShape("signed_on", .date), FieldShape("seen", .datetime),
                FieldShape("at", .datetime), FieldShape("open", .boolean), FieldShape("price", .number),
                FieldShape("share", .number), FieldShape("note"), FieldShape("raw"), FieldShape("more"),
            ])
        let seen = try #require(LocalDateTime.parse("2026-01-02 03:04:05")?.moment)
        let at = try #require(LocalDateTime.parse("2026-01-02 09:04:05")?.moment)
        #expect(
            read.values[0] == [
                .text("C1"), .integer(100), .date(try #require(CalendarDate("2026-01-02"))), .datetime(seen),
                .datetime(at),
                .boolean(true), .number(12.5), .number(3), .text("x"), .text("00ff"), .integer(101),
            ])
        #expect(read.rows[1] == "C2|200|2026-02-03|2026-02-03 00:00:00.25|null|false|12|4.25|7|null|201")
        #expect(read.rows[2] == "C3|null|null|null|null|null|null|null|1.5|null|null")
    }

    @Test("'fields' wins over the declared type, and types what has none")
    func overrides() async throws {
        let read = try await RowText(
            source(
                "SELECT signed_on, sn, '12345678901234567.89' AS long, '7' AS seven, 1 AS yes FROM contract LIMIT 1",
                ["signed_on": .text, "long": .number, "seven": .integer, "yes": .boolean]))
        #expect(
            read.values == [
                [.text("2026-01-02"), .text("C1"), .decimal("12345678901234567.89"), .integer(7), .boolean(true)]
            ])
    }

    @Test(
        "Parameters are bound with their type",
        arguments: [
            (":p IS NULL", ParameterValue.single(.null), "1"), ("typeof(:p) || :p", .single(.text("a'b")), "texta'b"),
            ("typeof(:p)", .single(.integer(1)), "integer"), ("typeof(:p)", .single(.number(1)), "real"),
            (":p", .single(.date(CalendarDate("2026-01-31")!)), "2026-01-31"), (":p + 1", .single(.boolean(true)), "2"),
            (":p", .single(.datetime(LocalDateTime.parse("2026-01-31 01:02:03")!.moment)), "2026-01-31 01:02:03"),
            ("1 IN (:p)", .list([.integer(1), .integer(2)]), "1"),
            ("3 IN (:p)", .list([.integer(1), .integer(2)]), "0"),
            ("3 IN (:p, 3)", .list([.integer(1)]), "1"), ("1 IN (:p)", .list([]), "0"),
            ("1 NOT IN ( :p )", .list([]), "1"),
            ("'x' IN (:p)", .list([.text("x")]), "1"), ("':p' || \":p\" -- :q\n /* :q */", .single(.null), ":p:p"),
            (":p||:p||:p1", .single(.text("x")), "xxy"),
        ])
    func parameters(_ expression: String, _ value: ParameterValue, _ result: String) async throws {
        let read = try await RowText(
            source("SELECT \(expression) AS result"), ["p": value, "p1": .single(.text("y"))])
        #expect(read.rows == [result])
    }

    @Test(
        "A query that cannot be used says why and where",
        arguments: [
            (
                "SELECT sn FORM contract",
                "a.yaml:10:20: error: the query is wrong: near \"contract\": syntax error [query]"
            ),
            (
                "SELECT sn\nFROM contract\nWHERE 名 = 1",
                "a.yaml:12:11: error: the query is wrong: no such column: 名 [query]"
            ),
            ("SELECT * FROM contracts", "a.yaml:10:5: error: the query is wrong: no such table: contracts [query]"),
            (
                "SELECT sn, :form, :xyz FROM contract",
                "a.yaml:10:16: error: the query uses ':form', which is no parameter [unknown-parameter]\n  hint: did you mean ':from'?\na.yaml:10:23: error: the query uses ':xyz', which is no parameter [unknown-parameter]\n  hint: declare it under 'parameters'"
            ),
            (
                "SELECT ? FROM contract",
                "a.yaml:10:5: error: '?' is no parameter [query]\n  hint: parameters are written ':name'"
            ),
            ("SELECT @x", "a.yaml:10:5: error: '@x' is no parameter [query]\n  hint: parameters are written ':name'"),
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
        ])
    func problems(_ query: String, _ message: String) async {
        let parameters: [String: ParameterValue] = ["from": .single(.null), "list": .list([.integer(1)])]
        let found = await failure { try await RowText(source(query), parameters) }
        #expect(found == message)
    }

    @Test(
        "Only statements that read are run",
        arguments: [
            "DELETE FROM contract", "DELETE FROM contract RETURNING sn", "CREATE TEMP TABLE t (a)", "BEGIN",
            "ATTACH 'other.db' AS other", "PRAGMA journal_mode = DELETE", "VACUUM INTO 'copy.db'",
        ])
    func readOnly(_ query: String) async throws {
        #expect(await failure { try await RowText(source(query)) } != nil)
        #expect(try await RowText(source("SELECT count(*) AS n FROM contract")).rows == ["3"])
    }

    @Test(
        "What follows the statement may be a semicolon and comments", arguments: [";", "; -- end", ";;\n/* end */ ;"])
    func trailing(_ end: String) async throws {
        #expect(try await RowText(source("SELECT 1 AS a" + end)).rows == ["1"])
    }

    @Test("A value that does not fit names row and field, or is blank")
    func misfit() async throws {
        execute("UPDATE contract SET signed_on = 'soon' WHERE sn = 'C2'")
        let query = "SELECT sn, signed_on FROM contract ORDER BY sn"
        #expect(
            await failure { try await RowText(source(query)) }
                == "crm.db, row 2 of the query, field 'signed_on': 'soon' is not a date\n  hint: correct the value, "
                + "give the field another type under 'fields', or set 'invalid: blank'")
        #expect(try await RowText(source(query, invalid: .blank)).rows == ["C1|2026-01-02", "C2|null", "C3|null"])
    }

    @Test("A name under 'fields' that the query does not have is an error")
    func unknownField() async {
        #expect(
            await failure { try await RowText(source("SELECT sn FROM contract", ["snn": .text])) }
                == "a.yaml:10:5: error: 'fields' names 'snn', which the query does not have [unknown-field]\n"
                + "  hint: did you mean 'sn'?")
    }

    @Test("Rows come in batches of the size asked for, in order")
    func batches() async throws {
        let query = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500) SELECT i FROM n"
        let read = try await RowText(source(query))
        #expect(read.batchSizes == [1000, 1000, 500])
        #expect(read.rows == (1...2500).map(String.init))
        #expect(try await RowText(source("SELECT 1 AS a WHERE 0")).fields == [FieldShape("a")])
    }

    @Test("A query says its fields without being run")
    func fields() async throws {
        let endless =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT max(i) AS m, :b, :a, :b AS c FROM n"
        let fields = try await source(endless).fields(parameters: ["a": .single(.null), "b": .single(.null)])
        #expect(fields.map(\.name) == ["m", ":b", ":a", "c"])
    }

    @Test("A cancelled run stops a query that would take for ever")
    func cancellation() async {
        let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) AS m FROM n"
        await withTaskGroup(of: String?.self) { group in
            let source = source(endless)
            group.addTask {
                await failure {
                    try await source.withReader(parameters: [:]) { reader in
                        withUnsafeCurrentTask { $0?.cancel() }
                        return try await reader.next(1)?.rowCount
                    }
                }
            }
            #expect(await group.next() == "CancellationError()")
        }
    }

    @Test("A database that is not there is an error with its path, and is not made")
    func missing() async {
        let path = folder.path + "/no.db"
        let source = SQLiteSource(path: path, file: "no.db", query: SQLText("SELECT 1", at: nil))
        for _ in 0..<2 {
            #expect(
                await failure { try await RowText(source) }
                    == "error: there is no database 'no.db' [database]\n  hint: it was looked for at \(path)")
        }
        folder.write("this is text and no database at all", to: "text.db")
        let text = SQLiteSource(
            path: folder.path + "/text.db", file: "text.db", query: SQLText("SELECT * FROM t", at: nil))
        let found = await failure { try await RowText(text) }
        #expect(
            found
                == "'text.db' is no SQLite database\n  hint: check the connection's 'file'")
    }
}
