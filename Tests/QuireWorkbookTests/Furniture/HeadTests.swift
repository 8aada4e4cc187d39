import QuireModel
import QuireTesting
import QuireWorkbook
import Testing

@Suite("What stands above a sheet's rows")
struct HeadTests {
    private static func sample(_ change: (inout SheetLayout) -> Void) -> Sample {
        var sample = Sample(columns: [column("Sn"), column("Amount") { $0.total = .sum }])
        change(&sample.layout)
        sample.add((1...5).map { [.text("C\($0)"), .integer($0)] })
        return sample
    }

    @Test("moves everything down, and widens no column")
    func heading() async throws {
        let (plain, _) = try await Self.sample { _ in }.read()
        let (book, _) = try await Self.sample { $0.heading = "Contracts of a rather long period, all of them" }.read()
        #expect(
            book.sheets[0].rows.map { $0[0].text ?? "" }.dropFirst()
                == plain.sheets[0].rows.map { $0[0].text ?? "" }[...])
        #expect(book[0, "A1"].text == "Contracts of a rather long period, all of them")
        #expect(book[0, "A1"].bold)
        #expect(book.sheets[0].filter == "A2:B7")
        #expect(book[0, "B8"].formula == "=SUM(B3:B7)")
        #expect(book.sheets[0].columns.map(\.width) == plain.sheets[0].columns.map(\.width))
    }

    @Test(
        "stays when the sheet is scrolled",
        arguments: [
            (false, 1, 0, "A2"), (true, 1, 0, "A3"), (true, 2, 1, "B4"), (false, 0, 1, "B1"), (true, 0, 2, "C1"),
            (true, 0, 0, nil),
        ] as [(Bool, Int, Int, String?)])
    func freeze(hasHeading: Bool, rows: Int, columns: Int, cell: String?) async throws {
        let (book, _) = try await Self.sample { layout in
            layout.heading = hasHeading ? "Contracts" : nil
            layout.frozenRows = rows
            layout.frozenColumns = columns
        }.read()
        #expect(book.sheets[0].freeze == cell)
    }

    @Test("is there again on each part, with rows that are banded from its first on")
    func parts() async throws {
        var sample = Self.sample { layout in
            layout.heading = "Contracts"
            layout.isBanded = true
        }
        sample.options.rowLimit = 5
        let (book, _) = try await sample.read()
        #expect(
            book.sheets.map { $0.rows.map { $0[0].text ?? "" } } == [
                ["Contracts", "Sn", "C1", "C2", "C3"], ["Contracts", "Sn", "C4", "C5", "Total"],
            ])
        #expect(book.sheets.allSatisfy { $0.freeze == "A3" })
        #expect(book.sheets.map(\.filter) == ["A2:B5", "A2:B4"])
        let isOnBand = book.sheets.map { $0.rows.map { $0[0].background != nil } }
        #expect(isOnBand == [[false, true, false, true, false], [false, true, false, true, false]])
    }

    @Test("has the sheet's header style over the project's")
    func headerStyle() async throws {
        var sample = Self.sample { $0.headerStyle.background = Color(rgb: 0xEEEEEE) }
        sample.options.headerStyle.background = Color(rgb: 0x112233)
        sample.options.headerStyle.italic = true
        let (book, _) = try await sample.read()
        #expect(book[0, "A1"].background == "EEEEEE")
        #expect(book[0, "A1"].italic)
        #expect(book[0, "A1"].bold)
    }

    @Test(
        "is printed on each page, by a name that quotes the sheet's where formulas need it",
        arguments: [
            ("Sales", "Sales!$1:$2"), ("By region", "'By region'!$1:$2"), ("2026", "'2026'!$1:$2"),
            ("Q1", "'Q1'!$1:$2"),
            ("Bob's", "'Bob''s'!$1:$2"), ("合同", "'合同'!$1:$2"),
        ])
    func printTitles(name: String, titles: String) async throws {
        let sample = Self.sample { layout in
            layout.name = name
            layout.heading = "Contracts"
            layout.print.repeatsHeader = true
        }
        #expect(try await Parts(sample)["xl/workbook.xml"].contains(">\(titles)</definedName>"))
    }
}
