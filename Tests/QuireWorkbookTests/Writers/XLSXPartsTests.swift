import Foundation
import QuireModel
import QuireTesting
import QuireWorkbook
import Testing

@Suite("A sheet that is full")
struct XLSXPartsTests {
    static func sample(rows: Int, limit: Int = 10) -> Sample {
        var sample = Sample(columns: [column("Sn"), column("Amount") { $0.total = .sum }])
        sample.options.rowLimit = limit
        var next = 0
        // Batches of 4 rows end neither where sheets do nor where the rows do.
        while next < rows {
            let end = min(next + 4, rows)
            sample.add((next..<end).map { [.text("C\($0)"), .integer(Int64($0))] })
            next = end
        }
        return sample
    }

    @Test("goes on on the next with the header again, and totals see all parts")
    func parts() async throws {
        let (book, report) = try await Self.sample(rows: 22).read()
        #expect(report.rows == 22)
        #expect(book.sheets.map(\.name) == ["Contracts", "Contracts (2)", "Contracts (3)"])
        #expect(book.sheets.map(\.rows.count) == [10, 10, 6])
        #expect(book.sheets.allSatisfy { $0.rows[0].map(\.text) == ["Sn", "Amount"] })
        #expect(book.sheets.map(\.filter) == ["A1:B10", "A1:B10", "A1:B5"])
        #expect(book.sheets.allSatisfy { $0.freeze == "A2" })
        #expect(book[1, "A2"].text == "C9")
        #expect(book[2, "A5"].text == "C21")
        #expect(
            book[2, "B6"].formula == "=SUM('Contracts'!B2:B10,'Contracts (2)'!B2:B10,'Contracts (3)'!B2:B5)")
        #expect(book[2, "B6"].number == 231)
        #expect(Set(book.sheets.map { $0.columns[0].width }).count == 1)
    }

    @Test("has its totals on the next where its last row is taken")
    func totalsOnTheNext() async throws {
        let (book, _) = try await Self.sample(rows: 9).read()
        #expect(book.sheets.map(\.name) == ["Contracts", "Contracts (2)"])
        #expect(book[1, "B2"].formula == "=SUM('Contracts'!B2:B10)")
        #expect(book[1, "B2"].number == 36)
    }

    @Test(
        "says where each row lands",
        arguments: [(0, "Contracts", 2), (8, "Contracts", 10), (9, "Contracts (2)", 2), (20, "Contracts (3)", 4)])
    func positions(index: Int, sheet: String, row: Int) async throws {
        let folder = TemporaryFolder()
        let sample = Self.sample(rows: 21)
        let writer = try await XLSXWriter(path: folder.file("a.xlsx"), layout: sample.layout, options: sample.options)
        for batch in sample.batches { try await writer.write(batch) }
        let position = await writer.position(ofRow: index, on: 0)
        #expect(position.sheet == sheet)
        #expect(position.row == row)
        await writer.discard()
    }

    @Test("holds 1,048,576 rows and 16,384 columns, and more columns are an error")
    func limits() async throws {
        #expect(WorkbookOptions().rowLimit == 1_048_576)
        let folder = TemporaryFolder()
        let columns = (0...16_384).map { ColumnLayout(id: "c\($0)", title: "C\($0)") }
        let failure = await #expect(throws: RunFailure.self) {
            _ = try await XLSXWriter(path: folder.file("a.xlsx"), layout: SheetLayout(name: "Wide", columns: columns))
        }
        #expect(failure?.message == "the sheet 'Wide' has 16385 columns; an xlsx sheet holds 16,384")
        #expect(try folder.names == [])

        var sample = Sample(columns: Array(columns.dropLast()))
        sample.add([(0..<16_384).map { .integer($0) }])
        try await sample.write(to: folder.file("wide.xlsx"))
        let xml = try ToolOutput.of("/usr/bin/unzip", ["-p", folder.file("wide.xlsx"), "xl/worksheets/sheet1.xml"])
        #expect(String(decoding: xml, as: UTF8.self).contains("<c r=\"XFD2\"><v>16383</v></c>"))
    }
}

@Test(
    "A sheet's name is made legal",
    arguments: [
        ("Contracts", "Contracts"), ("a[b]:c*d?e/f\\g", "a-b--c-d-e-f-g"), ("'quoted'", "quoted"), ("it's", "it's"),
        ("", "Sheet"), ("''", "Sheet"), ("History", "History (2)"), ("HISTORY", "HISTORY (2)"),
        ("problems", "problems (2)"), ("tab\there", "tabhere"),
        (String(repeating: "x", count: 40), String(repeating: "x", count: 31)),
        (String(repeating: "😀", count: 16), String(repeating: "😀", count: 15)),
        (String(repeating: "x", count: 30) + "'y", String(repeating: "x", count: 30)),
    ])
func sheetName(_ wanted: String, name: String) {
    var names = SheetNames()
    #expect(names.take(wanted) == name)
}

@Test("Sheets' names are unique without regard to case")
func uniqueSheetNames() {
    var names = SheetNames()
    let long = String(repeating: "x", count: 31)
    #expect(
        ["East", "EAST", "east", long, long].map { names.take($0) }
            == ["East", "EAST (2)", "east (3)", long, String(repeating: "x", count: 27) + " (2)"])
}
