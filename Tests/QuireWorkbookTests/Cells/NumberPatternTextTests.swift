import Foundation
import QuireModel
import QuireTesting
import QuireWorkbook
import Testing

@Suite("Numbers under a format code")
struct NumberPatternTextTests {
    static let codes = [
        "0", "0.00", "#,##0", "#,##0.00", "#,##0.00;[Red]-#,##0.00", "0%", "0.00%", "#", "0.0#", "00000", "#,##0,",
        "0.0,,\"M\"", "0.00E+00", "0E+0", "##0.0E+0", "0;(0)", "0.0;(0.0);\"none\"", "0;;", "\"CNY \"0.00",
        "[$€-407] #,##0.00",
        "[$$-409]#,##0.00", "0\\ \"pcs\"", "000-00-0000", "(000) 000-0000", "?0.0?", "0,000", "# ?/?", "# ??/??",
        "[<1]0.00;[>=1000]#,##0;0.0", "[Blue]0.0", "_(* #,##0.00_);_(* (#,##0.00);_(* \"-\"??_);_(@_)", ".00",
        "#,###.0",
        "0.000000000000000000",
    ]
    static let numbers: [Double] = [
        0, 1, -1, 0.5, -0.5, 2.5, 0.125, -0.004, 12.345, 99.995, 999.5, 1234.5, -1234.567, 1_234_567, 0.1 + 0.2,
        123_456_789.123, 1e-7, 9.996, 5_551_234_567, -0.05, 0.333333333333,
    ]

    @Test("are as LibreOffice shows them")
    func numbers() throws {
        try compare(Self.codes, Self.numbers)
    }

    static let momentCodes = [
        "yyyy-mm-dd", "yy/m/d", "d. mmmm yyyy", "ddd d mmm", "dddd, mmmm d", "hh:mm", "h:mm AM/PM", "hh:mm:ss", "mm:ss",
        "m/d/yyyy h:mm",
        "[h]:mm:ss", "[mm]:ss", "[s]", "hh:mm:ss.000", "yyyy\"年\"m\"月\"d\"日\"", "mmmmm", "d.m.yyyy",
        "yyyy-mm-dd\\Thh:mm:ss",
        "ss.00", "h \"o'clock\"",
    ]
    static let moments: [Double] = [
        46_053, 46_053.5, 46_295.520_833_333_33, 61, 0.25, 0.999_9, 1.5, 46_053.999_988_425_9, 44_196.000_011_574_1,
    ]

    @Test("are moments as LibreOffice shows them")
    func moments() throws { try compare(Self.momentCodes, Self.moments) }

    @Test(
        "are as Excel shows them",
        arguments: [
            ("General", 0, "0"), ("General", -0.0, "0"), ("General", 1234.5, "1234.5"), ("General", -1.5, "-1.5"),
            ("General", 0.1 + 0.2, "0.3"), ("General", 1.0 / 3, "0.333333333"),
            ("General", 1234567.891234, "1234567.891"),
            ("General", 12_345_678_901.6, "12345678902"), ("General", 1.5e300, "1.5E+300"),
            ("General", 1e-7, "0.0000001"),
            ("General", 1.23456789e-7, "1.23457E-07"), ("General", 123_456_789_012, "123456789012"),
            ("General", 9_007_199_254_740_991, "9007199254740991"), ("General", 99_999_999_999.9, "100000000000"),
            ("General", 1.5e17, "1.5E+17"),
            ("", 5, "5"), ("General\" t\"", 5, "5 t"), ("@", 2.5, "2.5"), ("0%", 1.005, "101%"),
            ("0.00", 1.005, "1.01"),
            ("0.00", -0.004, "0.00"), ("0.00", 2.675, "2.68"), ("#.##", 0, "."), ("#.##", 1, "1."),
            ("# ?/8", 0.5, " 4/8"),
            ("# ?/8", 2.25, "2 2/8"), ("#,##0", 9_007_199_254_740_991, "9,007,199,254,740,991"), (";;;", 5, ""),
            ("[>100]\"much\";\"little\"", 5, "little"), ("[>100]\"much\";\"little\"", 101, "much"),
            ("0\"h\" 00\"min\"", 1230, "12h 30min"), ("yyyy-mm-dd", -1, "-1"), ("上午/下午h:mm", 0.75, "下午6:00"),
            ("aaa", 46_053, "Sat"), ("A/P", 0.25, "A"), ("[h]:mm", -1.5, "-36:00"),
        ] as [(String, Double, String)])
    func excel(_ code: String, number: Double, shown: String) {
        #expect(NumberPattern(code).text(number).text == shown)
    }

    @Test(
        "have the colour of their section",
        arguments: [(1, nil), (-1, 0xFF0000), (0, nil)] as [(Double, UInt32?)])
    func color(_ number: Double, rgb: UInt32?) {
        #expect(NumberPattern("0.00;[Red]-0.00").text(number).color?.rgb == rgb)
    }

    @Test(
        "leave text as it is, but for their section of text",
        arguments: [
            ("0.00", "a"), ("@", "a"), ("0;0;0;\"<\"@\">\"", "<a>"), ("0.0;@\" kg\"", "a kg"), (";;;", ""),
            ("General", "a"),
        ])
    func text(_ code: String, shown: String) {
        #expect(NumberPattern(code).text("a").text == shown)
    }

    @Test(
        "may be any code",
        arguments: [
            "[", "\"", "\\", "_", "*", "[$", ";;;;;;", "0.0.0", "E+", "0E+", "/", "?/", "%%", ",", "[>x]0", "[h", ".",
        ])
    func broken(_ code: String) {
        for number in [0, -1.5, 1e300, -1e-300, 1_234_567.891] { _ = NumberPattern(code).text(number) }
        _ = NumberPattern(code).text("a")
    }

    /// One column of numbers, each with a code of its own.
    private static let script = """
        import json, sys, openpyxl
        book = openpyxl.Workbook()
        for row, (code, number) in enumerate(json.loads(sys.argv[1]), 1):
            cell = book.active.cell(row=row, column=1, value=number)
            cell.number_format = code
        book.active.column_dimensions["A"].width = 60
        book.save(sys.argv[2])
        """

    private func compare(_ codes: [String], _ numbers: [Double]) throws {
        let cells = codes.flatMap { code in numbers.map { (code, $0) } }
        let folder = TemporaryFolder()
        let json = JSON.array(cells.map { .array([.string($0.0), .number($0.1)]) }).text
        _ = try ToolOutput.of("/usr/bin/python3", ["-c", Self.script, json, folder.file("codes.xlsx")])
        try LibreOffice.convertToCSV(folder.file("codes.xlsx"), into: folder)
        let lines = try String(contentsOfFile: folder.file("codes.csv"), encoding: .utf8)
            .split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        try #require(lines.count == cells.count)
        for ((code, number), line) in zip(cells, lines) {
            let shown = line.hasPrefix("\"") ? line.dropFirst().dropLast().replacing("\"\"", with: "\"") : line
            // It does not take a fraction of so large a number.
            if shown == "#FMT" { continue }
            #expect(NumberPattern(code).text(number).text == shown, "\(code) of \(number)")
        }
    }
}
