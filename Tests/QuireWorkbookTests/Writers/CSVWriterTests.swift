import Foundation
import QuireModel
import QuireTesting
import QuireWorkbook
import Testing

struct CSVCase: CustomTestStringConvertible {
    var value: Value
    var text: String

    init(_ value: Value, _ text: String) {
        self.value = value
        self.text = text
    }

    var testDescription: String { "\(value)" }

    static let all = [
        CSVCase(.null, ""), CSVCase(.text(""), "\"\""), CSVCase(.text("plain"), "plain"), CSVCase(.text("合同"), "合同"),
        CSVCase(.text("a,b"), "\"a,b\""), CSVCase(.text("a\"b"), "\"a\"\"b\""), CSVCase(.text("a\nb"), "\"a\nb\""),
        CSVCase(.text("a\r\nb"), "\"a\r\nb\""), CSVCase(.text(" x "), " x "), CSVCase(.text("=1+1"), "'=1+1"),
        CSVCase(.text("+1"), "'+1"), CSVCase(.text("-1"), "'-1"), CSVCase(.text("@a"), "'@a"),
        CSVCase(.text("\ta"), "'\ta"), CSVCase(.text("\ra"), "\"'\ra\""), CSVCase(.text("=a,b"), "\"'=a,b\""),
        CSVCase(.integer(-5), "-5"), CSVCase(.integer(.max), "9223372036854775807"), CSVCase(.number(0.1), "0.1"),
        CSVCase(.number(25), "25"), CSVCase(.number(-1.5), "-1.5"), CSVCase(.decimal("-1.50"), "-1.50"),
        CSVCase(.number(.nan), ""), CSVCase(.boolean(true), "true"), CSVCase(day("2026-01-31"), "2026-01-31"),
        CSVCase(.datetime(LocalDateTime(microseconds: 45_000_500_000)), "1970-01-01T12:30:00.5"),
        CSVCase(.time(TimeOfDay(microseconds: 45_000_000_000)), "12:30:00"), CSVCase(.interval(1.5), "1.5"),
    ]
}

@Suite("A sheet in csv")
struct CSVWriterTests {
    @Test("has its values raw, quoted where they must be, and no formulas", arguments: CSVCase.all)
    func value(_ example: CSVCase) async throws {
        let (text, _) = try await Sample([example.value]).readCSV()
        #expect(text == "Value\r\n\(example.text)\r\n")
    }

    @Test("is told to keep text that looks like a formula")
    func keepsFormulas() async throws {
        var sample = Sample([.text("=1+1")])
        sample.csv.formulas = .keep
        #expect(try await sample.readCSV().text == "Value\r\n=1+1\r\n")
    }

    @Test(
        "has titles, ids or no header, and a byte order mark on demand",
        arguments: [
            (CSVHeader.title, false, "Our share,Sn\r\n1,2\r\n"), (.id, false, "our share,sn\r\n1,2\r\n"),
            (.none, false, "1,2\r\n"), (.none, true, "\u{FEFF}1,2\r\n"),
        ])
    func header(_ header: CSVHeader, mark: Bool, expected: String) async throws {
        var sample = Sample(columns: [column("Our share") { $0.format = .money }, column("Sn")])
        sample.csv.header = header
        sample.csv.byteOrderMark = mark
        sample.add([[.integer(1), .integer(2)]])
        #expect(try await sample.readCSV().text == expected)
    }

    @Test("has no totals, and shows the column's text for null")
    func noTotals() async throws {
        var sample = Sample(columns: [
            column("A") {
                $0.total = .sum
                $0.empty = "n/a"
            }
        ])
        sample.add([[.integer(1)], [.null]])
        let (text, report) = try await sample.readCSV()
        #expect(text == "A\r\n1\r\nn/a\r\n")
        #expect(report.rows == 2)
        #expect(report.cells == 2)
    }

    @Test("names the cells that are blank for want of a number")
    func oddities() async throws {
        let (_, report) = try await Sample([.integer(1), .number(.nan)]).readCSV()
        #expect(report.warnings == ["1 cell left blank, their number being infinite or none: Contracts!A3"])
    }

    @Test("has its problems in a file beside it, if there are any")
    func problems() async throws {
        let folder = TemporaryFolder()
        var sample = Sample([.text("C1")])
        sample.problems = [failed(row: 2, key: "=C1")]
        sample.problemCount = 3
        let report = try await sample.write(to: folder.file("out.csv"))
        #expect(report.files == [folder.file("out.csv"), folder.file("out.problems.csv")])
        #expect(try folder.names == ["out.csv", "out.problems.csv"])
        #expect(
            try String(contentsOfFile: folder.file("out.problems.csv"), encoding: .utf8)
                == """
                Sheet,Row,Rows,Enrichment,Key,Attempts,What went wrong\r
                Contracts,2,2,tether,'=C1,4,tether.discount: 503 for =C1\r
                … and 2 more\r

                """)
    }

    @Test("takes away the list of problems that an earlier one left")
    func staleProblems() async throws {
        let folder = TemporaryFolder()
        var sample = Sample([.text("C1")])
        sample.problems = [failed(row: 2, key: "C1")]
        try await sample.write(to: folder.file("out.csv"))
        sample.problems = []
        try await sample.write(to: folder.file("out.csv"))
        #expect(try folder.names == ["out.csv"])
    }

    @Test("says where each row lands", arguments: [(CSVHeader.title, 2), (.none, 1)])
    func position(_ header: CSVHeader, row: Int) async throws {
        var sample = Sample([])
        sample.csv.header = header
        let folder = TemporaryFolder()
        let writer = try await sample.writer(to: folder.file("out.csv"))
        #expect(await writer.position(ofRow: 0, on: 0).row == row)
        await writer.discard()
    }
}
