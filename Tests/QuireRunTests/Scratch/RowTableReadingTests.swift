import QuireModel
import QuirePlugin
import QuireTesting
import Testing

@testable import QuireRun

@Suite struct RowTableReadingTests {
    private let fixture = RowTableFixture()

    private static func day(_ text: String) -> Value { .date(CalendarDate(text)!) }

    /// Over the fixture's rows.
    static let resultCases: [(query: String, rows: [[Value]])] = [
        ("SELECT count(*) AS n FROM rows", [[.integer(3)]]),
        ("SELECT sum(amount) AS a, avg(tether_ours) AS t FROM rows", [[.number(3.5), .number(0.375)]]),
        ("SELECT signed_on FROM rows ORDER BY 1 DESC", [[day("2026-01-02")], [day("2026-01-01")], [.null]]),
        ("SELECT max(signed_on) AS last FROM rows", [[.text("2026-01-02")]]),
        (
            "SELECT strftime('%Y', signed_on) AS y, count(*) AS n FROM rows WHERE signed_on NOT NULL GROUP BY 1",
            [[.text("2026"), .integer(2)]]
        ),
        ("SELECT is_open FROM rows", [[.boolean(true)], [.boolean(false)], [.null]]),
        ("SELECT NOT is_open AS closed FROM rows", [[.integer(0)], [.integer(1)], [.null]]),
        (
            "SELECT signed_on FROM rows WHERE sn = 'C1' UNION ALL SELECT 'Total'",
            [[day("2026-01-02")], [.text("Total")]]
        ),
        ("SELECT sn FROM rows WHERE sn = 'C1' UNION ALL SELECT count(*) FROM rows", [[.text("C1")], [.integer(3)]]),
        (
            "SELECT sn, row_number() OVER (ORDER BY amount DESC NULLS LAST) AS place FROM rows ORDER BY sn",
            [[.text("C1"), .integer(2)], [.text("C2"), .integer(1)], [.text("C3"), .integer(3)]]
        ),
        (
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT n.i, r.sn FROM n JOIN rows AS r ON r.\"金额\" = n.i AND n.i >= :least",
            [[.integer(2), .text("C2")], [.integer(3), .text("C3")]]
        ),
        ("SELECT sn FROM rows WHERE sn IN (:names)", [[.text("C1")], [.text("C3")]]),
        ("SELECT sn FROM rows WHERE sn IN (:none)", []),
        (
            "SELECT sn FROM rows WHERE sn IN (:names, 'C2') AND :nothing IS NULL",
            [[.text("C1")], [.text("C2")], [.text("C3")]]
        ),
        ("SELECT sn FROM rows WHERE signed_on < :today AND signed_on > date(:today, '-30 days')", [[.text("C1")]]),
        ("SELECT group_concat(\"order\", '') AS o FROM rows", [[.text("xyz")]]),
        (
            "SELECT \"a \"\"b\"\"\" AS b FROM rows",
            [[.integer(.max)], [.integer(.min)], [.integer(9_007_199_254_740_993)]]
        ),
        ("SELECT value FROM rows, json_each('[1, \"a\"]') WHERE sn = 'C1'", [[.integer(1)], [.text("a")]]),
        ("SELECT x'00FF' AS b", [[.text("00FF")]]),
        ("SELECT rowid FROM rows WHERE sn = 'C3'; -- the third", [[.integer(3)]]),
    ]

    @Test("queries read what was added", arguments: resultCases)
    func results(query: String, rows: [[Value]]) async throws {
        #expect(try await fixture.rows(query) == rows)
    }

    private static let moment = LocalDateTime.parse("2026-01-31 12:30:00.25")!.moment

    /// Values, and what comes back where the column says no type.
    static let valueCases: [(value: Value, type: FieldType?, back: Value)] = [
        (.null, .date, .null), (.number(.nan), nil, .null), (.number(.infinity), nil, .number(.infinity)),
        (.number(-0.5), .number, .number(-0.5)), (.integer(5), .number, .number(5)),
        (.integer(.min), .integer, .integer(.min)), (.integer(.max), .number, .decimal("9223372036854775807")),
        (.decimal("123456789012345678"), .number, .decimal("123456789012345678")),
        (.decimal("0.1234567890123456789"), .number, .number(0.1234567890123456789)),
        (.text("a\0b"), .text, .text("a\0b")), (.text(""), nil, .text("")),
        (.text("2026-01-31"), nil, .text("2026-01-31")),
        (.date(CalendarDate("2026-01-31")!), nil, .date(CalendarDate("2026-01-31")!)),
        (.datetime(moment), nil, .datetime(moment)), (.datetime(moment), .datetime, .datetime(moment)),
        (.time(moment.time), nil, .time(moment.time)), (.interval(1.5), nil, .interval(1.5)),
        (.boolean(true), .boolean, .boolean(true)), (.text("{\"a\":1}"), .json, .text("{\"a\":1}")),
    ]

    @Test(
        "a column that is read as it is has its values as they were, but for digits that SQL does not keep",
        arguments: valueCases)
    func values(value: Value, type: FieldType?, back: Value) async throws {
        let columns = [FieldShape("v", type)]
        #expect(
            try await fixture.rows("SELECT v FROM rows", columns: columns, of: [[value], [.null]]) == [[back], [.null]])
        let inside = "WITH t AS (SELECT v AS w FROM rows) SELECT w FROM t ORDER BY w NULLS LAST"
        #expect(try await fixture.rows(inside, columns: columns, of: [[value], [.null]]) == [[back], [.null]])
    }

    @Test(
        "a column of values of several kinds has them as SQL does",
        arguments: [
            ([.boolean(true), .integer(7)], [.integer(1), .integer(7)]),
            ([.date(CalendarDate("2026-01-31")!), .text("x")], [.text("2026-01-31"), .text("x")]),
            ([.date(CalendarDate("2026-01-31")!), .boolean(false)], [.text("2026-01-31"), .integer(0)]),
        ] as [([Value], [Value])])
    func severalKinds(values: [Value], back: [Value]) async throws {
        let rows = try await fixture.rows("SELECT v FROM rows", columns: [FieldShape("v")], of: values.map { [$0] })
        #expect(rows == back.map { [$0] })
    }

    @Test("values that lose digits are counted, column by column")
    func roundedValues() async throws {
        let table = try fixture.table(["SELECT a, b, c FROM rows"], columns: ["a", "b", "c"].map { FieldShape($0) })
        let long = Value.decimal("12345678901234567.89")
        try await fixture.add(
            [[long, long, .decimal("123456789012345678")], [.null, long, .decimal("1.50")]], to: table)
        _ = try await table.reader(ofQuery: 0)
        #expect(
            await table.warnings == [
                "rows: 1 value of 'a' with more digits than SQL keeps is rounded in queries",
                "rows: 2 values of 'b' with more digits than SQL keeps are rounded in queries",
            ])
    }

    @Test("several queries are read side by side, and each as often as is wanted")
    func severalReaders() async throws {
        let table = try fixture.table(["SELECT sn FROM rows", "SELECT count(*) AS n FROM rows"])
        try await fixture.add(RowTableFixture.rows, to: table)
        let reader = try await table.reader(ofQuery: 0)
        #expect(try await reader.next(1)?.values == [.text("C1")])
        #expect(try await fixture.read(table, query: 1) == [[.integer(3)]])
        #expect(try await reader.next(1)?.values == [.text("C2")])
        #expect(try await fixture.read(table).count == 3)
        #expect(try await fixture.read(table, batchSize: 2).count == 3)
    }

    @Test("without rows a query gives what it gives over none")
    func noRows() async throws {
        let table = try fixture.table(["SELECT sn FROM rows", "SELECT count(*) AS n FROM rows"])
        #expect(try await fixture.read(table) == [])
        #expect(try await fixture.read(table, query: 1) == [[.integer(0)]])
    }

    @Test(
        "what goes wrong while a query is read names its place",
        arguments: [
            ("SELECT abs(\"a \"\"b\"\"\") AS a FROM rows", "a.yaml:10:5: the query failed: integer overflow"),
            (
                "SELECT sum(\"a \"\"b\"\"\") AS a FROM rows WHERE sn <> 'C2'",
                "a.yaml:10:5: the query failed: integer overflow"
            ),
            ("SELECT json_extract(sn, '$') AS a FROM rows", "a.yaml:10:5: the query failed: malformed JSON"),
            (
                "SELECT zeroblob(20000000) AS a",
                "a.yaml:10:5: a text, or all of a row, gets longer than 16 MiB in 'rows'"
            ),
        ])
    func failures(query: String, message: String) async {
        let error = await #expect(throws: RunFailure.self) { try await fixture.rows(query) }
        #expect(error?.message == message)
    }

    @Test("a text that is too long to be kept is an error")
    func longText() async throws {
        let table = try fixture.table(["SELECT sn FROM rows"])
        let error = await #expect(throws: RunFailure.self) {
            try await table.add([.text(String(repeating: "x", count: 20_000_000))], rowCount: 1)
            _ = try await table.reader(ofQuery: 0)
        }
        #expect(error?.message == "a text, or all of a row, gets longer than 16 MiB in 'rows'")
    }

    @Test("a query that would take for ever ends with the run", .timeLimit(.minutes(1)))
    func cancellation() async throws {
        let table = try fixture.table([
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) AS m FROM n"
        ])
        let reader = try await table.reader(ofQuery: 0)
        let task = Task { try await reader.next(1)?.rowCount }
        await Task.yield()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test("100,000 rows are summed up, with nothing to be seen in the folder")
    func manyRows() async throws {
        let table = try fixture.table(["SELECT \"金额\", sum(amount) AS a FROM rows GROUP BY 1 ORDER BY 1"])
        #expect(table.storedColumns == [1, 5])
        for start in stride(from: 0, to: 100_000, by: 1_000) {
            let values = (start..<start + 1_000).flatMap { [Value.number(1), .integer(Int64($0 % 10))] }
            try await table.add(values, rowCount: 1_000)
        }
        #expect(try await fixture.read(table) == (0..<10).map { [.integer($0), .number(10_000)] })
        #expect(try fixture.folder.names == [])
    }

    @Test("rows, and what a query sorts, go into nameless files of the folder once they are many")
    func namelessFiles() async throws {
        let table = try fixture.table(["SELECT sn FROM rows ORDER BY sn DESC"])
        try await fill(table, batches: 20)
        let reader = try await table.reader(ofQuery: 0)
        #expect(try WorkFiles.descriptors(in: fixture.folder).count == 1)
        #expect(try await reader.next(1)?.rowCount == 1)
        #expect(try WorkFiles.descriptors(in: fixture.folder).count > 1)
        #expect(try fixture.folder.names == [])
    }

    @Test("a full disk is named with its folder", .timeLimit(.minutes(1)))
    func fullDisk() async throws {
        let table = try fixture.table(["SELECT sn FROM rows"])
        try await fill(table, batches: 20)
        while try WorkFiles.descriptors(in: fixture.folder).isEmpty { await Task.yield() }
        try WorkFiles.fill(fixture.folder)
        let error = await #expect(throws: RunFailure.self) {
            try await fill(table, batches: 20)
            _ = try await table.reader(ofQuery: 0)
        }
        #expect(
            error?.message.hasPrefix(
                "the disk is full: rows that have to wait could not be kept in the folder '\(fixture.folder.path)'")
                == true)
    }

    private func fill(_ table: RowTable, batches: Int) async throws {
        let values = (0..<100).map { Value.text("\($0)" + String(repeating: "x", count: 9_000)) }
        for _ in 0..<batches { try await table.add(values, rowCount: values.count) }
    }
}
