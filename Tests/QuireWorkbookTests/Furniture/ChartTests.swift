import QuireModel
import QuireTesting
import QuireWorkbook
import Testing

@Suite("A chart on a sheet")
struct ChartTests {
    private static func sample(
        _ kind: ChartLayout.Kind = .column, rows: [[Value]], _ change: (inout ChartLayout) -> Void = { _ in }
    ) -> Sample {
        var sample = Sample(columns: [column("Name"), column("Amount") { $0.format = .money }])
        var chart = ChartLayout(kind: kind, values: [1])
        chart.categories = 0
        change(&chart)
        sample.layout.charts = [chart]
        sample.add(rows)
        return sample
    }

    private static func rows(_ count: Int) -> [[Value]] {
        (0..<count).map { [.text("N\($0)"), .number(Double($0) + 0.5)] }
    }

    @Test("shows the rows alone, not heading and totals")
    func ranges() async throws {
        var sample = Self.sample(rows: Self.rows(3))
        sample.layout.heading = "Names"
        sample.layout.columns[1].total = .sum
        let chart = try await Parts(sample)["xl/charts/chart1.xml"]
        #expect(chart.contains("<c:f>Contracts!$A$3:$A$5</c:f>"))
        #expect(chart.contains("<c:f>Contracts!$B$3:$B$5</c:f>"))
        #expect(chart.contains("<c:f>Contracts!$B$2</c:f>"))
    }

    @Test("holds the cells of up to 1,000 rows", arguments: [(1_000, true), (1_001, false)])
    func cache(rows: Int, isKept: Bool) async throws {
        var sample = Self.sample(rows: [])
        // In batches of other sizes than the limit.
        for start in stride(from: 0, to: rows, by: 300) {
            sample.add(Array(Self.rows(rows)[start..<min(start + 300, rows)]))
        }
        let chart = try await Parts(sample)["xl/charts/chart1.xml"]
        #expect(chart.contains(#"<c:pt idx="999"><c:v>N999</c:v></c:pt>"#) == isKept)
        #expect(chart.contains(#"<c:pt idx="999"><c:v>999.5</c:v></c:pt>"#) == isKept)
        #expect(chart.contains("<c:strRef><c:f>Contracts!$A$2:$A$\(rows + 1)</c:f>"))
    }

    @Test("leaves out what is no number, and keeps its place")
    func gaps() async throws {
        let rows: [[Value]] = [
            [.text("A"), .null], [.null, .number(2)], [.text("C"), .text("none")], [.integer(4), .number(4)],
        ]
        let chart = try await Parts(Self.sample(.line, rows: rows))["xl/charts/chart1.xml"]
        #expect(
            chart.contains(#"<c:ptCount val="4"/><c:pt idx="1"><c:v>2</c:v></c:pt><c:pt idx="3"><c:v>4</c:v></c:pt>"#))
        #expect(
            chart.contains(
                #"<c:ptCount val="4"/><c:pt idx="0"><c:v>A</c:v></c:pt><c:pt idx="2"><c:v>C</c:v></c:pt>"#
                    + #"<c:pt idx="3"><c:v>4</c:v></c:pt>"#))
    }

    @Test("begins at zero where lengths are compared, unless there is less", arguments: [(95.0, true), (-1.0, false)])
    func zero(least: Double, beginsAtZero: Bool) async throws {
        let rows: [[Value]] = [[.text("A"), .number(least)], [.text("B"), .number(98)]]
        let chart = try await Parts(Self.sample(.column, rows: rows))["xl/charts/chart1.xml"]
        #expect(chart.contains(#"<c:min val="0"/>"#) == beginsAtZero)
    }

    @Test(
        "has the column's format along its axis, without decimals that say nothing there",
        arguments: [
            (CellFormat.money, 1_200, "#,##0"), (.money, 5.5, "#,##0.00"), (.percent, 0.5, "0%"),
            (.percent, 0.05, "0.00%"),
            (.integer, 3, "#,##0"), (.code("0.0\" kg\""), 1_200, "0.0&quot; kg&quot;"),
        ])
    func format(format: CellFormat, number: Double, code: String) async throws {
        var sample = Self.sample(rows: [[.text("A"), .number(number)]])
        sample.layout.columns[1].format = format
        let chart = try await Parts(sample)["xl/charts/chart1.xml"]
        #expect(chart.contains(#"<c:numFmt formatCode="\#(code)" sourceLinked="0"/>"#))
    }

    @Test("is not there where there are no rows")
    func withoutRows() async throws {
        let parts = try await Parts(Self.sample(rows: []))
        #expect(!parts.names.contains { $0.hasPrefix("xl/charts") || $0.hasPrefix("xl/drawings") })
    }

    @Test("shows the first part of an overflowing sheet, with a warning")
    func overflow() async throws {
        var sample = Self.sample(rows: Self.rows(7))
        sample.options.rowLimit = 4
        let parts = try await Parts(sample)
        #expect(parts.names.filter { $0.hasPrefix("xl/charts/") } == ["xl/charts/chart1.xml"])
        #expect(parts["xl/charts/chart1.xml"].contains("<c:f>Contracts!$B$2:$B$4</c:f>"))
        #expect(
            parts.warnings == ["the charts of the sheet 'Contracts' show the 3 rows of its first part, of 7 in all"])
    }

    @Test("shows all rows where only the totals go on on another part")
    func totalsOverflow() async throws {
        var sample = Self.sample(rows: Self.rows(3))
        sample.options.rowLimit = 4
        sample.layout.columns[1].total = .sum
        #expect(try await Parts(sample).warnings == [])
    }

    @Test("shows hidden columns too", arguments: [0, 1])
    func hidden(column: Int) async throws {
        var sample = Self.sample(rows: Self.rows(2))
        sample.layout.columns[column].isHidden = true
        #expect(!(try await Parts(sample)["xl/charts/chart1.xml"].contains("<c:plotVisOnly")))
    }

    @Test("is as large as it is to be, below a header higher than other rows")
    func size() async throws {
        let sample = Self.sample(rows: Self.rows(2)) { chart in
            chart.anchor = ChartLayout.Anchor(row: 0, column: 4)
            chart.width = 128
            chart.height = 126
        }
        let drawing = try await Parts(sample)["xl/drawings/drawing1.xml"]
        // The header has 26 pixels, other rows 20; columns beside the sheet's 64.
        #expect(
            drawing.contains(
                "<xdr:to><xdr:col>6</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>6</xdr:row><xdr:rowOff>0</xdr:rowOff>"))
    }

    @Test("ends on the sheet, wherever it is to begin")
    func lastCell() async throws {
        let sample = Self.sample(rows: Self.rows(2)) { chart in
            chart.anchor = ChartLayout.Anchor(row: 1_048_575, column: 16_383)
            chart.width = 128
            chart.height = 40
        }
        let drawing = try await Parts(sample)["xl/drawings/drawing1.xml"]
        #expect(drawing.contains("<xdr:from><xdr:col>16381</xdr:col>"))
        #expect(
            drawing.contains("<xdr:to><xdr:col>16383</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>1048575</xdr:row>"))
    }

    @Test("and a table have room on the widest sheet")
    func widest() async throws {
        var sample = Sample(columns: (1...16_384).map { column("C\($0)") })
        sample.layout.isTable = true
        sample.layout.charts = [ChartLayout(kind: .column, values: [1])]
        sample.add([Array(repeating: .integer(1), count: 16_384)])
        let parts = try await Parts(sample)
        #expect(parts["xl/tables/table1.xml"].contains(#"ref="A1:XFD2""#))
        #expect(parts["xl/drawings/drawing1.xml"].contains("<xdr:to><xdr:col>16383</xdr:col>"))
    }
}
