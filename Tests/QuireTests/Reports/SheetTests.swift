import QuireTesting
import Testing

/// Reports of several sheets, run by the program.
struct SheetTests {
    private static let rows = """
        sn,region,amount,day
        C1,east,100,2026-01-02
        C2,west,-50.5,2026-01-03
        C3,east,20,2026-02-02
        C4,,70,2026-02-03
        C5,north,1000,2026-03-01

        """

    private static func project(_ sheets: String) -> Project {
        Project([
            "data/rows.csv": rows,
            "sales.yaml": """
            title: Sales
            parameters:
              day_from: { type: date, default: 2026-01-01 }
            source: { file: data/rows.csv, fields: { amount: number, day: date } }
            columns:
              - sn
              - region
              - { value: amount, format: money, total: sum }
              - { title: Twice, value: amount * 2 }
            sheets:
            \(sheets)
            """,
        ])
    }

    @Test("Each sheet has its own filter, sort and columns, and they stand as they are listed")
    func sheets() async throws {
        let project = Self.project(
            """
            - { name: All, sort: [-twice], heading: 'From {day_from}', freeze: { rows: 2, columns: 1 } }
            - { name: Large, where: twice > 100 and amount < 500, columns: [sn, { value: amount * 3, id: twice }] }
            - { name: 'all' }
            """)
        let outcome = try await project.quire("run", "sales", "-o", "out.xlsx")
        #expect(outcome.exitCode == 0, "\(outcome.standardError)")
        let book = try project.workbook("out.xlsx")
        #expect(book.sheets.map(\.name) == ["All", "Large", "all (2)"])
        #expect(
            book.sheets[0].rows.map { $0[0].text } == ["From 2026-01-01", "Sn", "C5", "C1", "C4", "C3", "C2", "Total"])
        #expect(book.sheets[0].freeze == "B4")
        #expect(book.sheets[0].filter == "A2:D7")
        #expect(book[0, "C8"].formula == "=SUM(C3:C7)")
        #expect(book[0, "C8"].number == 1139.5)
        // The sheet's own column of that id is meant, of which 3 × 20 is less than 100.
        #expect(book.sheets[1].rows.map { $0[0].text } == ["Sn", "C1", "C4"])
        #expect(book.sheets[1].rows.map { $0[1].number } == [nil, 300, 210])
        #expect(book.sheets[2].rows.map { $0[0].text } == ["Sn", "C1", "C2", "C3", "C4", "C5", "Total"])
    }

    @Test("Nulls come last in both directions, and equal rows stay in their order")
    func sort() async throws {
        let project = Self.project("- { sort: [region, -amount] }\n- { name: b, sort: [-region] }")
        try await project.quire("run", "sales", "-o", "out.csv", "--columns", "sn").expectDone()
        #expect(try project.lines("out-sales.csv") == ["Sn", "C1", "C3", "C5", "C2", "C4"])
        #expect(try project.lines("out-b.csv") == ["Sn", "C2", "C5", "C1", "C3", "C4"])
    }

    @Test("A split gives a sheet for each value, in order of appearance, where its definition stands")
    func split() async throws {
        let project = Self.project(
            """
            - { name: First, where: amount > 999 }
            - { name: 'Region {region}', split_by: region, heading: 'In {region}', sort: [-amount] }
            - { name: Last }
            """)
        try await project.quire("run", "sales", "-o", "out.xlsx").expectDone()
        let book = try project.workbook("out.xlsx")
        #expect(
            book.sheets.map(\.name) == [
                "First", "Region east", "Region west", "Region (blank)", "Region north", "Last",
            ])
        #expect(book.sheets[1].rows.map { $0[0].text } == ["In east", "Sn", "C1", "C3", "Total"])
        #expect(book.sheets[3].rows.map { $0[0].text } == ["In (blank)", "Sn", "C4", "Total"])
        #expect(book[1, "C5"].formula == "=SUM(C3:C4)")
    }

    @Test("A sheet of a split is named after its value where it has no name, by an expression too")
    func splitByExpression() async throws {
        let project = Self.project("- { split_by: \"strftime('%Y-%m', day)\" }")
        try await project.quire("run", "sales", "-o", "out.xlsx").expectDone()
        #expect(try project.workbook("out.xlsx").sheets.map(\.name) == ["2026-01", "2026-02", "2026-03"])
        let empty = try await project.quire("run", "sales", "-o", "none.xlsx", "--where", "amount > 5000")
        #expect(empty.exitCode == 0)
        #expect(try project.workbook("none.xlsx").sheets.map(\.name) == ["Sales"])
    }

    @Test("--sheet takes one sheet, also one of a split, and several do not fit standard output")
    func oneSheet() async throws {
        let project = Self.project("- { name: All }\n- { name: '{region}', split_by: region }")
        let all = try await project.quire("run", "sales", "-o", "-", "--sheet", "ALL", "--columns", "sn")
        #expect(all.lines == ["Sn", "C1", "C2", "C3", "C4", "C5"])
        let east = try await project.quire("run", "sales", "-o", "-", "--sheet", "East", "--columns", "sn")
        #expect(east.lines == ["Sn", "C1", "C3"])
        let none = try await project.quire("run", "sales", "-o", "-", "--sheet", "South")
        #expect(none.exitCode == 1)
        #expect(none.standardError.contains("there is no sheet 'South'"))
        let several = try await project.quire("run", "sales", "-o", "-")
        #expect(several.exitCode == 2)
        #expect(several.standardError.contains("choose one with --sheet: 'All', '{region}'"))
    }

    @Test("--sheet finds a sheet of any split, and of names alike but for their case the one that is written so")
    func oneSheetOfSplits() async throws {
        let project = Self.project(
            "- { name: '{region}', split_by: region }\n"
                + "- { name: 'of/{substr(day, 6, 2)}', split_by: 'substr(day, 6, 2)' }")
        for name in ["of/02", "OF-02"] {
            let month = try await project.quire("run", "sales", "-o", "-", "--sheet", name, "--columns", "sn")
            #expect(month.lines == ["Sn", "C3", "C4"])
        }
        let none = try await project.quire("run", "sales", "-o", "-", "--sheet", "xyzzy")
        #expect(none.exitCode == 1)
        #expect(none.standardError.contains("the sheets are east, west, (blank), north, of/01, of/02, of/03\n"))
        let byCase = Self.project("- { split_by: \"case when sn > 'C2' then upper(region) else region end\" }")
        for (name, lines) in [("east", ["Sn", "C1"]), ("EAST", ["Sn", "C3"]), ("East", ["Sn", "C1"])] {
            let outcome = try await byCase.quire(
                "run", "sales", "-o", "-", "--sheet", name, "--columns", "sn")
            #expect(outcome.lines == lines)
        }
    }

    @Test("Sheets of queries keep their own rows where --columns leaves out others, and unknown columns are found")
    func columnsOfQueries() async throws {
        let project = Self.project(
            """
            - { name: Count, query: SELECT count(*) AS n FROM rows }
            - { name: Top, query: SELECT sn AS best FROM rows ORDER BY amount DESC LIMIT 1 }
            - { name: Rows, where: amount > 50 }
            """)
        try await project.quire("run", "sales", "-o", "out.xlsx", "--columns", "best").expectDone()
        let book = try project.workbook("out.xlsx")
        #expect(book.sheets.map(\.name) == ["Top"])
        #expect(book.sheets[0].rows.map { $0[0].text } == ["Best", "C5"])
        let unknown = try await project.quire("run", "sales", "-o", "none.xlsx", "--columns", "bets")
        #expect(unknown.exitCode == 2)
        #expect(unknown.standardError.contains("did you mean 'best'?"))
        let unsorted = try await project.quire("run", "sales", "-o", "none.xlsx", "--sort", "amuont")
        #expect(unsorted.exitCode == 2)
        #expect(unsorted.standardError.contains("did you mean 'amount'?"))
    }

    @Test("A file is written for each sheet where a format holds one only, and all are told")
    func files() async throws {
        let project = Self.project("- { name: All }\n- { name: 'Nord & Süd', where: region = 'north' }")
        let outcome = try await project.quire("run", "sales", "-o", "out.csv")
        #expect(try project.files == ["out-all.csv", "out-nord-süd.csv"])
        #expect(outcome.standardError.contains("out-all.csv, and beside it out-nord-süd.csv\n"))
    }

    @Test("--columns leaves out sheets that have none of them, and charts over others")
    func columns() async throws {
        let project = Self.project(
            """
            - { name: All, charts: [{ type: column, values: [twice] }] }
            - { name: Own, columns: [{ value: day, id: day }] }
            """)
        try await project.quire("run", "sales", "-o", "out.xlsx", "--columns", "amount,sn").expectDone()
        let book = try project.workbook("out.xlsx")
        #expect(book.sheets.map(\.name) == ["All"])
        #expect(book.sheets[0].rows[0].map(\.text) == ["Amount", "Sn"])
        let unknown = try await project.quire("run", "sales", "--columns", "dat")
        #expect(unknown.exitCode == 2)
        #expect(unknown.standardError.contains("did you mean 'day'?"))
    }

    @Test("--where sees the report's columns on sheets that do not show them, too")
    func filter() async throws {
        let project = Self.project("- { name: All }\n- { name: Own, columns: [{ value: sn, id: contract }] }")
        let filter = ["--where", "twice > 150", "--columns", "sn,contract"]
        try await project.quire(["run", "sales", "-o", "out.csv"] + filter).expectDone()
        #expect(try project.lines("out-all.csv") == ["Sn", "C1", "C5"])
        #expect(try project.lines("out-own.csv") == ["Sn", "C1", "C5"])
    }

    @Test("--limit takes so many rows of each sheet")
    func limit() async throws {
        let project = Self.project("- { name: a, sort: [-amount] }\n- { name: b, where: amount < 100 }")
        try await project.quire("run", "sales", "-o", "out.csv", "--columns", "sn", "--limit", "2").expectDone()
        #expect(try project.lines("out-a.csv") == ["Sn", "C5", "C1"])
        #expect(try project.lines("out-b.csv") == ["Sn", "C2", "C3"])
    }
}

extension Program.Outcome {
    func expectDone(_ place: SourceLocation = #_sourceLocation) {
        #expect(exitCode == 0, "\(standardError)", sourceLocation: place)
    }
}
