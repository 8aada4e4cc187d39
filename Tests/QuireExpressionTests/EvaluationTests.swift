import QuireExpression
import QuireModel
import Testing

struct EvaluationCase: Sendable, CustomTestStringConvertible {
    var text: String
    var value: Value

    init(_ text: String, _ value: Value) { (self.text, self.value) = (text, value) }

    var testDescription: String { text }
}

struct EvaluationTests {
    @Test(
        "An expression has the value that SQLite gives it",
        arguments: [
            EvaluationCase("1 + 2", .integer(3)),
            EvaluationCase("round(amount * tether.ours, 2)", .number(50.13)),
            EvaluationCase("coalesce(fx.rate, 1)", .integer(1)),
            EvaluationCase("strftime('%Y-%m', signed_on)", .text("2026-01")),
            EvaluationCase("case when tether.ours > 0.5 then 'major' else 'minor' end", .text("minor")),
            EvaluationCase("date(:today,'start of month','-1 month')", .text("2026-10-01")),
            EvaluationCase("count / 2", .integer(3)),
            EvaluationCase("paid + 1", .integer(2)),
            EvaluationCase("signed_on || ''", .text("2026-01-31")),
            EvaluationCase("changed_at || ''", .text("2026-01-31 12:30:05.25")),
            EvaluationCase("time(opens, '+1 hour')", .text("09:05:00")),
            EvaluationCase("took * 24", .number(36)),
            EvaluationCase("typeof(exact)", .text("real")),
            EvaluationCase("whole + 0", .integer(9_007_199_254_740_993)),
            EvaluationCase("missing is null", .integer(1)),
            EvaluationCase("missing || 'x'", .null),
            EvaluationCase("length(empty)", .integer(0)),
            EvaluationCase("length(long)", .integer(1000)),
            EvaluationCase("long || 'x' = 'x' || long", .integer(0)),
            EvaluationCase("hex(\"with\u{0}nul\" || '')", .text("610062")),
            EvaluationCase("sn in (:names)", .integer(1)),
            EvaluationCase("sn not in ( :names )", .integer(0)),
            EvaluationCase("sn in (:none)", .integer(0)),
            EvaluationCase("sn IN ('C1', :region)", .integer(1)),
            EvaluationCase(":region || :region", .text("easteast")),
            EvaluationCase("x'6162'", .text("6162")),
            EvaluationCase("1 = 1.0 and 'a' <> 'A' and 'a' = 'A' collate nocase", .integer(1)),
            EvaluationCase("cast(amount as integer)", .integer(200)),
            EvaluationCase("cast('1.5' as decimal(10,2)) + cast(sn as \"text\" )", .number(1.5)),
            EvaluationCase("sn like 'c%' and like('c%', sn) and not like('d%', sn)", .integer(1)),
            EvaluationCase("json_extract('{\"a\":[1,2]}', '$.a[1]') + ('{\"b\":3}' -> 'b')", .integer(5)),
            EvaluationCase("'[5,6]' ->> 1", .integer(6)),
            EvaluationCase("max(1, 5, 3)", .integer(5)),
            EvaluationCase("iif(true, 'yes', 'no')", .text("yes")),
            EvaluationCase("not false", .integer(1)),
            EvaluationCase("1e3 + .5 + 0x10 + 1.", .number(1017.5)),
            EvaluationCase("'it''s'", .text("it's")),
            EvaluationCase("missing is distinct from 1", .integer(1)),
            EvaluationCase("sqrt(16) + mod(7, 4)", .number(7)),
            EvaluationCase("1e308 * 10", .number(.infinity)),
            EvaluationCase("1 / 0", .null),
            EvaluationCase("case when count = 7 then 'ok' else abs(-9223372036854775808) end", .text("ok")),
            EvaluationCase("count between 1 and 10 and 3 << 1 = 6", .integer(1)),
            EvaluationCase("amount\n  *\n  2", .number(401)),
        ])
    func value(_ example: EvaluationCase) throws {
        #expect(try ExampleRow.evaluate(example.text) == example.value)
    }

    @Test(
        "Names in double quotes are fields, whatever characters they have",
        arguments: [
            EvaluationCase("\"Customer Name\" || '!'", .text("Acme!")),
            EvaluationCase("[Customer Name] || `Customer Name`", .text("AcmeAcme")),
            EvaluationCase("\"order\" + 1", .integer(43)),
            EvaluationCase("\"金额\" + 金额", .number(6)),
            EvaluationCase("key || \"key\"", .text("kk")),
            EvaluationCase("\"say \"\"hi\"\"\" || ''", .text("quoted")),
            EvaluationCase("tether.\"from\" || \"tether\".ours", .text("there0.25")),
            EvaluationCase("tether.from || ''", .text("there")),
            EvaluationCase("tether || ''", .text("a field of an enrichment's name")),
            EvaluationCase("A * 10 + a", .integer(12)),
            EvaluationCase("SN || Tether.OURS", .text("C10.25")),
        ])
    func quotedNames(_ example: EvaluationCase) throws {
        #expect(try ExampleRow.evaluate(example.text) == example.value)
    }

    @Test(
        "An expression that is one name keeps the value's type and passes SQLite by",
        arguments: [
            EvaluationCase("signed_on", .date(CalendarDate(year: 2026, month: 1, day: 31)!)),
            EvaluationCase(" paid ", .boolean(true)),
            EvaluationCase("\"Customer Name\"", .text("Acme")),
            EvaluationCase("tether.ours", .number(0.25)),
            EvaluationCase("exact", .decimal("12345678901234567.25")),
            EvaluationCase("fx.rate", .null),
        ])
    func plainReference(_ example: EvaluationCase) throws {
        let compiled = try CompiledExpression(ExpressionSyntax(ExpressionText(example.text)), in: ExampleRow.scope)
        #expect(compiled.plainSlot != nil)
        #expect(try compiled.evaluate(ExampleRow.batch, row: 0) == example.value)
    }

    @Test func `an expression without fields is evaluated when it is compiled`() throws {
        let compiled = try CompiledExpression(
            ExpressionSyntax(ExpressionText("strftime('%d', :today)")), in: ExampleRow.scope)
        #expect(compiled.constant == .text("23"))
        #expect(compiled.rowSlots.isEmpty)
    }

    @Test func `a parameter alone keeps its type`() throws {
        let today = try CompiledExpression(ExpressionSyntax(ExpressionText(":today")), in: ExampleRow.scope)
        #expect(today.constant == .date(CalendarDate(year: 2026, month: 11, day: 23)!))
    }

    @Test func `each slot is read once`() throws {
        let compiled = try CompiledExpression(
            ExpressionSyntax(ExpressionText("sn || amount || sn || tether.ours || AMOUNT")), in: ExampleRow.scope)
        #expect(compiled.rowSlots == [.field(0), .field(1), .enrichment(0, field: 0)])
    }

    @Test(
        "The word 'now' in data does not reach the clock",
        arguments: [
            "date(clock)", "datetime(clock, '+1 day')", "strftime('%s', clock)", "julianday(lower('NOW'))",
            "unixepoch(missing || clock)", "date(coalesce(missing, 'now'))",
        ])
    func clocklessData(_ text: String) throws {
        #expect(try ExampleRow.evaluate(text) == .null)
    }

    @Test(
        "A condition holds as in SQL",
        arguments: [
            ("missing", false), ("missing = 1", false), ("0", false), ("0.0", false), ("'0.5x'", true), ("'x1'", false),
            ("' -1'", true), ("'.'", false), ("amount > 1", true), ("paid", true), ("count", true), ("signed_on", true),
            ("empty", false), ("not paid", false), ("'-0.0'", false), ("'0e5'", false),
        ])
    func conditions(_ text: String, _ holds: Bool) throws {
        let compiled = try CompiledExpression(ExpressionSyntax(ExpressionText(text)), in: ExampleRow.scope)
        #expect(try compiled.holds(ExampleRow.batch, row: 0) == holds)
        let inSQL = try ExampleRow.evaluate("iif(\(text), 1, 0)")
        #expect(inSQL == .integer(holds ? 1 : 0))
    }

    @Test func `a row after one that failed is evaluated`() throws {
        let scope = ExpressionScope(fields: [FieldShape("n", .integer)])
        let compiled = try CompiledExpression(ExpressionSyntax(ExpressionText("abs(n)")), in: scope)
        let rows = RowBatch(
            fields: scope.fields ?? [], firstRow: 0, values: [.integer(.min), .integer(-3)], rowCount: 2)
        let batch = EnrichedBatch(rows: rows, enrichments: [])
        #expect(throws: DiagnosticError.self) { try compiled.evaluate(batch, row: 0) }
        #expect(try compiled.evaluate(batch, row: 1) == .integer(3))
    }

    @Test func `one expression may be evaluated on several threads`() async throws {
        let scope = ExpressionScope(fields: [FieldShape("n", .text)])
        let compiled = try CompiledExpression(ExpressionSyntax(ExpressionText("n || '!'")), in: scope)
        let values = (0..<500).map { Value.text("row \($0)") }
        let rows = RowBatch(fields: scope.fields ?? [], firstRow: 0, values: values, rowCount: values.count)
        let batch = EnrichedBatch(rows: rows, enrichments: [])
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    for row in values.indices {
                        let value = try compiled.evaluate(batch, row: row)
                        #expect(value == .text("row \(row)!"))
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
