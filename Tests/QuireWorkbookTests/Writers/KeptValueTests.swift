import Foundation
import QuireModel
import QuireTesting
import QuireWorkbook
import Testing

/// A value at the edge of what a spreadsheet holds, and the bytes that are written for it.
struct KeptCase: Sendable, CustomTestStringConvertible {
    var name: String
    var value: Value
    var format = CellFormat.general
    /// What the cell element holds; nil where there is no cell.
    var cell: String?
    /// The cell's type in the part; nil is a number.
    var type: String?
    var csv: String
    /// What the run says of it, in xlsx and in csv, up to the place.
    var warning: String?
    var csvWarning: String?

    var testDescription: String { name }

    static func number(_ name: String, _ value: Value, _ written: String, csv: String) -> KeptCase {
        KeptCase(name: name, value: value, cell: "<v>\(written)</v>", csv: csv)
    }

    static func text(
        _ name: String, _ value: Value, as format: CellFormat = .general, _ written: String, csv: String,
        warning: String? = nil, csvWarning: String? = nil
    ) -> KeptCase {
        let space = written.first?.isWhitespace == true || written.last?.isWhitespace == true
        return KeptCase(
            name: name, value: value, format: format,
            cell: "<is><t\(space ? " xml:space=\"preserve\"" : "")>\(written)</t></is>", type: "inlineStr", csv: csv,
            warning: warning, csvWarning: csvWarning)
    }

    private static func notFinite(_ name: String, _ value: Value, _ format: CellFormat = .general) -> KeptCase {
        let warning = "1 cell left blank, their number being infinite or none"
        return KeptCase(name: name, value: value, format: format, csv: "", warning: warning, csvWarning: warning)
    }

    private static let cut = "1 cell cut to the 32,767 characters that a cell holds"
    private static let cleaned = "1 cell freed of control characters, which a sheet cannot hold"
    private static let replaced = "1 cell with '\u{FFFD}', which stands for bytes that are no Unicode text"
    private static let long = String(repeating: "x", count: 32_767)
    private static let wide = String(repeating: "😀", count: 16_383)
    private static func moment(_ text: String) -> Value { .datetime(LocalDateTime.parse(text)!.moment) }
    private static func dayAfter9999(_ days: Int) -> Value { .date(CalendarDate(daysSinceEpoch: 2_932_896 + days)) }

    static let all: [KeptCase] = [
        // Length, in UTF-16 units.
        text("32,767 characters", .text(long), long, csv: long),
        text("32,768 characters", .text(long + "y"), long, csv: long + "y", warning: cut),
        text("32,767 units in 16,384 characters", .text(wide + "x"), wide + "x", csv: wide + "x"),
        text("32,768 units, the last two one character", .text(wide + "😀"), wide, csv: wide + "😀", warning: cut),
        // Control characters and noncharacters.
        text("control characters", .text("a\u{1}b\u{1F}"), "ab", csv: "a\u{1}b\u{1F}", warning: cleaned),
        text("a NUL", .text("a\0b"), "ab", csv: "a\0b", warning: cleaned),
        text("noncharacters", .text("a\u{FFFE}\u{FFFF}"), "a", csv: "a\u{FFFE}\u{FFFF}", warning: cleaned),
        text("DEL, which XML can hold", .text("a\u{7F}"), "a\u{7F}", csv: "a\u{7F}"),
        text("tab and line end", .text("a\tb\nc"), "a\tb\nc", csv: "\"a\tb\nc\""),
        text("a Windows line end", .text("a\r\nb"), "a\nb", csv: "\"a\r\nb\""),
        text("space around", .text(" a "), " a ", csv: " a "),
        text("markup", .text("<a> & \"b\""), "&lt;a&gt; &amp; \"b\"", csv: "\"<a> & \"\"b\"\"\""),
        text("what looks like an escape", .text("_x0041_"), "_x005F_x0041_", csv: "_x0041_"),
        text("what looks like a formula", .text("=1+1"), "=1+1", csv: "'=1+1"),
        text("what looks like a number", .text("007"), "007", csv: "007"),
        // Invalid Unicode, which has become U+FFFD once it is read.
        text(
            "replaced bytes", .text("a\u{FFFD}b"), "a\u{FFFD}b", csv: "a\u{FFFD}b", warning: replaced,
            csvWarning: replaced),
        text("other characters of the same first byte", .text("，\u{FFFC}"), "，\u{FFFC}", csv: "，\u{FFFC}"),
        // Integers.
        number("2^53", .integer(1 << 53), "9007199254740992", csv: "9007199254740992"),
        number("-2^53", .integer(-(1 << 53)), "-9007199254740992", csv: "-9007199254740992"),
        text("2^53 + 1", .integer(1 << 53 + 1), "9007199254740993", csv: "9007199254740993"),
        text("-2^53 - 1", .integer(-(1 << 53) - 1), as: .money, "-9007199254740993", csv: "-9007199254740993"),
        text("the least integer", .integer(.min), "-9223372036854775808", csv: "-9223372036854775808"),
        // Decimals.
        number("15 digits", .decimal("123456789.012345"), "123456789.012345", csv: "123456789.012345"),
        text("16 digits", .decimal("1234567890.123456"), as: .money, "1234567890.123456", csv: "1234567890.123456"),
        text(
            "15 digits past what a number holds", .decimal("1.5e400"), "1.5e400", csv: "1.5e400"),
        // Dates.
        text("the day before the first", day("1900-02-28"), "1900-02-28", csv: "1900-02-28"),
        text("long ago, as a date", .text("0001-01-01"), as: .date, "0001-01-01", csv: "0001-01-01"),
        text("a time long ago", moment("1899-12-31T12:30:00"), "1899-12-31 12:30:00", csv: "1899-12-31T12:30:00"),
        text("after the last", dayAfter9999(1), "10000-01-01", csv: "10000-01-01"),
        // Numbers that are none.
        notFinite("not a number", .number(.nan)), notFinite("infinity", .number(.infinity)),
        notFinite("minus infinity, as text", .number(-.infinity), .text),
        notFinite("an endless interval", .interval(.infinity)),
        notFinite("an endless interval as text", .interval(.infinity), .text),
    ]

    static let dates: [KeptCase] = [
        number("the first day", day("1900-03-01"), "61", csv: "1900-03-01"),
        number("the last day", dayAfter9999(0), "2958465", csv: "9999-12-31"),
    ]
}

@Suite("At the edges of a spreadsheet nothing is lost in silence")
struct KeptValueTests {
    @Test("in xlsx", arguments: KeptCase.all + KeptCase.dates)
    func xlsx(_ example: KeptCase) async throws {
        let folder = TemporaryFolder()
        let report = try await Sample([example.value], format: example.format).write(to: folder.file("a.xlsx"))
        let sheet = try WorkbookParts(folder.file("a.xlsx")).sheet(1)
        let cell = try WorkbookParts.elements("c", in: sheet).first { $0.hasPrefix("<c r=\"A2\"") }
        let content = cell?.firstMatch(of: #/^<c [^>]*>(.*)</c>$/#.dotMatchesNewlines())?.1
        #expect(content.map(String.init) == example.cell)
        #expect(cell?.firstMatch(of: #/^<c [^>]*t="([^"]*)"/#).map { String($0.1) } == example.type)
        #expect(report.warnings == [example.warning].compactMap(\.self).map { $0 + ": Contracts!A2" })
        // Whatever is in it, another program reads the workbook.
        _ = try Spreadsheet.read(folder.file("a.xlsx"))
    }

    @Test("in csv", arguments: KeptCase.all + KeptCase.dates)
    func csv(_ example: KeptCase) async throws {
        let folder = TemporaryFolder()
        let report = try await Sample([example.value], format: example.format).write(to: folder.file("a.csv"))
        let bytes = try Data(contentsOf: URL(filePath: folder.file("a.csv")))
        #expect(Array(bytes) == Array("Value\r\n\(example.csv)\r\n".utf8))
        #expect(report.warnings == [example.csvWarning].compactMap(\.self).map { $0 + ": Contracts!A2" })
    }

    @Test("and cells are counted, with the first places of each kind")
    func counted() async throws {
        var sample = Sample(columns: [column("A"), column("B")])
        sample.add((0..<5).map { _ in [.text("a\u{1}"), .number(.nan)] })
        let (_, report) = try await sample.read()
        #expect(
            report.warnings == [
                "5 cells left blank, their number being infinite or none: Contracts!B2, Contracts!B3, Contracts!B4, …",
                "5 cells freed of control characters, which a sheet cannot hold: Contracts!A2, Contracts!A3, Contracts!A4, …",
            ])
    }
}
