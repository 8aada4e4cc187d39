import GRDBSQLite
import QuireExpression
import QuireModel
import Testing

/// Serialized: SQLite counts memory for the whole process.
@Suite(.serialized)
struct BoundTests {
    /// Codes of the diagnostics, and the most memory that SQLite held.
    private func codes(_ text: String, in scope: ExpressionScope = ExampleRow.scope) -> (codes: [String], memory: Int64)
    {
        let before = sqlite3_memory_used()
        _ = sqlite3_memory_highwater(1)
        func codes() -> [String] {
            do throws(DiagnosticError) {
                let compiled = try CompiledExpression(ExpressionSyntax(ExpressionText(text)), in: scope)
                _ = try compiled.evaluate(ExampleRow.batch, row: 0)
                return []
            } catch {
                return error.diagnostics.map(\.code)
            }
        }
        let found = codes()
        return (found, sqlite3_memory_highwater(0) - before)
    }

    @Test(
        "What would be huge is refused with little memory",
        arguments: [
            ("zeroblob(1e12)", "expression-failed"), ("zeroblob(1000001)", "expression-failed"),
            ("hex(zeroblob(900000))", "expression-failed"),
            ("replace(hex(zeroblob(400000)), '0', long)", "expression-failed"),
            (
                String(repeating: "(", count: 10_000) + "1" + String(repeating: ")", count: 10_000),
                "expression-too-large"
            ),
            (String(repeating: "(", count: 10_000), "expression-syntax"),
            (
                String(repeating: "abs(", count: 2_000) + "1" + String(repeating: ")", count: 2_000),
                "expression-too-large"
            ),
            (String(repeating: "1+", count: 5_000) + "1", "expression-too-large"),
            (
                Array(repeating: "length(printf('%999999d', count))", count: 300).joined(separator: "+"),
                "expression-too-large"
            ),
            (
                "1 in (" + (0..<9).map { "printf('%900000d', count + \($0))" }.joined(separator: ",") + ")",
                "expression-too-large"
            ),
            (String(repeating: "- ", count: 9_000) + "1", "expression-too-large"),
            (String(repeating: "1", count: 1_000_000), "expression-too-large"),
            ("'" + String(repeating: "x", count: 1_000_000) + "'", "expression-too-large"),
            ("long like '" + String(repeating: "%长", count: 2_000) + "'", "expression-failed"),
            ("long glob '" + String(repeating: "*a", count: 2_000) + "'", "expression-failed"),
            (
                "json_extract(" + String(repeating: "json_array(", count: 400) + "1"
                    + String(repeating: ")", count: 400) + ",'$')", "expression-too-large"
            ),
            ("char(" + String(repeating: "1,", count: 200) + "1)", "expression-syntax"),
        ])
    func refused(_ text: String, _ code: String) {
        let found = codes(text)
        #expect(found.codes == [code])
        #expect(found.memory < 16_000_000)
    }

    @Test(
        "A width or precision beyond all measure makes null of the text",
        arguments: ["printf('%1000000000d', count)", "format('%.1000000000f', amount)", "printf('%*d', 2000000000, 1)"])
    func formats(_ text: String) {
        #expect(codes(text).memory < 16_000_000)
    }

    @Test func `a list as long as may be is bound, a longer one refused`() {
        var scope = ExampleRow.scope
        scope.parameters["many"] = .list((0..<10_000).map { .integer(Int64($0)) })
        #expect(codes("count in (:many)", in: scope).codes == [])
        scope.parameters["many"] = .list((0..<10_001).map { .integer(Int64($0)) })
        #expect(codes("count in (:many)", in: scope).codes == ["expression-too-large"])
    }

    @Test func `a value of a row longer than the bound fails that row`() throws {
        let scope = ExpressionScope(fields: [FieldShape("t", .text)])
        let compiled = try CompiledExpression(ExpressionSyntax(ExpressionText("length(t)")), in: scope)
        let lengths = [1_000_000, 1_000_001, 10]
        let values = lengths.map { Value.text(String(repeating: "x", count: $0)) }
        let batch = EnrichedBatch(
            rows: RowBatch(fields: scope.fields ?? [], firstRow: 0, values: values, rowCount: 3), enrichments: [])
        #expect(try compiled.evaluate(batch, row: 0) == .integer(1_000_000))
        #expect(throws: DiagnosticError.self) { try compiled.evaluate(batch, row: 1) }
        #expect(try compiled.evaluate(batch, row: 2) == .integer(10))
    }

    @Test func `a thousand rows leave no memory behind`() throws {
        let compiled = try CompiledExpression(
            ExpressionSyntax(ExpressionText("upper(sn) || long || signed_on || round(amount, 1)")), in: ExampleRow.scope
        )
        func evaluate(times: Int) throws {
            for _ in 0..<times { _ = try compiled.evaluate(ExampleRow.batch, row: 0) }
        }
        try evaluate(times: 10)
        let before = sqlite3_memory_used()
        try evaluate(times: 1000)
        #expect(sqlite3_memory_used() - before < 1_000_000)
    }
}
