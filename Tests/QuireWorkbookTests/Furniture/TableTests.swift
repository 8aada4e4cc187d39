import Foundation
import QuireModel
import QuireTesting
import QuireWorkbook
import Testing

@Suite("A native table")
struct TableTests {
    @Test(
        "is named after its sheet",
        arguments: [
            ("Contracts", "Contracts"), ("By region, 2026", "By_region_2026"), ("合同 明细", "合同_明细"),
            ("2026", "Table_2026"),
            ("Q1", "Table_Q1"), ("xfd1048576", "Table_xfd1048576"), ("R", "Table_R"), ("r1c1", "Table_r1c1"),
            ("True", "Table_True"), ("Sales (2)", "Sales_2"), ("_x", "_x"), (".a", "Table_.a"), ("★", "_"),
            ("Year2026", "Year2026"),
        ])
    func names(sheet: String, table: String) { #expect(TableNames.legal(sheet) == table) }

    @Test("has a name of its own, without regard to case")
    func uniqueNames() {
        var names = TableNames()
        #expect(
            ["Sales", "SALES", "Sales (2)", "sales"].map { names.take($0) } == [
                "Sales", "SALES_2", "Sales_2_2", "sales_3",
            ])
    }

    @Test(
        "has titles of its own on one line each",
        arguments: [
            (["A", "B"], ["A", "B"]), (["Amount", "amount", "AMOUNT"], ["Amount", "amount 2", "AMOUNT 3"]),
            (["Amount", "Amount", "Amount 2"], ["Amount", "Amount 3", "Amount 2"]),
            (["", "Column1", "\n"], ["Column1", "Column1 2", "Column3"]),
            (["Signed\r\non\t(day)"], ["Signed on (day)"]),
        ])
    func titles(written: [String], expected: [String]) { #expect(TableTitles.unique(written) == expected) }

    @Test("covers header and rows, not heading and totals, and has the only filter")
    func range() async throws {
        var sample = Sample(columns: [column("Sn"), column("Amount") { $0.total = .sum }])
        sample.layout.isTable = true
        sample.layout.heading = "Contracts"
        sample.add([[.text("A"), .integer(1)], [.text("B"), .integer(2)]])
        let parts = try await Parts(sample)
        #expect(parts["xl/tables/table1.xml"].contains(#"ref="A2:B4""#))
        #expect(!parts["xl/worksheets/sheet1.xml"].contains("<autoFilter"))
        #expect(parts.warnings == [])
    }

    @Test("has no filter where the sheet is to have none")
    func withoutFilter() async throws {
        var sample = Sample([.integer(1)])
        sample.layout.isTable = true
        sample.layout.autofilter = false
        #expect(!(try await Parts(sample)["xl/tables/table1.xml"].contains("<autoFilter")))
    }

    @Test("needs a row")
    func withoutRows() async throws {
        var sample = Sample([])
        sample.layout.isTable = true
        let parts = try await Parts(sample)
        #expect(!parts.names.contains("xl/tables/table1.xml"))
        #expect(parts["xl/worksheets/sheet1.xml"].contains(#"<autoFilter ref="A1"#))
    }

    @Test("is made of sheets under 100,000 rows", arguments: [(99_999, true), (100_000, false)])
    func largest(rows: Int, isTable: Bool) async throws {
        var sample = Sample([])
        sample.layout.isTable = true
        sample.add(Array(repeating: [.integer(1)], count: rows))
        let parts = try await Parts(sample)
        #expect(parts.names.contains("xl/tables/table1.xml") == isTable)
        #expect(parts["xl/worksheets/sheet1.xml"].contains("<autoFilter") == !isTable)
    }

    @Test("has bands of its own, not of its cells")
    func bands() async throws {
        var sample = Sample([.integer(1), .integer(2), .integer(3)])
        sample.layout.isTable = true
        sample.layout.isBanded = true
        let (book, _) = try await sample.read()
        #expect(book.sheets[0].rows.dropFirst().allSatisfy { $0[0].background == nil })
    }

    @Test("leaves a sheet whose titles are too long for one as it is, with a warning")
    func longTitle() async throws {
        var sample = Sample(columns: [column(String(repeating: "x", count: 256)), column("Amount"), column("Amount")])
        sample.layout.isTable = true
        sample.layout.isBanded = true
        sample.add([[.integer(1), .integer(2), .integer(3)], [.integer(1), .integer(2), .integer(3)]])
        let (book, report) = try await sample.read()
        #expect(
            report.warnings == [
                "the sheet 'Contracts' is no table: a table's titles have at most 255 characters, and "
                    + "'xxxxxxxxxxxxxxxxxxxx…' has 256"
            ])
        #expect(book.sheets[0].rows[0].map(\.text).suffix(2) == ["Amount", "Amount"])
        #expect(book.sheets[0].filter == "A1:C3")
        #expect(book[0, "A3"].background != nil)
    }
}
