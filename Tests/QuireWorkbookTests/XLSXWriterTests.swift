import Foundation
import QuireModel
import QuireWorkbook
import Testing

@Test func smoke() async throws {
    var layout = SheetLayout(name: "Contracts", columns: [])
    var amount = ColumnLayout(id: "amount", title: "Amount")
    amount.format = .money
    amount.total = .sum
    layout.columns = [ColumnLayout(id: "sn", title: "Sn"), amount, ColumnLayout(id: "d", title: "Signed on")]
    let writer = try await XLSXWriter(path: "/tmp/smoke.xlsx", layout: layout)
    let date = try #require(CalendarDate("2026-01-31"))
    try await writer.write(
        RenderBatch(
            columnCount: 3, rowCount: 2,
            values: [.text("C1"), .number(12.5), .date(date), .text("合同 & <x>"), .integer(1_000_000), .null], problemCells: [4],
            links: [1: "https://example.com/a?b=c&d", 3: "mailto:a@b.c"]))
    let report = try await writer.finish(
        problems: [
            Problem(
                sheet: "Contracts", row: 3, rowCount: 1, enrichment: "tether", key: "C2", attempts: 4, message: "timed out")
        ], problemCount: 12)
    print(report)
}
