import QuireModel
import QuireTesting
import QuireWorkbook
import Testing

/// A rule over a column's values, and what stands in the sheet's part.
struct RuleCase: Sendable, CustomTestStringConvertible {
    var name: String
    var rule: Highlight.Rule
    var values: [Value]
    /// The `cfRule`, without its format and its priority.
    var written: String

    var testDescription: String { name }

    init(_ name: String, _ rule: Highlight.Rule, over values: [Value], _ written: String) {
        self.name = name
        self.rule = rule
        self.values = values
        self.written = written
    }

    private static let numbers: [Value] = [.integer(1), .number(-2.5)]
    private static let texts: [Value] = [.text("east"), .text("west")]
    private static let day = Value.date(CalendarDate(daysSinceEpoch: 20_484))
    private static let noon = Value.datetime(LocalDateTime(microseconds: 20_484 * 86_400_000_000 + 43_200_000_000))

    private static func cell(_ sign: String, _ formulas: String...) -> String {
        "<cfRule type=\"cellIs\" operator=\"\(sign)\">"
            + formulas.map { "<formula>\($0)</formula>" }.joined() + "</cfRule>"
    }

    private static func formula(_ text: String) -> String {
        "<cfRule type=\"expression\"><formula>\(text)</formula></cfRule>"
    }

    private static func contains(_ text: String, _ formula: String) -> String {
        "<cfRule type=\"containsText\" operator=\"containsText\" text=\"\(text)\"><formula>\(formula)</formula></cfRule>"
    }

    static let all = [
        RuleCase("less", .compare(.less, .integer(0)), over: numbers, cell("lessThan", "0")),
        RuleCase("at most", .compare(.atMost, .number(0.1)), over: numbers, cell("lessThanOrEqual", "0.1")),
        RuleCase("equal", .compare(.equal, .number(1e300)), over: numbers, cell("equal", "1E+300")),
        RuleCase("not equal", .compare(.notEqual, .number(-5)), over: numbers, cell("notEqual", "-5")),
        RuleCase("at least", .compare(.atLeast, .decimal("1.5")), over: numbers, cell("greaterThanOrEqual", "1.5")),
        RuleCase("greater", .compare(.greater, .integer(7)), over: numbers, cell("greaterThan", "7")),
        RuleCase("a date", .compare(.less, day), over: [day, noon], cell("lessThan", "46053")),
        RuleCase("a time", .compare(.less, noon), over: [day, noon], cell("lessThan", "46053.5")),
        RuleCase(
            "a date before Excel's calendar", .compare(.greater, .date(CalendarDate(daysSinceEpoch: -40_000))),
            over: [day], cell("greaterThan", "-14431")),
        RuleCase(
            "text", .compare(.equal, .text("say \"<no>\" & go")), over: texts,
            cell("equal", "\"say \"\"&lt;no&gt;\"\" &amp; go\"")),
        RuleCase(
            "text like a formula", .compare(.equal, .text("=1+1")), over: texts, cell("equal", "\"=1+1\"")),
        RuleCase(
            "text longer than a literal", .compare(.equal, .text(String(repeating: "x", count: 300))), over: texts,
            cell("equal", "\"\(String(repeating: "x", count: 255))\"&amp;\"\(String(repeating: "x", count: 45))\"")),
        RuleCase(
            "text with a control character", .compare(.equal, .text("a\u{1}b")), over: texts, cell("equal", "\"ab\"")),
        RuleCase("a boolean", .compare(.equal, .boolean(true)), over: [.boolean(true)], cell("equal", "TRUE")),
        RuleCase("between", .between(.integer(1), .integer(5)), over: numbers, cell("between", "1", "5")),
        RuleCase(
            "between the greater and the less", .between(.integer(5), .integer(1)), over: numbers,
            cell("between", "1", "5")),
        RuleCase("between texts", .between(.text("a"), .text("b")), over: texts, cell("between", "\"a\"", "\"b\"")),
        // Blank cells count as 0, and text as more than any number, unless the rule says otherwise.
        RuleCase(
            "less than a number above 0, beside blanks", .compare(.less, .integer(5)), over: [.integer(1), .null],
            formula("AND(ISNUMBER(A2),A2&lt;5)")),
        RuleCase("less than 0, beside blanks", .compare(.less, .integer(0)), over: [.null], cell("lessThan", "0")),
        RuleCase(
            "equal to 0, beside blanks", .compare(.equal, .integer(0)), over: [.integer(1), .null],
            formula("AND(ISNUMBER(A2),A2=0)")),
        RuleCase(
            "greater, beside text", .compare(.greater, .integer(5)), over: [.integer(1), .text("n/a")],
            formula("AND(ISNUMBER(A2),A2&gt;5)")),
        RuleCase(
            "less, beside text", .compare(.less, .integer(5)), over: [.integer(1), .text("n/a")], cell("lessThan", "5")),
        RuleCase(
            "between, beside text and blanks", .between(.integer(-1), .integer(5)),
            over: [.integer(1), .text("n/a"), .null], formula("AND(ISNUMBER(A2),A2&gt;=-1,A2&lt;=5)")),
        RuleCase(
            "not the text, beside blanks", .compare(.notEqual, .text("paid")), over: [.text("paid"), .null],
            formula("AND(ISTEXT(A2),A2&lt;&gt;\"paid\")")),
        RuleCase(
            "false, beside blanks", .compare(.equal, .boolean(false)), over: [.boolean(false), .null],
            formula("AND(ISLOGICAL(A2),A2=FALSE)")),
        RuleCase(
            "contains", .contains("ea & b"), over: texts,
            contains("ea &amp; b", "NOT(ISERROR(SEARCH(\"ea &amp; b\",A2)))")),
        RuleCase(
            "contains the longest that the library writes whole", .contains(String(repeating: "x", count: 36)),
            over: texts,
            contains(
                String(repeating: "x", count: 36),
                "NOT(ISERROR(SEARCH(\"\(String(repeating: "x", count: 36))\",A2)))")),
        RuleCase(
            "contains a longer text", .contains(String(repeating: "x", count: 37)), over: texts,
            formula("NOT(ISERROR(SEARCH(\"\(String(repeating: "x", count: 37))\",A2)))")),
        RuleCase(
            "contains wildcards and quotes", .contains("~a*?\""), over: texts,
            formula("NOT(ISERROR(SEARCH(\"~~a~*~?\"\"\",A2)))")),
        RuleCase(
            "contains what begins with =", .contains("=1"), over: texts, formula("NOT(ISERROR(SEARCH(\"=1\",A2)))")),
        RuleCase(
            "blank", .blank, over: [.null],
            "<cfRule type=\"containsBlanks\"><formula>LEN(TRIM(A2))=0</formula></cfRule>"),
        RuleCase(
            "not blank", .notBlank, over: [.null],
            "<cfRule type=\"notContainsBlanks\"><formula>LEN(TRIM(A2))&gt;0</formula></cfRule>"),
        RuleCase("duplicates", .duplicates, over: texts, "<cfRule type=\"duplicateValues\"/>"),
        RuleCase("top 10", .top(10), over: numbers, "<cfRule type=\"top10\" rank=\"10\"/>"),
        RuleCase("top 1", .top(1), over: numbers, "<cfRule type=\"top10\" rank=\"1\"/>"),
        RuleCase(
            "top 3", .top(3), over: numbers, cell("greaterThanOrEqual", "LARGE($A$2:$A$3,MIN(3,COUNT($A$2:$A$3)))")),
        RuleCase(
            "top 3, beside blanks", .top(3), over: [.integer(1), .null],
            formula("AND(ISNUMBER(A2),A2&gt;=LARGE($A$2:$A$3,MIN(3,COUNT($A$2:$A$3))))")),
        RuleCase(
            "a scale of two", .colorScale([Color(rgb: 0), Color(rgb: 0x63BE7B)]), over: numbers,
            "<cfRule type=\"colorScale\"><colorScale><cfvo type=\"min\" val=\"0\"/><cfvo type=\"max\" val=\"0\"/>"
                + "<color rgb=\"FF000000\"/><color rgb=\"FF63BE7B\"/></colorScale></cfRule>"),
        RuleCase(
            "a scale of three", .colorScale([Color(rgb: 0xFF0000), Color(rgb: 0xFFFFFF), Color(rgb: 0x008000)]),
            over: numbers,
            "<cfRule type=\"colorScale\"><colorScale><cfvo type=\"min\" val=\"0\"/>"
                + "<cfvo type=\"percentile\" val=\"50\"/><cfvo type=\"max\" val=\"0\"/><color rgb=\"FFFF0000\"/>"
                + "<color rgb=\"FFFFFFFF\"/><color rgb=\"FF008000\"/></colorScale></cfRule>"),
        RuleCase("arrows", .icons(.arrows), over: numbers, icons(" iconSet=\"3Arrows\"", [0, 33, 67])),
        RuleCase("traffic lights", .icons(.trafficLights), over: numbers, icons("", [0, 33, 67])),
        RuleCase("flags", .icons(.flags), over: numbers, icons(" iconSet=\"3Flags\"", [0, 33, 67])),
        RuleCase("ratings", .icons(.ratings), over: numbers, icons(" iconSet=\"5Rating\"", [0, 20, 40, 60, 80])),
    ]

    private static func icons(_ set: String, _ limits: [Int]) -> String {
        "<cfRule type=\"iconSet\"><iconSet\(set)>"
            + limits.map { "<cfvo type=\"percent\" val=\"\($0)\"/>" }.joined() + "</iconSet></cfRule>"
    }
}

@Suite("Highlights in xlsx")
struct HighlightTests {
    static func sample(_ highlights: [Highlight], over values: [Value], format: CellFormat = .general) -> Sample {
        var sample = Sample(columns: [
            column("Value") {
                $0.highlights = highlights
                $0.format = format
            }
        ])
        sample.add(values.map { [$0] })
        return sample
    }

    static var red: CellStyle {
        var style = CellStyle()
        style.color = Color(rgb: 0x9C0006)
        style.background = Color(rgb: 0xFFC7CE)
        return style
    }

    @Test("are rules of the spreadsheet's own", arguments: RuleCase.all)
    func rule(_ example: RuleCase) async throws {
        let folder = TemporaryFolder()
        try await Self.sample([Highlight(example.rule, style: Self.red)], over: example.values)
            .write(to: folder.file("a.xlsx"))
        let rules = try WorkbookParts(folder.file("a.xlsx")).elements("cfRule", ofSheet: 1)
        #expect(rules.map { $0.replacing(#/ (dxfId|priority)="[0-9]+"/#, with: "") } == [example.written])
    }

    @Test("cover the rows of their columns in each part, the first before the others")
    func ranges() async throws {
        var sample = Sample(columns: [
            column("Sn"),
            column("Amount") {
                $0.total = .sum
                $0.highlights = [
                    Highlight(.compare(.less, .integer(0)), style: Self.red), Highlight(.dataBar(Color(rgb: 0x63C384))),
                ]
            },
        ])
        sample.layout.heading = "Contracts"
        sample.options.rowLimit = 10
        sample.add((0..<11).map { [.text("C\($0)"), .integer($0)] })
        let folder = TemporaryFolder()
        try await sample.write(to: folder.file("a.xlsx"))
        let parts = WorkbookParts(folder.file("a.xlsx"))
        let first = try parts.elements("conditionalFormatting", ofSheet: 1)
        #expect(first.count == 1)
        #expect(first[0].contains("<conditionalFormatting sqref=\"B3:B10\">"))
        #expect(first[0].contains("type=\"cellIs\" dxfId=\"0\" priority=\"1\""))
        #expect(first[0].contains("type=\"dataBar\" priority=\"2\""))
        #expect(try parts.elements("conditionalFormatting", ofSheet: 2)[0].contains("sqref=\"B3:B5\""))
        #expect(try parts.sheet(1).contains("<xm:sqref>B3:B10</xm:sqref>"))
    }

    @Test("of a sheet without rows are none")
    func noRows() async throws {
        var sample = Self.sample([Highlight(.blank, style: Self.red), Highlight(.icons(.arrows))], over: [])
        sample.layout.columns[0].choices = [.text("a")]
        let folder = TemporaryFolder()
        try await sample.write(to: folder.file("a.xlsx"))
        let parts = WorkbookParts(folder.file("a.xlsx"))
        #expect(try parts.elements("conditionalFormatting", ofSheet: 1) == [])
        #expect(try parts.elements("dataValidation", ofSheet: 1) == [])
    }

    @Test("have each look once in the workbook")
    func formats() async throws {
        var bold = CellStyle()
        bold.bold = true
        bold.color = Color(rgb: 0)
        let rules: [Highlight] = [
            Highlight(.blank, style: Self.red), Highlight(.duplicates, style: bold),
            Highlight(.compare(.less, .integer(0)), style: Self.red),
        ]
        let folder = TemporaryFolder()
        try await Self.sample(rules, over: [.integer(1)]).write(to: folder.file("a.xlsx"))
        let parts = WorkbookParts(folder.file("a.xlsx"))
        #expect(
            try WorkbookParts.elements("dxfs", in: parts.text("xl/styles.xml")) == [
                "<dxfs count=\"2\"><dxf><font><color rgb=\"FF9C0006\"/></font>"
                    + "<fill><patternFill><bgColor rgb=\"FFFFC7CE\"/></patternFill></fill></dxf>"
                    + "<dxf><font><b/><color rgb=\"FF000000\"/></font></dxf></dxfs>"
            ])
        let used = try parts.elements("cfRule", ofSheet: 1).map { $0.firstMatch(of: /dxfId="([0-9]+)"/)?.1 }
        #expect(used == ["0", "1", "0"])
    }

    @Test("of numbers in a column of text are warned of")
    func untyped() async throws {
        let rules = [Highlight(.compare(.less, .integer(0)), style: Self.red)]
        let (_, report) = try await Self.sample(rules, over: [.text("-1"), .text("2")]).read()
        #expect(
            report.warnings == [
                "a highlight of 'Value' finds no number or date in it: give the field a type under 'fields' of the source"
            ])
        #expect(try await Self.sample(rules, over: [.null]).read().report.warnings == [])
        #expect(try await Self.sample(rules, over: [.text("n/a"), .integer(1)]).read().report.warnings == [])
    }

    @Test("with icons leave room for them")
    func iconWidth() async throws {
        func width(_ rules: [Highlight]) async throws -> Double {
            try await Self.sample(rules, over: [.integer(12_345_678)], format: .money).read().book.sheets[0].columns[0]
                .width
        }
        #expect(try await width([Highlight(.icons(.flags))]) == width([]) + 3)
    }

    @Test("are data bars that begin at 0")
    func dataBar() async throws {
        let folder = TemporaryFolder()
        try await Self.sample([Highlight(.dataBar(Color(rgb: 0x008000)))], over: [.integer(1)])
            .write(to: folder.file("a.xlsx"))
        let sheet = try WorkbookParts(folder.file("a.xlsx")).sheet(1)
        #expect(sheet.contains("<color rgb=\"FF008000\"/></dataBar>"))
        #expect(sheet.contains("<x14:cfvo type=\"autoMin\"/><x14:cfvo type=\"autoMax\"/>"))
    }
}
