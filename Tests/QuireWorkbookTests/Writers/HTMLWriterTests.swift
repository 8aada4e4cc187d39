import Foundation
import QuireModel
import QuireTesting
import QuireWorkbook
import Testing

@Suite("A page of sheets")
struct HTMLWriterTests {
    /// The lines of its rows.
    private func rows(_ sample: Sample) async throws -> [String] {
        try await sample.readText("out.html").text.split(separator: "\n").map(String.init).filter {
            $0.hasPrefix("<tr")
        }
    }

    @Test(
        "shows values as a spreadsheet would",
        arguments: [
            (.null, .general, "<td></td>"),
            (.text("\u{FFFE}a\u{EFFF}\u{FFFD}\u{FFFF}"), .general, "<td>a\u{EFFF}\u{FFFD}</td>"),
            (.text("<b>&'\"\u{1}x"), .general, "<td>&lt;b&gt;&amp;&#39;&quot;x</td>"),
            (.text("=1+1"), .general, "<td>=1+1</td>"), (.text("_x0041_"), .general, "<td>_x0041_</td>"),
            (.text("a\nb"), .text, "<td>a\nb</td>"), (.integer(1234), .general, "<td class=\"n\">1234</td>"),
            (.integer(-1234), .integer, "<td>-1,234</td>"), (.integer(.max), .integer, "<td>9223372036854775807</td>"),
            (.number(1234.005), .money, "<td>1,234.01</td>"), (.number(0.256), .percent, "<td>25.60%</td>"),
            (.number(.nan), .money, "<td></td>"),
            (.decimal("0.12345678901234567"), .money, "<td>0.12345678901234567</td>"),
            (.boolean(true), .general, "<td class=\"b\">TRUE</td>"),
            (day("2026-01-31"), .general, "<td class=\"n\">2026-01-31</td>"),
            (day("1812-06-24"), .date, "<td>1812-06-24</td>"),
            (.text("2026-01-31"), .code("d. mmm yyyy"), "<td>31. Jan 2026</td>"),
            (.number(-2), .code("0.0;[Red]-0.0"), "<td class=\"cff0000\">-2.0</td>"),
            (.interval(1.5), .general, "<td class=\"n\">36:00:00</td>"),
            (.text("a"), .code("0;0;0;\"<\"@\">\""), "<td>&lt;a&gt;</td>"),
        ] as [(Value, CellFormat, String)])
    func value(_ value: Value, format: CellFormat, cell: String) async throws {
        let text = try await Sample([value], format: format).readText("out.html").text
        #expect(text.contains("<tr>\(cell)</tr>"))
    }

    @Test("is whole in itself")
    func selfContained() async throws {
        var sample = Sample([.text("a")])
        sample.options.title = "Q & A </title>"
        sample.options.created = LocalDateTime(microseconds: 1_700_000_000_000_000)
        sample.options.localTime = { LocalDateTime(microseconds: $0.microseconds + 28_800_000_000) }
        sample.layout.heading = "For <all>"
        let text = try await sample.readText("out.html").text
        #expect(text.hasPrefix("<!DOCTYPE html>\n") && text.hasSuffix("</html>\n"))
        #expect(text.contains("<title>Q &amp; A &lt;/title&gt;</title>"))
        #expect(text.contains("<h1>Q &amp; A &lt;/title&gt;</h1>"))
        #expect(text.contains("2023-11-15 06:13</time> · 1 row</p>"))
        #expect(text.contains("<p class=\"heading\">For &lt;all&gt;</p>"))
        for resource in ["<script", "src=", "url(", "@import", "<link"] { #expect(!text.contains(resource)) }
    }

    @Test("leaves hidden columns out, and has what columns say of themselves")
    func columns() async throws {
        var sample = Sample(columns: [
            column("Secret") { $0.isHidden = true }, column("A&B") { $0.note = "how \"many\"" },
            column("N") { ($0.format, $0.empty) = (.money, "n/a") },
            column("Look") {
                ($0.style.align, $0.style.bold, $0.style.wrap, $0.width) = (.center, true, true, 20)
                ($0.style.color, $0.style.background) = (Color("navy"), Color("#FFEEDD"))
            },
        ])
        sample.layout.isBanded = true
        sample.layout.headerStyle.background = Color("black")
        (sample.layout.print.paper, sample.layout.print.orientation) = (.a4, .landscape)
        sample.add([[.text("x"), .text("y"), .null, .integer(1)]])
        let text = try await sample.readText("out.html").text
        #expect(
            text.contains(
                "<tr><th scope=\"col\" title=\"how &quot;many&quot;\"><span>A&amp;B</span></th><th scope=\"col\">N</th>"
                    + "<th scope=\"col\">Look</th></tr>"))
        #expect(text.contains("<tr><td>y</td><td>n/a</td><td>1</td></tr>"))
        for rule in [
            "#s1 :is(td,th):nth-child(2){text-align:right}", "#s1 :is(td,th):nth-child(3){text-align:center}",
            "#s1 tbody td:nth-child(3){font-weight:600;white-space:pre-wrap;color:#000080;background-color:#ffeedd;}",
            "min-width:min(20ch,60vw)", "#s1 tbody tr:nth-child(even){--ground:var(--band)}",
            "#s1 th{color:#ffffff;background-color:#000000;}", "@page s1{size:a4 landscape}\nbody{page:s1}",
        ] {
            #expect(text.contains(rule), "\(rule)")
        }
    }

    @Test("links to web pages and addresses alone")
    func links() async throws {
        var sample = Sample(columns: [column("A")])
        sample.add(
            [[.text("a&b")], [.integer(1)], [.text("c")], [.null]],
            links: [
                0: "https://example.com/?a=1&b=\"2\"", 1: "mailto:a@example.com", 2: "javascript:alert(1)",
                3: "http://x",
            ])
        let (text, report) = try await sample.readText("out.html")
        #expect(
            text.contains(
                "<td><a href=\"https://example.com/?a=1&amp;b=&quot;2&quot;\" rel=\"noopener noreferrer\">a&amp;b</a></td>"
            ))
        #expect(
            text.contains("<td class=\"n\"><a href=\"mailto:a@example.com\" rel=\"noopener noreferrer\">1</a></td>"))
        #expect(text.contains("<tr><td>c</td></tr>\n<tr><td></td></tr>"))
        #expect(!text.contains("javascript"))
        #expect(report.warnings.count == 1)
        #expect(report.warnings.first?.hasSuffix(": Contracts!A4") == true)
    }

    @Test("has totals as they come out, the label in the first column without one")
    func totals() async throws {
        var sample = Sample(columns: [
            column("Gone") { $0.isHidden = true }, column("Sn"),
            column("Sum") { ($0.format, $0.total) = (.money, .sum) },
            column("Mean") { ($0.format, $0.total) = (.integer, .average) }, column("Count") { $0.total = .count },
            column("Last") { $0.total = .max }, column("Big") { $0.total = .sum },
        ])
        sample.add([
            [.null, .text("a"), .number(1000.5), .integer(1), .text("x"), day("2026-01-31"), .integer(.max)],
            [.null, .text("b"), .number(0.25), .integer(2), .null, day("2026-01-30"), .integer(1)],
        ])
        let text = try await sample.readText("out.html").text
        #expect(
            text.contains(
                "<tfoot><tr><td>Total</td><td>1,000.75</td><td>1.50</td><td class=\"n\">1</td><td class=\"n\">2026-01-31</td>"
                    + "<td class=\"n\">9223372036854775808</td></tr></tfoot>"))
    }

    @Test("has all sheets in their order, and a list of them")
    func sheets() async throws {
        let folder = TemporaryFolder()
        let writer = try HTMLWriter(path: folder.file("out.html"))
        for (place, name) in [(2, "Third"), (0, "First <1>"), (1, "Second")] {
            _ = await writer.begin(SheetLayout(name: name, columns: [column("N")]), at: SheetPlace(sheet: place))
        }
        for row in 1...3 {
            for sheet in 0..<2 {
                let value = Value.text("\(sheet) \(row)")
                try await writer.write(RenderBatch(columnCount: 1, rowCount: 1, values: [value]), to: sheet)
            }
        }
        let report = try await writer.finish(problems: [], problemCount: 0)
        #expect(report.rows == 6)
        #expect(report.files == [folder.file("out.html")])
        let text = try String(contentsOfFile: folder.file("out.html"), encoding: .utf8)
        #expect(
            text.contains(
                """
                <nav aria-label="Sheets">
                <a href="#s2">First &lt;1&gt;<small>3 rows</small></a>
                <a href="#s3">Second<small>0 rows</small></a>
                <a href="#s1">Third<small>3 rows</small></a>
                </nav>
                """))
        let parts = [
            "<h2>First", "<td>1 1</td>", "<td>1 3</td>", "<h2>Second", "No rows", "<h2>Third", "<td>0 1</td>",
            "<td>0 3</td>",
        ]
        let places = parts.map { text.range(of: $0)?.lowerBound }
        #expect(places.allSatisfy { $0 != nil } && places.compactMap(\.self) == places.compactMap(\.self).sorted())
    }

    @Test("lists problems at its end, each with its row")
    func problems() async throws {
        var sample = Sample([.text("C1"), .null], format: .money)
        sample.batches[0].problemCells = [1]
        sample.problems = [failed(row: 3, key: "<C2>"), failed(row: 0, key: "C9")]
        sample.problemCount = 12
        let rows = try await rows(sample)
        #expect(rows[0] == "<tr><td>C1</td></tr>")
        #expect(rows[1] == "<tr id=\"s1r3\"><td class=\"p\"></td></tr>")
        #expect(
            rows[2]
                == "<tr><td>Contracts</td><td class=\"n\"><a href=\"#s1r3\">3</a></td><td class=\"n\">2</td><td>tether</td>"
                + "<td>&lt;C2&gt;</td><td class=\"n\">4</td><td>tether.discount: 503 for &lt;C2&gt;</td></tr>")
        #expect(rows[3].hasPrefix("<tr><td></td><td class=\"n\"></td>"))
        #expect(rows[4] == "<tr><td colspan=\"7\">… and 10 more</td></tr>")
        #expect(try await sample.readText("out.html").text.contains("<a href=\"#problems\">12 problems</a>"))
    }

    @Test(
        "is readable in the dark, whatever colours were chosen",
        arguments: ["navy", "black", "maroon", "#333333", "white", "yellow"])
    func dark(_ name: String) async throws {
        var sample = Sample([.text("a")])
        sample.layout.columns[0].style.color = Color(name)
        let text = try await sample.readText("out.html").text
        let dark = try #require(text.range(of: "@media (prefers-color-scheme:dark){\n"))
        let rule = try #require(text[dark.upperBound...].split(separator: "\n").first { $0.hasPrefix("#s1 tbody td") })
        let color = try #require(Color(String(rule.suffix(9).prefix(7))))
        // Of the brightest of its three channels at least.
        #expect([16, 8, 0].map { color.rgb >> $0 & 0xFF }.max() ?? 0 > 120)
    }
}
