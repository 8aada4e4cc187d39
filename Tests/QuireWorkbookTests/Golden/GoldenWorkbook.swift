import QuireModel
import QuireWorkbook
import Testing

/// A small workbook whose parts are kept in `expected/NAME.txt`.
struct GoldenWorkbook: Sendable, CustomTestStringConvertible {
    struct Sheet: Sendable {
        var layout: SheetLayout
        var place = SheetPlace(sheet: 0)
        var rows: [[Value]] = []
        /// By index into the rows' values.
        var links: [Int: String] = [:]
    }

    var name: String
    /// In the order in which they are begun.
    var sheets: [Sheet]
    var rowLimit = WorkbookOptions.excelRowLimit

    static let all = furniture + columns + charts + structure

    var testDescription: String { name }

    @discardableResult
    func write(to path: String) async throws -> WrittenReport {
        var options = WorkbookOptions()
        options.created = LocalDateTime(microseconds: 1_767_225_600_000_000)
        options.rowLimit = rowLimit
        let writer = try await XLSXWriter(path: path, options: options)
        for sheet in sheets { _ = try await writer.begin(sheet.layout, at: sheet.place) }
        for (number, sheet) in sheets.enumerated() {
            let batch = RenderBatch(
                columnCount: sheet.layout.columns.count, rowCount: sheet.rows.count, values: sheet.rows.flatMap { $0 },
                links: sheet.links)
            try await writer.write(batch, to: number)
        }
        return try await writer.finish(problems: [], problemCount: 0)
    }
}

extension GoldenWorkbook {
    /// A workbook of one sheet of contracts: a text, a money column and a date.
    static func contracts(_ name: String, rowLimit: Int? = nil, _ change: (inout SheetLayout) -> Void) -> GoldenWorkbook
    {
        var layout = SheetLayout(
            name: "Contracts",
            columns: [
                column("Customer"), column("Amount") { $0.format = .money }, column("Signed") { $0.format = .date },
            ])
        change(&layout)
        var book = GoldenWorkbook(name: name, sheets: [Sheet(layout: layout, rows: contractRows(layout.columns.count))])
        if let rowLimit { book.rowLimit = rowLimit }
        return book
    }

    static func contractRows(_ columnCount: Int = 3) -> [[Value]] {
        let rows: [[Value]] = [
            [.text("Acme"), .number(1200.5), day("2026-01-05"), .integer(3)],
            [.text("Birch & Co"), .number(860), day("2026-01-19"), .integer(5)],
            [.text("Cobalt"), .number(2310.25), day("2026-02-02"), .integer(2)],
            [.text("Dune"), .number(415), day("2026-02-16"), .integer(8)],
        ]
        return rows.map { Array($0.prefix(columnCount)) }
    }

    /// A workbook with one chart over months.
    static func months(_ name: String, _ kind: ChartLayout.Kind, _ change: (inout ChartLayout) -> Void = { _ in })
        -> GoldenWorkbook
    {
        var layout = SheetLayout(
            name: "By month",
            columns: [
                column("Month"), column("Ours") { $0.format = .money }, column("Theirs") { $0.format = .money },
                column("First") { $0.format = .date }, column("Share") { $0.format = .percent },
            ])
        var chart = ChartLayout(kind: kind, values: [1, 2])
        chart.title = "Discounts by month"
        chart.categories = 0
        change(&chart)
        layout.charts = [chart]
        return GoldenWorkbook(name: name, sheets: [Sheet(layout: layout, rows: monthRows)])
    }

    static let monthRows: [[Value]] = [
        [.text("January"), .number(1200.5), .number(900), day("2026-01-01"), .number(0.12)],
        [.text("February"), .number(860), .number(1410), day("2026-02-01"), .number(0.31)],
        [.text("March"), .number(2310.25), .number(1105.5), day("2026-03-01"), .number(0.27)],
        [.text("April"), .number(1415), .number(640), day("2026-04-01"), .number(0.3)],
    ]
}
