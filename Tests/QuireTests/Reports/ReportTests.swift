import QuireModel
import QuireStandIn
import QuireTesting
import Testing

@Suite struct ReportTests {
    private static let plain = "title: Plain\nsource: { file: data/rows.csv }\ncolumns: [sn]\n"

    @Test(
        "More rows than row_limit fail the run and leave nothing, whatever the format",
        arguments: ["out.xlsx", "out.csv"])
    func rowLimit(_ output: String) async throws {
        let project = Project(report: Self.plain, rows: Project.rows(2_501))
        project.folder.write("defaults: { row_limit: 2500 }", to: "reports/quire.yaml")
        let outcome = try await project.quire("run", "share", "-o", output)
        #expect(outcome.exitCode == 1)
        #expect(outcome.standardError.contains("the report has more than 2500 rows"), "\(outcome.said)")
        #expect(outcome.standardError.contains("row_limit"))
        #expect(try project.files == [])
        project.folder.write(Project.rows(2_500), to: "reports/data/rows.csv")
        #expect(try await project.quire("run", "share", "-o", output).exitCode == 0)
        project.folder.write(Project.rows(9_000), to: "reports/data/rows.csv")
        let first = try await project.quire("run", "share", "-o", output, "--limit", "5")
        #expect(first.exitCode == 0, "\(first.said)")
    }

    @Test("A report without rows gives a file with a header, or with `empty: skip` none")
    func empty() async throws {
        let project = Project(report: Self.plain, rows: "sn,amount\n")
        let file = try await project.quire("run", "share", "-o", "out.csv", "--summary", "json")
        #expect(file.exitCode == 0)
        #expect(try project.lines("out.csv") == ["Sn"])
        let skipping = Project(report: Self.plain + "output: { empty: skip }\n", rows: "sn,amount\n")
        let skipped = try await skipping.quire("run", "share", "-o", "out.xlsx", "--summary", "json")
        #expect(skipped.exitCode == 0)
        let summary = try Summary(skipped.standardOutput)
        #expect(summary.status == "succeeded")
        #expect(summary.file == nil)
        #expect(summary.rows == 0)
        #expect(try skipping.files == [])
        let filtered = try await Project(report: Self.plain + "output: { empty: skip }\n").quire(
            "run", "share", "-o", "out.csv", "--where", "sn = 'none'")
        #expect(filtered.exitCode == 0)
        #expect(filtered.standardError.contains("no rows, no file"), "\(filtered.said)")
    }

    @Test("The source's where drops rows before they are enriched, and distinct_by keeps the first of each key")
    func whereAndDistinct() async throws {
        let source = "source: { file: data/rows.csv, fields: { amount: number }, where: amount > 1, distinct_by: [sn] }"
        let project = Project(
            report: Project.share.replacing("source: { file: data/rows.csv, fields: { amount: number } }", with: source)
                .replacing("  - sn\n", with: "  - sn\n  - amount\n"),
            rows: "sn,amount\nC1,1\nC1,2\nC2,3\nC1,4\n,5\n,6\nC3,1\n")
        let asked = Asked()
        let (outcome, _) = try await project.quire(
            "run", "share", "-o", "-", "--format", "csv", answering: asked.tether())
        #expect(outcome.lines == ["Sn,Amount,Ours", "C1,2,0.25", "C2,3,0.32", ",5,"], "\(outcome.said)")
        #expect(asked.all == ["C1": 1, "C2": 1])
    }

    @Test("Text stays text, digits are kept, and every script comes through")
    func values() async throws {
        let project = Project(
            report: """
                title: 合同 🎉
                source: { file: data/rows.csv, fields: { long: integer, price: number, day: date, open: boolean } }
                columns:
                  - text
                  - { title: 编号, value: long }
                  - price
                  - { title: Day, value: day, format: date }
                  - open
                """,
            rows: """
                text,long,price,day,open
                =cmd|' /C calc'!A0,9007199254740993,0.1,2026-01-31,true
                +1,9007199254740992,1e3,1899-12-31,false
                @SUM(A1),-9223372036854775808,-0.005,2026-02-28,true
                金额 & 🎉,7,123456789.125,,
                "a ""quoted"", 007",7,5,2026-01-01,true
                007,7,5,2026-01-01,true

                """)
        let book = try await {
            let outcome = try await project.quire("run", "share", "-o", "out.xlsx")
            #expect(outcome.exitCode == 0, "\(outcome.said)")
            return try project.workbook("out.xlsx")
        }()
        #expect(book.title == "合同 🎉")
        #expect(book.sheets.map(\.name) == ["合同 🎉"])
        let rows = book.sheets[0].rows
        #expect(rows[0].map(\.text) == ["Text", "编号", "Price", "Day", "Open"])
        let texts = ["=cmd|' /C calc'!A0", "+1", "@SUM(A1)", "金额 & 🎉", "a \"quoted\", 007", "007"]
        #expect(rows.dropFirst().map(\.[0].text) == texts)
        #expect(rows.dropFirst().allSatisfy { $0[0].kind == "text" && $0[0].formula == nil })
        #expect(rows[1][1].kind == "text")
        #expect(rows[1][1].text == "9007199254740993")
        #expect(rows[2][1].kind == "number")
        #expect(rows[2][1].number == 9_007_199_254_740_992)
        #expect(rows[3][1].text == "-9223372036854775808")
        #expect(rows[1...4].map(\.[2].number) == [0.1, 1_000, -0.005, 123_456_789.125])
        #expect(rows[1...4].map(\.[3].kind) == ["datetime", "text", "datetime", "blank"])
        #expect(rows[2][3].text == "1899-12-31")
        #expect(rows[1...4].map(\.[4].kind) == ["boolean", "boolean", "boolean", "blank"])

        let csv = try await project.quire("run", "share", "-o", "-", "--format", "csv")
        #expect(
            csv.lines.dropFirst().prefix(4) == [
                "'=cmd|' /C calc'!A0,9007199254740993,0.1,2026-01-31,true",
                "'+1,9007199254740992,1000,1899-12-31,false",
                "'@SUM(A1),-9223372036854775808,-0.005,2026-02-28,true", "金额 & 🎉,7,123456789.125,,",
            ])
    }

    @Test("Fields of any name are columns as they are, and stand in double quotes in expressions")
    func oddNames() async throws {
        let project = Project(
            report: """
                title: Odd
                source:
                  file: data/rows.csv
                  fields: { Customer Name: text, 金额: number, order: integer }
                  where: '"order" > 1'
                enrich:
                  tether: { lookup: tether.discount, input: { sn: '"Customer Name"' } }
                columns:
                  - Customer Name
                  - 金额
                  - order
                  - { title: Twice, value: '"金额" * 2 + "order"' }
                  - { title: Named, value: 'upper("Customer Name")' }
                  - { title: Ours, value: tether.ours }
                """, rows: "Customer Name,金额,order\nC1,0.5,1\nc2,1.5,2\n")
        let (outcome, _) = try await project.quire(
            "run", "share", "-o", "-", "--format", "csv", "--sort", "-twice", answering: Project.known)
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(outcome.lines == ["Customer Name,金额,Order,Twice,Named,Ours", "c2,1.5,2,5,C2,0.32"])
    }

    @Test("Rows of a database keep their types")
    func database() async throws {
        let project = Project([
            "quire.yaml": "connections: { crm: { kind: sqlite, file: data/crm.db } }",
            "share.yaml": """
            title: Typed
            source: { connection: crm, query: "SELECT * FROM contract ORDER BY \\"order\\"" }
            columns:
              - order
              - { title: Signed, value: signed_on, format: date }
              - { title: Amount, value: 金额, total: sum }
              - paid
              - { title: Month, value: "strftime('%Y-%m', signed_on)" }
            """,
        ])
        try project.makeDatabase(
            """
            CREATE TABLE contract ("order" INTEGER, signed_on DATE, "金额" DECIMAL(12, 2), paid BOOLEAN);
            INSERT INTO contract VALUES (2, '2026-02-03', 10.25, 1), (1, '2026-01-02', 5, 0), (3, NULL, NULL, NULL)
            """)
        let outcome = try await project.quire("run", "share", "-o", "out.xlsx")
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        let rows = try project.workbook("out.xlsx").sheets[0].rows
        #expect(rows[1].map(\.kind) == ["number", "datetime", "number", "boolean", "text"])
        #expect(rows[1][4].text == "2026-01")
        #expect(rows[3].map(\.kind) == ["number", "blank", "blank", "blank", "blank"])
        #expect(rows[4][2].formula == "=SUM(C2:C4)")
        #expect(rows[4][2].number == 15.25)
    }

    @Test("Lines of ndjson are rows")
    func lines() async throws {
        let project = Project([
            "share.yaml":
                "title: L\nsource: { file: data/rows.ndjson, fields: { n: integer } }\ncolumns: [sn, n, more]\n",
            "data/rows.ndjson":
                "{\"sn\":\"C1\",\"n\":1}\n{\"n\":2,\"sn\":\"金额 \\ud83c\\udf89\",\"more\":{\"a\":[1]}}\n",
        ])
        let outcome = try await project.quire("run", "share", "-o", "-", "--format", "csv")
        #expect(outcome.lines == ["Sn,N,More", "C1,1,", "金额 🎉,2,\"{\"\"a\"\":[1]}\""], "\(outcome.said)")
    }

    @Test("Nothing but the file is left beside the file, the project and in the folder of work files")
    func traces() async throws {
        var project = Project(rows: Project.rows(50))
        project.folder.write("", to: "work/empty")
        project.environment["TMPDIR"] = project.folder.file("work")
        let (outcome, _) = try await project.quire(
            "run", "share", "-o", "out.xlsx", "--sort", "-sn", answering: Project.known)
        #expect(outcome.exitCode == 0)
        #expect(try project.files == ["out.xlsx", "work"])
        #expect(try project.filesBelow("work") == ["empty"])
        #expect(
            try project.filesBelow("reports").filter { !$0.hasPrefix(".quire") } == ["data", "services", "share.yaml"])
    }

    @Test(
        "A column that is no field is told the fields there are",
        arguments: [
            ("a,b\n1,2\n", "[a, zzz]", "hint: there are a, b\n"),
            ("a,b\n1,2\n", "[{ value: '\"zzz\" || a' }]", "hint: double quotes hold names"),
            (
                (1...12).map { "f\($0)" }.joined(separator: ",") + "\n", "[zzz]",
                "hint: there are f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, …\n"
            ),
            ("id;name\n1;2\n", "[id]", "the source has one field, 'id;name': is it csv that wants delimiter: \";\"?"),
            ("id\tname\n1\t2\n", "[id]", "is it csv that wants delimiter: \"\\t\"?"),
        ])
    func unknownField(_ rows: String, _ columns: String, _ hint: String) async throws {
        let project = Project(["share.yaml": "source: { file: rows.csv }\ncolumns: \(columns)\n", "rows.csv": rows])
        let outcome = try await project.quire("run", "share", "-o", "out.csv")
        #expect(outcome.exitCode == 2, "\(outcome.said)")
        #expect(outcome.standardError.contains(hint), "\(outcome.said)")
    }
}
