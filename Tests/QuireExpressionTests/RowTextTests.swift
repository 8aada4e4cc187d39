import QuireModel
import Testing

@testable import QuireExpression

struct RowTextTests {
    @Test(
        "Dates and times are written as they describe themselves",
        arguments: [
            "2026-01-31 12:30:05.25", "0000-01-01 00:00:00", "9999-12-31 23:59:59.999999", "1969-12-31 23:59:59.1",
            "2024-02-29 00:00:00.000001", "2026-10-10 10:10:10.100000", "1600-03-01 09:08:07",
        ])
    func sameAsDescription(_ text: String) throws {
        let moment = try #require(LocalDateTime.parse(text)?.moment)
        let room = RowText(capacity: 100)
        let written = [room.append(moment.date), room.append(moment.time), room.append(moment)]
        #expect(
            written.map { $0.map { String(decoding: $0, as: UTF8.self) } }
                == [moment.date.description, moment.time.description, moment.description])
    }

    @Test func `years beyond four digits are left to their description`() throws {
        let date = try #require(CalendarDate(year: 12_026, month: 1, day: 1))
        #expect(RowText(capacity: 100).append(date) == nil)
        let scope = ExpressionScope(fields: [FieldShape("day", .date)])
        let rows = RowBatch(fields: scope.fields ?? [], firstRow: 0, values: [.date(date)], rowCount: 1)
        let compiled = try CompiledExpression(ExpressionSyntax(ExpressionText("day || ''")), in: scope)
        #expect(try compiled.evaluate(EnrichedBatch(rows: rows, enrichments: []), row: 0) == .text("12026-01-01"))
    }

    @Test func `texts that do not fit beside each other are bound all the same`() throws {
        let scope = ExpressionScope(fields: [FieldShape("a", .text), FieldShape("b", .text), FieldShape("c", .date)])
        let long = String(repeating: "a", count: 1000)
        let longer = String(repeating: "b", count: 5000)
        let rows = RowBatch(
            fields: scope.fields ?? [], firstRow: 0,
            values: [
                .text(long), .text(longer), .date(CalendarDate(daysSinceEpoch: 0)), .text(longer), .text(long), .null,
            ], rowCount: 2)
        let batch = EnrichedBatch(rows: rows, enrichments: [])
        let compiled = try CompiledExpression(
            ExpressionSyntax(ExpressionText("a || b || coalesce(c, '') || a")), in: scope)
        #expect(try compiled.evaluate(batch, row: 0) == .text(long + longer + "1970-01-01" + long))
        #expect(try compiled.evaluate(batch, row: 1) == .text(longer + long + longer))
    }
}
