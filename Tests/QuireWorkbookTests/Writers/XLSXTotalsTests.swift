import Foundation
import QuireModel
import QuireTesting
import QuireWorkbook
import Testing

struct TotalCase: CustomTestStringConvertible {
    var total: Total
    var format = CellFormat.general
    var values: [Value]
    var formula: String?
    var number: Double?
    var text: String?

    var testDescription: String { "\(total) of \(values) as \(format)" }

    static let all = [
        TotalCase(total: .sum, values: [.integer(1), .null, .number(2.5)], formula: "=SUM(A2:A4)", number: 3.5),
        TotalCase(total: .sum, values: [.text("1"), .boolean(true)], formula: "=SUM(A2:A3)", number: 0),
        TotalCase(
            total: .sum, values: [.number(1e16), .number(1), .number(-1e16)], formula: "=SUM(A2:A4)", number: 1),
        TotalCase(total: .sum, format: .text, values: [.integer(1), .integer(2)], text: "3"),
        TotalCase(total: .sum, values: [.integer(1), .integer(.max), .integer(.max)], text: "18446744073709551615"),
        TotalCase(total: .sum, values: [.integer(1 << 60), .number(0.5)], number: Double(1 << 60)),
        TotalCase(total: .average, values: [.integer(1), .integer(2), .null], formula: "=AVERAGE(A2:A4)", number: 1.5),
        TotalCase(total: .average, values: [.null, .null]),
        TotalCase(total: .count, values: [.integer(1), .null], formula: "=COUNT(A2:A3)", number: 1),
        TotalCase(total: .count, values: [.text("a"), .null, .integer(1)], formula: "=COUNTA(A2:A4)", number: 2),
        TotalCase(total: .count, values: [.text(""), .text("a")], number: 2),
        TotalCase(total: .count, values: [.number(.nan), .text("a")], number: 2),
        TotalCase(total: .min, values: [.integer(3), .number(-2.5), .null], formula: "=MIN(A2:A4)", number: -2.5),
        TotalCase(total: .max, values: [.integer(3), .number(-2.5)], formula: "=MAX(A2:A3)", number: 3),
        TotalCase(total: .max, values: [.integer(.max), .number(3)], text: "9223372036854775807"),
        TotalCase(total: .min, values: [.text("a")]),
        TotalCase(total: .min, values: [day("1850-06-01"), day("2026-01-31")], text: "1850-06-01"),
    ]
}

@Suite("The totals row in xlsx")
struct XLSXTotalsTests {
    @Test("is a formula with its value, or a value where a formula would not see it", arguments: TotalCase.all)
    func totals(_ example: TotalCase) async throws {
        let (book, _) = try await Sample(example.values, format: example.format, total: example.total).read()
        let cell = book[0, "A\(example.values.count + 2)"]
        #expect(cell.formula == example.formula)
        #expect(cell.number == example.number)
        #expect(cell.text == example.text)
        #expect(book.sheets[0].filter == "A1:A\(example.values.count + 1)")
    }

    @Test("is labelled in the first column that has none, and looks like its columns")
    func label() async throws {
        var sample = Sample(columns: [
            column("Units") {
                $0.total = .average
                $0.format = .integer
            },
            column("Hidden") { $0.isHidden = true }, column("Sn"), column("Customer"),
            column("Signed on") { $0.total = .max },
            column("Count") { $0.total = .count },
        ])
        sample.layout.totalsLabel = "Sum total"
        sample.add([[.integer(1), .null, .text("C1"), .text("Acme"), day("2026-01-31"), .text("a")]])
        let (book, _) = try await sample.read()
        #expect(book.sheets[0].rows[2].map(\.text) == [nil, nil, "Sum total", nil, "2026-01-31 00:00:00", nil])
        #expect(book[0, "A3"].numberFormat == "#,##0.00")
        #expect(book[0, "E3"].numberFormat == "yyyy-mm-dd")
        #expect(book[0, "F3"].numberFormat == "#,##0")
        #expect(book[0, "C3"].bold)
    }

    @Test("that finds only text is warned of, one over numbers or nulls is not")
    func totalOfText() async throws {
        var sample = Sample(columns: ["Text", "Number", "Nothing"].map { title in column(title) { $0.total = .sum } })
        sample.add([[.text("12"), .number(1), .null], [.text("x"), .text("y"), .null]])
        let (_, written) = try await sample.read()
        #expect(
            written.warnings == [
                "the total of 'Text' finds no number in it: give the field a type under 'fields' of the source"
            ])
    }

    @Test("counts nulls that are shown as text as null")
    func countWithEmptyText() async throws {
        var sample = Sample(columns: [
            column("Share") {
                $0.total = .count
                $0.empty = "n/a"
            },
            column("Name") {
                $0.total = .count
                $0.empty = "n/a"
            },
        ])
        sample.add([[.number(0.5), .text("a")], [.null, .null]])
        let (book, _) = try await sample.read()
        #expect(book[0, "A4"].formula == "=COUNT(A2:A3)")
        #expect(book[0, "A4"].number == 1)
        #expect(book[0, "B4"].formula == nil)
        #expect(book[0, "B4"].number == 1)
    }

    @Test("gives what LibreOffice calculates, and opens there with the same values")
    func libreOffice() async throws {
        var sample = Sample(columns: [
            column("Sn"), column("Amount") { $0.total = .sum }, column("Share") { $0.total = .average },
            column("Day") { $0.total = .max }, column("Name") { $0.total = .count },
        ])
        sample.add([
            [.text("=1+1"), .number(12.5), .number(0.25), day("2026-01-31"), .text("合同 & <b>")],
            [.text("007"), .integer(30), .number(0.5), day("2026-02-01"), .text("_x0041_")],
            [.text("C3"), .null, .null, .null, .null],
        ])
        let folder = TemporaryFolder()
        try await sample.write(to: folder.file("out.xlsx"))
        try LibreOffice.convertToCSV(folder.file("out.xlsx"), into: folder)
        let text = String(decoding: try Data(contentsOf: URL(filePath: folder.file("out.csv"))), as: UTF8.self)
        #expect(
            text.split(separator: "\n") == [
                #""Sn","Amount","Share","Day","Name""#, #""=1+1",12.5,0.25,2026-01-31,"合同 & <b>""#,
                #""007",30,0.5,2026-02-01,"_x0041_""#, #""C3",,,,"#, #""Total",42.5,0.375,2026-02-01,2"#,
            ])
    }
}
