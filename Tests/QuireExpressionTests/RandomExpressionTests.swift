import QuireExpression
import QuireModel
import Testing

/// The same numbers for the same seed.
private struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

struct RandomExpressionTests {
    private static let pieces = [
        "sn", "amount", "count", "tether.ours", "fx.rate", ":today", ":names", "\"order\"", "金额", "'text'", "'now'",
        "1",
        "2.5", "x'00'", "null", "true", "(", "(", ")", ")", ",", "+", "-", "*", "/", "%", "||", "=", "<", ">=", "->",
        "->>",
        "and", "or", "not", "in", "in (", "is", "is null", "between", "like", "glob", "escape", "case", "when", "then",
        "else", "end", "cast(", "as", "integer", "collate", "nocase", "round(", "coalesce(", "date(", "max(", "json(",
        "substr(", "iif(", "replace(", "count(", "over", "filter", "select", "from", "sqlite_master", "union", "where",
        ";",
        "--", "/*", "*/", "'", "\"", "`", "[", "]", "?", "?1", "@a", "$a", ":", ".", "distinct", "values", "exists(",
        "with", "recursive", "pragma", "attach", "random()", "load_extension('x')", "current_date", "raise(ignore)",
        "\u{0}",
    ]

    @Test("No run of tokens crashes; each is evaluated or explained", arguments: 0..<8)
    func randomTokens(_ seed: Int) {
        var generator = SeededGenerator(state: UInt64(seed))
        var evaluated = 0
        for _ in 0..<2_000 {
            let count = Int.random(in: 1...9, using: &generator)
            let words = (0..<count).map { _ in Self.pieces.randomElement(using: &generator) ?? "" }
            let text = words.joined(separator: Bool.random(using: &generator) ? " " : "")
            let source = ExpressionText(text, at: FilePosition(file: "a.yaml", line: 1, column: 1), style: .plain)
            do throws(DiagnosticError) {
                let compiled = try CompiledExpression(ExpressionSyntax(source), in: ExampleRow.scope)
                _ = try compiled.evaluate(ExampleRow.batch, row: 0)
                evaluated += 1
                #expect(!text.lowercased().contains("select"))
            } catch {
                #expect(!error.diagnostics.isEmpty)
                for diagnostic in error.diagnostics {
                    let column = diagnostic.position?.column ?? 0
                    #expect((1...(text.unicodeScalars.count + 1)).contains(column), "\(text): \(diagnostic)")
                    #expect(text.contains("?") || !diagnostic.message.contains("?"), "\(text): \(diagnostic)")
                    #expect(!diagnostic.message.contains("not authorized"), "\(text): \(diagnostic)")
                }
            }
        }
        #expect(evaluated > 20)
    }
}
