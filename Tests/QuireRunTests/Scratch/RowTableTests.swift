import QuireModel
import QuirePlugin
import QuireTesting
import Testing

@testable import QuireRun

/// A table `rows` with columns and rows, for tests of queries over it.
struct RowTableFixture {
    static let columns = [
        FieldShape("sn", .text), FieldShape("amount", .number), FieldShape("signed_on", .date),
        FieldShape("tether_ours", .number), FieldShape("is_open"), FieldShape("金额"), FieldShape("order"),
        FieldShape("a \"b\""),
    ]
    static let parameters: [String: ParameterValue] = [
        "least": .single(.integer(2)), "names": .list([.text("C1"), .text("C3")]), "none": .list([]),
        "today": .single(.date(CalendarDate("2026-01-31")!)), "nothing": .single(.null),
    ]
    let folder = TemporaryFolder()

    func table(_ queries: [String], columns: [FieldShape] = Self.columns) throws -> RowTable {
        let place = FilePosition(file: "a.yaml", line: 10, column: 5)
        return try RowTable(
            columns: columns, queries: queries.map { ExpressionText($0, at: place, style: .literal) },
            parameters: Self.parameters, in: folder.path)
    }

    /// - Parameter rows: of all columns.
    func add(_ rows: [[Value]], to table: RowTable) async throws {
        try await table.add(
            rows.flatMap { row in table.storedColumns.map { row[$0] } }, rowCount: rows.count)
    }

    func read(_ table: RowTable, query: Int = 0, batchSize: Int = 1000) async throws -> [[Value]] {
        let reader = try await table.reader(ofQuery: query)
        var rows: [[Value]] = []
        while let batch = try await reader.next(batchSize) {
            #expect(batch.fields == table.fields[query] && batch.firstRow == rows.count)
            for row in 0..<batch.rowCount {
                rows.append((0..<batch.fields.count).map { batch.value(row: row, field: $0) })
            }
        }
        return rows
    }

    func rows(_ query: String, columns: [FieldShape] = Self.columns, of rows: [[Value]] = Self.rows) async throws
        -> [[Value]]
    {
        let table = try table([query], columns: columns)
        try await add(rows, to: table)
        return try await read(table)
    }

    static let rows: [[Value]] = [
        [
            .text("C1"), .number(1), .date(CalendarDate("2026-01-02")!), .null, .boolean(true), .integer(1),
            .text("x"), .integer(.max),
        ],
        [
            .text("C2"), .number(2.5), .date(CalendarDate("2026-01-01")!), .number(0.25), .boolean(false), .integer(2),
            .text("y"), .integer(.min),
        ],
        [.text("C3"), .null, .null, .number(0.5), .null, .integer(3), .text("z"), .integer(9_007_199_254_740_993)],
    ]
}

@Suite struct RowTableTests {
    private let fixture = RowTableFixture()

    @Test(
        "only columns that a query reads are stored",
        arguments: [
            (["SELECT count(*) AS n FROM rows"], []), (["SELECT 1 AS one"], []),
            (["SELECT AMOUNT FROM rows"], [1]),
            (
                ["SELECT sum(amount) AS a FROM rows GROUP BY signed_on HAVING max(tether_ours) > 0 ORDER BY min(sn)"],
                [0, 1, 2, 3]
            ),
            (["WITH t AS (SELECT sn FROM rows) SELECT count(*) AS n FROM t"], [0]),
            (
                ["SELECT r.\"金额\" FROM rows AS r JOIN rows AS s ON r.sn = s.sn", "SELECT \"order\" FROM rows"],
                [0, 5, 6]
            ),
            (["SELECT rowid FROM rows"], []),
            (["SELECT count(*) AS n FROM rows JOIN rows AS s USING (sn)"], Array(0..<8)),
            (["SELECT count(*) AS n FROM rows NATURAL JOIN rows AS s"], Array(0..<8)),
            (["SELECT * FROM rows"], Array(0..<8)),
        ])
    func storedColumns(queries: [String], stored: [Int]) throws {
        #expect(try fixture.table(queries).storedColumns == stored)
    }

    @Test("of names that are one in SQL the last is meant, and a name may be anything else")
    func names() async throws {
        let columns = [
            FieldShape("Amount"), FieldShape("ÄÖ"), FieldShape("amount"), FieldShape("äö"), FieldShape("a\0b"),
            FieldShape(""), FieldShape("select"), FieldShape("x--y"),
        ]
        let row: [Value] = (0..<8).map { .integer($0) }
        let table = try fixture.table(["SELECT * FROM rows"], columns: columns)
        #expect(table.fields[0].map(\.name) == ["ÄÖ", "amount", "äö", "", "select", "x--y"])
        try await fixture.add([row], to: table)
        #expect(try await fixture.read(table) == [[1, 2, 3, 5, 6, 7].map { .integer($0) }])
    }

    @Test("more columns than SQL takes are an error at the query")
    func tooManyColumns() {
        let error = #expect(throws: DiagnosticError.self) {
            try fixture.table(["SELECT 1"], columns: (0...2000).map { FieldShape("c\($0)") })
        }
        #expect(
            error?.description
                == "a.yaml:10:5: error: the table 'rows' would have 2001 columns, and SQL takes 2000 [query]\n"
                + "  hint: read fewer fields in the source")
    }

    @Test(
        "results have names and, where they are columns, types",
        arguments: [
            (
                "SELECT signed_on, amount AS a, is_open FROM rows",
                [FieldShape("signed_on", .date), FieldShape("a", .number), FieldShape("is_open")]
            ),
            ("SELECT max(signed_on) AS last, count(*) FROM rows", [FieldShape("last"), FieldShape("count(*)")]),
            (
                "WITH t AS (SELECT sn, signed_on AS d FROM rows ORDER BY 2) SELECT d, sn FROM t GROUP BY d",
                [FieldShape("d", .date), FieldShape("sn", .text)]
            ),
            ("SELECT :least + 1, :today AS t FROM rows", [FieldShape(":least + 1"), FieldShape("t")]),
            ("VALUES (1, 2)", [FieldShape("column1"), FieldShape("column2")]),
        ])
    func fields(query: String, fields: [FieldShape]) throws {
        #expect(try fixture.table([query]).fields == [fields])
    }

    @Test("a folder that cannot be written is named before a row is read")
    func noFolder() {
        let error = #expect(throws: RunFailure.self) {
            try RowTable(columns: [], queries: [], parameters: [:], in: fixture.folder.path + "/nowhere")
        }
        #expect(error?.message.contains("'\(fixture.folder.path)/nowhere'") == true)
    }
}
