import Foundation
import QuireModel
import QuireTesting
import QuireWorkbook
import Testing

@Suite("A sheet in xlsx")
struct XLSXSheetTests {
    @Test("has a title that XML can hold, whatever the report's is")
    func titleWithControls() async throws {
        var sample = Sample([.text("a")])
        sample.options.title = "Con\u{1}tracts"
        #expect(try await sample.read().book.title == "Contracts")
    }

    @Test("has a frozen, filtered header and typed cells")
    func contracts() async throws {
        var sample = Sample(columns: [
            column("Sn"), column("Amount") { $0.format = .money }, column("Signed on"), column("Active"),
            column("Share") {
                $0.format = .percent
                $0.empty = "n/a"
            },
        ])
        sample.add([
            [.text("C1"), .number(1234.5), day("2026-01-31"), .boolean(true), .number(0.25)],
            [.text("=1+1"), .integer(7), .null, .boolean(false), .null],
        ])
        let (book, report) = try await sample.read()
        #expect(report.rows == 2)
        #expect(report.cells == 10)
        #expect(report.warnings == [])
        #expect(book.sheets.map(\.name) == ["Contracts"])
        #expect(book.sheets[0].freeze == "A2")
        #expect(book.sheets[0].filter == "A1:E3")
        #expect(book.sheets[0].rows[0].map(\.text) == ["Sn", "Amount", "Signed on", "Active", "Share"])
        #expect(book.sheets[0].rows[0].allSatisfy { $0.bold && $0.background != nil })
        #expect(book[0, "A2"].text == "C1")
        #expect(book[0, "B2"].number == 1234.5)
        #expect(book[0, "B2"].numberFormat == "#,##0.00")
        #expect(book[0, "C2"].kind == "datetime")
        #expect(book[0, "C2"].text == "2026-01-31 00:00:00")
        #expect(book[0, "C2"].numberFormat == "yyyy-mm-dd")
        #expect(book[0, "D2"].kind == "boolean")
        #expect(book[0, "E2"].numberFormat == "0.00%")
        #expect(book[0, "A3"].kind == "text")
        #expect(book[0, "A3"].text == "=1+1")
        #expect(book[0, "A3"].formula == nil)
        #expect(book[0, "B3"].number == 7)
        #expect(book[0, "C3"].kind == "blank")
        #expect(book[0, "E3"].text == "n/a")
    }

    @Test("shows each column's style, comment and width, and hides what is hidden")
    func styles() async throws {
        var sample = Sample(columns: [
            column("Plain"),
            column("Styled") {
                $0.width = 30
                $0.note = "Before tax"
                $0.style.align = .center
                $0.style.wrap = true
                $0.style.bold = true
                $0.style.italic = true
                $0.style.color = Color(rgb: 0x9C0006)
                $0.style.background = Color(rgb: 0xFFC7CE)
            },
            column("Black") { $0.style.color = Color(rgb: 0) },
            column("Hidden") { $0.isHidden = true },
        ])
        sample.add([[.text("a"), .text("b"), .text("c"), .text("d")], [.text("a"), .null, .null, .null]])
        let (book, _) = try await sample.read()
        let styled = book[0, "B2"]
        #expect(styled.align == "center")
        #expect(styled.wrap && styled.bold && styled.italic)
        #expect(styled.color == "9C0006")
        #expect(styled.background == "FFC7CE")
        #expect(book[0, "B3"].background == "FFC7CE")
        #expect(book[0, "C2"].color == "000000")
        #expect(book[0, "B1"].comment == "Before tax")
        #expect(book[0, "B1"].align == "center")
        #expect(abs(book.sheets[0].columns[1].width - 30.71) < 0.01)
        #expect(book.sheets[0].columns.map(\.isHidden) == [false, false, false, true])
    }

    @Test("fits widths to what was written, formats included")
    func widths() async throws {
        var sample = Sample(columns: [
            column("A"), column("B") { $0.format = .money }, column("C"), column("D"), column("E"),
            column("A long title of one column"),
        ])
        sample.add([
            [.text("12345678"), .number(-1_234_567.5), day("2026-01-31"), .text("合同合同合同"), .text("x"), .null]
        ])
        sample.add([
            [.text("1"), .number(1), .null, .null, .text(String(repeating: "long ", count: 40)), .null]
        ])
        let (book, _) = try await sample.read()
        // A width of n characters is written as n + 5/7.
        #expect(book.sheets[0].columns.map { ($0.width - 5.0 / 7).rounded() } == [10, 15, 12, 14, 60, 31])
    }

    @Test("keeps the type of a cell that is a link, and links only to the web and to mail")
    func links() async throws {
        var sample = Sample(columns: [column("Sn"), column("Amount") { $0.format = .money }, column("Day")])
        sample.add(
            [
                [.text("C1"), .number(2.5), day("2026-01-31")], [.text("C2"), .null, .boolean(true)],
            ],
            links: [
                0: "https://example.com/a?b=1&c=2#part", 1: "http://example.com", 2: "mailto:a@example.com",
                3: "javascript:alert(1)", 4: "https://example.com", 5: "https://example.com/external:x",
            ])
        let (book, report) = try await sample.read()
        #expect(book[0, "A2"].text == "C1")
        #expect(book[0, "A2"].link == "https://example.com/a?b=1&c=2#part")
        #expect(book[0, "A2"].color == "0563C1")
        #expect(book[0, "B2"].number == 2.5)
        #expect(book[0, "B2"].numberFormat == "#,##0.00")
        #expect(book[0, "B2"].link == "http://example.com")
        #expect(book[0, "C2"].kind == "datetime")
        #expect(book[0, "C2"].link == "mailto:a@example.com")
        #expect(book[0, "A3"].text == "C2")
        #expect(book[0, "A3"].link == nil)
        #expect(book[0, "B3"].link == nil)
        #expect(book[0, "C3"].kind == "boolean")
        #expect(book[0, "C3"].link == "https://example.com/external%3Ax")
        #expect(report.warnings.count == 1)
        #expect(report.warnings[0].hasSuffix(": Contracts!A3"))
    }

    @Test("has plain cells past 65,530 links, and says so")
    func manyLinks() async throws {
        var sample = Sample(columns: [column("Sn")])
        let rows = 65_532
        sample.add(
            (0..<rows).map { [.integer(Int64($0))] },
            links: Dictionary(uniqueKeysWithValues: (0..<rows).map { ($0, "https://example.com/\($0)") }))
        let folder = TemporaryFolder()
        let report = try await sample.write(to: folder.file("out.xlsx"))
        #expect(
            report.warnings == [
                "2 cells without their link, a sheet holding at most 65,530: Contracts!A65532, Contracts!A65533"
            ])
        let xml = try ToolOutput.of("/usr/bin/unzip", ["-p", folder.file("out.xlsx"), "xl/worksheets/sheet1.xml"])
        #expect(String(decoding: xml, as: UTF8.self).components(separatedBy: "<hyperlink ").count - 1 == 65_530)
    }

    @Test("gives cells that stand for a failed lookup the problem style, over the column's")
    func problemStyle() async throws {
        var sample = Sample(columns: [column("Sn"), column("Share") { $0.style.italic = true }])
        sample.add(
            [[.text("C1"), .null], [.text("C2"), .number(0.5)], [.text("C3"), .number(0.5)]], problemCells: [1, 3])
        var (book, _) = try await sample.read()
        #expect(book[0, "B2"].background == "FFEB9C")
        #expect(book[0, "B2"].italic)
        #expect(book[0, "B3"].background == "FFEB9C")
        #expect(book[0, "B3"].number == 0.5)
        #expect(book[0, "B4"].background == nil)

        sample.options.problemStyle.background = Color(rgb: 0x123456)
        (book, _) = try await sample.read()
        #expect(book[0, "B2"].background == "123456")
        #expect(book[0, "B2"].color == "9C5700")
    }

    @Test("lists problems on a sheet of their own, if there are any")
    func problems() async throws {
        var sample = Sample([.text("C1")])
        sample.problems = [failed(row: 2, key: "=C1"), failed(row: 9, key: "C2")]
        sample.problemCount = 5
        let (book, _) = try await sample.read()
        #expect(book.sheets.map(\.name) == ["Contracts", "Problems"])
        #expect(
            book.sheets[1].rows[0].map(\.text)
                == ["Sheet", "Row", "Rows", "Enrichment", "Key", "Attempts", "What went wrong"])
        #expect(book[1, "A2"].text == "Contracts")
        #expect(book[1, "B3"].number == 9)
        #expect(book[1, "C2"].number == 2)
        #expect(book[1, "E2"].text == "=C1")
        #expect(book[1, "E2"].formula == nil)
        #expect(book[1, "F2"].number == 4)
        #expect(book[1, "G3"].text == "tether.discount: 503 for C2")
        #expect(book[1, "A4"].text == "… and 3 more")
        #expect(book.sheets[1].filter == "A1:G3")
    }

    @Test("lists at most 10,000 problems")
    func manyProblems() throws {
        let problems = (1...10_001).map { failed(row: $0, key: "C\($0)") }
        let sheet = try #require(ProblemSheet(problems, count: 10_001))
        #expect(sheet.rows.count == 10_002)
        #expect(sheet.rows[10_001] == [.text("… and 1 more")])
        #expect(ProblemSheet([], count: 0) == nil)
    }

    @Test("says what a cell could not hold, where, and how often")
    func oddities() async throws {
        var sample = Sample(columns: [column("A"), column("B")])
        sample.add([
            [.text("bell\u{7}"), .number(.nan)], [.text("_x0041_"), .number(.infinity)],
            [.text(String(repeating: "é", count: 40_000)), .number(-.infinity)], [.null, .number(.nan)],
        ])
        let (book, report) = try await sample.read()
        #expect(book[0, "A2"].text == "bell")
        #expect(book[0, "A4"].text?.utf16.count == 32_767)
        #expect(book[0, "B2"].kind == "blank")
        #expect(
            report.warnings == [
                "4 cells left blank, their number being infinite or none: Contracts!B2, Contracts!B3, Contracts!B4, …",
                "1 cell cut to the 32,767 characters that a cell holds: Contracts!A4",
                "1 cell freed of control characters, which a sheet cannot hold: Contracts!A2",
            ])
    }

    @Test("without rows is its header")
    func noRows() async throws {
        let (book, report) = try await Sample(columns: [column("A"), column("B") { $0.total = .sum }]).read()
        #expect(report.rows == 0)
        #expect(book.sheets[0].rows[0].map(\.text) == ["A", "B"])
        #expect(book[0, "B2"].number == 0)
        #expect(book[0, "B2"].formula == nil)
    }

    @Test("is written as Excel writes it")
    func markup() async throws {
        let folder = TemporaryFolder()
        var sample = Sample(columns: [column("Sn"), column("Units") { $0.total = .sum }])
        sample.add([[.text(" 007 "), .integer(5)]])
        try await sample.write(to: folder.file("out.xlsx"))
        func part(_ name: String) throws -> String {
            String(decoding: try ToolOutput.of("/usr/bin/unzip", ["-p", folder.file("out.xlsx"), name]), as: UTF8.self)
        }
        let sheet = try part("xl/worksheets/sheet1.xml")
        #expect(sheet.contains(#"<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>"#))
        #expect(
            sheet.contains(
                #"<c r="A2" t="inlineStr"><is><t xml:space="preserve"> 007 </t></is></c><c r="B2"><v>5</v></c>"#))
        #expect(sheet.contains("<f>SUM(B2:B2)</f><v>5</v>"))
        #expect(sheet.contains(#"<ignoredError sqref="A1:XFD1048576" numberStoredAsText="1"/>"#))
        #expect(try part("xl/workbook.xml").contains("Contracts!$A$1:$B$2</definedName>"))
    }
}
