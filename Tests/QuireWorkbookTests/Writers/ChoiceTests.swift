import QuireModel
import QuireTesting
import QuireWorkbook
import Testing

/// The choices of a column, and what the sheet's part says of them.
struct ChoiceCase: Sendable, CustomTestStringConvertible {
    var name: String
    var choices: [Value]
    var format: CellFormat = .general
    var formula: String

    var testDescription: String { name }

    static let all = [
        ChoiceCase(name: "texts", choices: [.text("east"), .text("a & b")], formula: "\"east,a &amp; b\""),
        ChoiceCase(name: "whole numbers", choices: [.integer(1), .integer(-20)], formula: "\"1,-20\""),
        ChoiceCase(
            name: "whole numbers as text", choices: [.integer(1), .integer(20)], format: .text, formula: "\"1,20\""),
        ChoiceCase(
            name: "255 characters",
            choices: [.text(String(repeating: "x", count: 127)), .text(String(repeating: "y", count: 127))],
            formula: "\"\(String(repeating: "x", count: 127)),\(String(repeating: "y", count: 127))\""),
        ChoiceCase(
            name: "256 characters",
            choices: [.text(String(repeating: "x", count: 127)), .text(String(repeating: "y", count: 128))],
            formula: "'Lists'!$A$1:$A$2"),
        ChoiceCase(name: "a comma", choices: [.text("a,b"), .text("c")], formula: "'Lists'!$A$1:$A$2"),
        ChoiceCase(name: "a quote", choices: [.text("a\"b")], formula: "'Lists'!$A$1:$A$1"),
        ChoiceCase(name: "space at an end", choices: [.text("a ")], formula: "'Lists'!$A$1:$A$1"),
        ChoiceCase(name: "text like a formula", choices: [.text("=a")], formula: "'Lists'!$A$1:$A$1"),
        ChoiceCase(name: "a number with a fraction", choices: [.number(0.5)], formula: "'Lists'!$A$1:$A$1"),
        ChoiceCase(name: "booleans", choices: [.boolean(true), .boolean(false)], formula: "'Lists'!$A$1:$A$2"),
        ChoiceCase(name: "dates", choices: [day("2026-01-31")], formula: "'Lists'!$A$1:$A$1"),
        ChoiceCase(
            name: "ISO text as dates", choices: [.text("2026-01-31")], format: .date, formula: "'Lists'!$A$1:$A$1"),
    ]
}

@Suite("Choices in xlsx")
struct ChoiceTests {
    @Test("are a list of the spreadsheet's own", arguments: ChoiceCase.all)
    func list(_ example: ChoiceCase) async throws {
        var sample = Sample(columns: [
            column("Value") {
                $0.choices = example.choices
                $0.format = example.format
            }
        ])
        sample.add([[.null], [.null]])
        let folder = TemporaryFolder()
        try await sample.write(to: folder.file("a.xlsx"))
        let parts = WorkbookParts(folder.file("a.xlsx"))
        #expect(
            try parts.elements("dataValidations", ofSheet: 1) == [
                "<dataValidations count=\"1\"><dataValidation type=\"list\" allowBlank=\"1\" showInputMessage=\"1\" "
                    + "showErrorMessage=\"1\" sqref=\"A2:A3\"><formula1>\(example.formula)</formula1></dataValidation>"
                    + "</dataValidations>"
            ])
        let book = try parts.text("xl/workbook.xml")
        #expect(book.contains("Lists") == example.formula.contains("Lists"))
    }

    @Test("that are long stand on one hidden sheet behind all others, each list once")
    func hiddenSheet() async throws {
        let names = (0..<300).map { Value.text("Customer \($0)") }
        let days = [day("2026-01-31"), day("2026-02-28")]
        let columns = [
            column("Customer") { $0.choices = names },
            column("Agent") { $0.choices = names },
            column("Day") { $0.choices = days },
            column("Share") {
                $0.choices = [.number(0.5), .number(0.25)]
                $0.format = .percent
            },
        ]
        let folder = TemporaryFolder()
        let writer = try await XLSXWriter(path: folder.file("a.xlsx"))
        // Begun out of order; one has the name that the lists would have.
        let second = try await writer.begin(SheetLayout(name: "lists", columns: columns), at: SheetPlace(sheet: 1))
        let first = try await writer.begin(SheetLayout(name: "First", columns: columns), at: SheetPlace(sheet: 0))
        let batch = RenderBatch(columnCount: 4, rowCount: 1, values: [names[0], names[1], days[0], .number(0.5)])
        try await writer.write(batch, to: second)
        try await writer.write(batch, to: first)
        _ = try await writer.finish(problems: [failed(row: 2, key: "C1")], problemCount: 1)

        let book = try Spreadsheet.read(folder.file("a.xlsx"))
        #expect(book.sheets.map(\.name) == ["First", "lists", "Problems", "Lists (2)"])
        let lists = book.sheets[3].rows
        #expect(lists.count == 300)
        #expect(lists[299].map(\.kind) == ["text", "blank", "blank"])
        #expect(lists[299][0].text == "Customer 299")
        #expect(lists[0][1].kind == "datetime")
        #expect(lists[1][1].text == "2026-02-28 00:00:00")
        #expect(lists[1][2].number == 0.25)
        #expect(lists[1][2].numberFormat == "0.00%")
        #expect(book.sheets[3].columns.map { Int($0.width) } == [14, 12, 8])
        let parts = WorkbookParts(folder.file("a.xlsx"))
        #expect(try parts.text("xl/workbook.xml").contains("<sheet name=\"Lists (2)\" sheetId=\"4\" state=\"hidden\""))
        for sheet in 1...2 {
            let formulas = try parts.elements("formula1", ofSheet: sheet)
            #expect(
                formulas
                    == ["$A$1:$A$300", "$A$1:$A$300", "$B$1:$B$2", "$C$1:$C$2"].map {
                        "<formula1>'Lists (2)'!\($0)</formula1>"
                    })
        }
    }
}

/// Columns by outline level, those that are hidden marked, and what the sheet's part says.
struct GroupCase: Sendable, CustomTestStringConvertible {
    var name: String
    var columns: [(level: Int, isHidden: Bool)]
    /// Level, and `h` where hidden, `c` where it closes a group; also of the column behind the last.
    var written: [String]

    var testDescription: String { name }

    static let all = [
        GroupCase(name: "none", columns: [(0, false), (0, true)], written: ["0", "0h"]),
        GroupCase(name: "open", columns: [(0, false), (1, false), (0, false)], written: ["0", "1", "0"]),
        GroupCase(name: "closed", columns: [(1, true), (1, true), (0, false)], written: ["1h", "1h", "0c"]),
        GroupCase(name: "closed at the end", columns: [(0, false), (1, true)], written: ["0", "1h", "0c"]),
        GroupCase(
            name: "one within another", columns: [(1, false), (2, true), (1, false), (0, false)],
            written: ["1", "2h", "1c", "0"]),
        GroupCase(
            name: "partly hidden", columns: [(1, false), (1, true), (0, false)], written: ["1", "1h", "0"]),
        GroupCase(name: "the deepest", columns: [(7, false), (0, false)], written: ["7", "0"]),
    ]
}

@Test("Columns are grouped", arguments: GroupCase.all)
func groups(_ example: GroupCase) async throws {
    var sample = Sample(
        columns: example.columns.enumerated().map { index, group in
            column("C\(index)") {
                $0.outlineLevel = group.level
                $0.isHidden = group.isHidden
            }
        })
    sample.add([example.columns.map { _ in .integer(1) }])
    let folder = TemporaryFolder()
    try await sample.write(to: folder.file("a.xlsx"))
    let columns = try WorkbookParts(folder.file("a.xlsx")).elements("col", ofSheet: 1)
    let written = columns.map { column in
        (column.firstMatch(of: /outlineLevel="([0-9])"/).map { String($0.1) } ?? "0")
            + (column.contains("hidden=\"1\"") ? "h" : "") + (column.contains("collapsed=\"1\"") ? "c" : "")
    }
    #expect(written == example.written)
}
