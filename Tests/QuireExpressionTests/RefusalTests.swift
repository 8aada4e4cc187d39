import QuireExpression
import QuireModel
import Testing

/// An expression that is refused, with marks where the diagnostics stand.
struct RefusalCase: Sendable, CustomTestStringConvertible {
    var marked: String
    /// Of each diagnostic: its code and a part of its message or hint.
    var expected: [(code: String, words: String)]

    init(_ marked: String, _ code: String, _ words: String) {
        self.marked = marked
        expected = [(code, words)]
    }

    init(_ marked: String, _ expected: [(String, String)]) {
        self.marked = marked
        self.expected = expected
    }

    var testDescription: String { marked.count < 60 ? marked : marked.prefix(60) + "…" }
}

struct RefusalTests {
    private func diagnostics(_ text: ExpressionText, offline: Bool = false) -> [Diagnostic] {
        do throws(DiagnosticError) {
            let syntax = try ExpressionSyntax(text)
            if offline { return CompiledExpression.check(syntax, in: ExampleRow.scope) }
            _ = try CompiledExpression(syntax, in: ExampleRow.scope).evaluate(ExampleRow.batch, row: 0)
            return []
        } catch {
            return error.diagnostics
        }
    }

    private func expectRefusal(_ refusal: RefusalCase, checkedOnly: Bool) {
        let marked = MarkedText(refusal.marked)
        let position = FilePosition(file: "a.yaml", line: 1, column: 1)
        let found = diagnostics(ExpressionText(marked.text, at: position, style: .plain), offline: checkedOnly)
        #expect(found.map(\.position?.column) == marked.columns)
        #expect(found.map(\.code) == refusal.expected.map(\.code))
        for (diagnostic, expected) in zip(found, refusal.expected) {
            #expect(diagnostic.description.contains(expected.words))
        }
    }

    @Test(
        "An expression reaches nothing but its row",
        arguments: [
            RefusalCase("(1️⃣select 1)", "expression-forbidden", "no SELECT of its own"),
            RefusalCase("1️⃣EXISTS (SELECT 1)", "expression-forbidden", "no SELECT of its own"),
            RefusalCase("sn IN (1️⃣SELECT name FROM sqlite_master)", "expression-forbidden", "SELECT"),
            RefusalCase("sn IN 1️⃣sqlite_master", "unknown-field", "sqlite_master"),
            RefusalCase("sn IN 1️⃣sn", "expression-syntax", "'sn' makes no sense here"),
            RefusalCase("(WITH RECURSIVE t(n) AS (1️⃣SELECT 1) SELECT n FROM t)", "expression-forbidden", "SELECT"),
            RefusalCase("(1️⃣values (1))", "expression-forbidden", "SELECT"),
            RefusalCase("1 1️⃣union select 2", "expression-forbidden", "SELECT"),
            RefusalCase("1️⃣load_extension('x.so')", "expression-forbidden", "reads or changes more"),
            RefusalCase(
                "1️⃣ATTACH 'x' AS 1️⃣y", [("unknown-field", "ATTACH"), ("unknown-field", "'y'")]),
            RefusalCase("1️⃣PRAGMA 1️⃣table_info(sn)", [("unknown-field", "PRAGMA"), ("unknown-function", "table_info")]),
            RefusalCase("1️⃣raise(1️⃣ignore)", [("unknown-function", "raise"), ("unknown-field", "ignore")]),
            RefusalCase("11️⃣; DROP TABLE x", "expression-syntax", "';'"),
            RefusalCase("11️⃣) FROM sqlite_master", "expression-syntax", "closes none"),
            RefusalCase("11️⃣) UNION SELECT (2", "expression-syntax", "closes none"),
            RefusalCase("sn IN 1️⃣json_each('[1]')", "expression-syntax", "a list in parentheses"),
            RefusalCase("sn IN 1️⃣round(1)", "expression-syntax", "a list in parentheses"),
            RefusalCase("sn IN 1️⃣:names", "expression-syntax", "'x IN (:names)' only"),
            RefusalCase("1 1️⃣from sn", "expression-syntax", "'from' makes no sense here"),
            RefusalCase("1 1️⃣as sn", "expression-syntax", "'as' makes no sense here"),
            RefusalCase("sn 1️⃣-- all that follows", "expression-syntax", "comments"),
            RefusalCase("sn 1️⃣/* open", "expression-syntax", "comments"),
            RefusalCase("1️⃣random()", "expression-forbidden", "'random' is not allowed"),
            RefusalCase("hex(1️⃣randomblob(9))", "expression-forbidden", "'randomblob' is not allowed"),
            RefusalCase("1️⃣sqlite_version()", "expression-forbidden", "'sqlite_version' is not allowed"),
            RefusalCase("1️⃣last_insert_rowid()", "expression-forbidden", "is not allowed"),
            RefusalCase("1️⃣sqlite_log(1, 'x')", "expression-forbidden", "is not allowed"),
            RefusalCase("1️⃣fts3_tokenizer('simple')", "expression-forbidden", "is not allowed"),
            RefusalCase("1️⃣count(*)", "expression-forbidden", "sees one row"),
            RefusalCase("1️⃣sum(amount)", "expression-forbidden", "sees one row"),
            RefusalCase("1️⃣max(amount)", "expression-forbidden", "max(a, b)"),
            RefusalCase("row_number() 1️⃣over ()", "expression-forbidden", "window"),
            RefusalCase("1️⃣row_number()", "expression-forbidden", "sees one row"),
            RefusalCase("count(*) 1️⃣FILTER (where 1)", "expression-forbidden", "window"),
        ])
    func forbidden(_ refusal: RefusalCase) {
        expectRefusal(refusal, checkedOnly: false)
        expectRefusal(refusal, checkedOnly: true)
    }

    @Test(
        "An expression does not read the clock",
        arguments: [
            RefusalCase("date(1️⃣'now')", "expression-forbidden", "use :today"),
            RefusalCase("DATE( 1️⃣'NOW' )", "expression-forbidden", "use :today"),
            RefusalCase("strftime('%Y', 1️⃣'now')", "expression-forbidden", "use :today"),
            RefusalCase("1️⃣current_timestamp", "expression-forbidden", "use :today"),
            RefusalCase("1️⃣CURRENT_DATE || sn", "expression-forbidden", "use :today"),
            RefusalCase("1️⃣current_time", "expression-forbidden", "use :today"),
            RefusalCase("1️⃣date()", "expression-forbidden", "use :today"),
            RefusalCase("1️⃣datetime( ) || sn", "expression-forbidden", "use :today"),
            RefusalCase("1️⃣julianday()", "expression-forbidden", "use :today"),
            RefusalCase("1️⃣unixepoch()", "expression-forbidden", "use :today"),
            RefusalCase("1️⃣strftime('%Y')", "expression-forbidden", "use :today"),
            RefusalCase("date(signed_on, 1️⃣'localtime')", "expression-forbidden", "zone"),
        ])
    func clock(_ refusal: RefusalCase) {
        expectRefusal(refusal, checkedOnly: true)
    }

    @Test(
        "Every unknown name is named, with the nearest that there is",
        arguments: [
            RefusalCase("1️⃣amuont * 2", "unknown-field", "did you mean 'amount'?"),
            RefusalCase("amount = 1️⃣\"east\"", "unknown-field", "text stands in single ones: 'east'"),
            RefusalCase("1️⃣fx + 1", "unknown-field", "name one of its fields, such as fx.rate"),
            RefusalCase("tether.1️⃣our", "unknown-field", "did you mean 'tether.ours'?"),
            RefusalCase("1️⃣tethr.ours", "unknown-enrichment", "did you mean 'tether'?"),
            RefusalCase("main.tether1️⃣.ours", "expression-syntax", "at most one '.'"),
            RefusalCase("1️⃣:regoin || sn", "unknown-parameter", "did you mean 'region'?"),
            RefusalCase("1️⃣rond(amount)", "unknown-function", "did you mean 'round'?"),
            RefusalCase(
                "1️⃣x1 + amount * 1️⃣nosuch(1️⃣y1, 1️⃣:z)",
                [
                    ("unknown-field", "'x1'"), ("unknown-function", ""), ("unknown-field", "'y1'"),
                    ("unknown-parameter", ""),
                ]),
            RefusalCase("1️⃣NothinG2", "unknown-field", "'NothinG2'"),
            RefusalCase("amount + 1️⃣order", "expression-syntax", "write \"order\""),
            RefusalCase("1 + 1️⃣end", "expression-syntax", "write \"end\""),
            RefusalCase("coalesce(1️⃣:names)", "expression-syntax", "is a list"),
            RefusalCase("sn in ('x', 1️⃣:names)", "expression-syntax", "'x IN (:names)' only"),
            RefusalCase("1️⃣:names", "expression-syntax", "is a list"),
        ])
    func unknownNames(_ refusal: RefusalCase) {
        expectRefusal(refusal, checkedOnly: false)
    }

    @Test(
        "What SQLite cannot read is marked where it stands",
        arguments: [
            RefusalCase("1️⃣", "expression-syntax", "empty"),
            RefusalCase("1️⃣  \n ", "expression-syntax", "empty"),
            RefusalCase("amount +1️⃣", "expression-syntax", "ends too early"),
            RefusalCase("amount + 1️⃣* 2", "expression-syntax", "'*' makes no sense here"),
            RefusalCase("金额 + 1️⃣then", "expression-syntax", "'then' makes no sense here"),
            RefusalCase("金额 1️⃣sn", "expression-syntax", "'sn' makes no sense here"),
            RefusalCase("1️⃣sn, amount", "expression-syntax", "several values where one is expected"),
            RefusalCase("1️⃣round()", "expression-syntax", "wrong number of arguments"),
            RefusalCase("sn || 1️⃣'open", "expression-syntax", "never closed"),
            RefusalCase("sn || 1️⃣\"open", "expression-syntax", "never closed"),
            RefusalCase("1️⃣[open", "expression-syntax", "never closed"),
            RefusalCase("round1️⃣(amount", "expression-syntax", "never closed"),
            RefusalCase("amount * 1️⃣12abc", "expression-syntax", "neither a number nor a name"),
            RefusalCase("1️⃣x'abc'", "expression-syntax", "hex digits"),
            RefusalCase("sn = 1️⃣?", "expression-syntax", "write a parameter as :name"),
            RefusalCase("sn = 1️⃣?1", "expression-syntax", ":name"),
            RefusalCase("sn = 1️⃣@x", "expression-syntax", ":name"),
            RefusalCase("sn = 1️⃣$x", "expression-syntax", ":name"),
            RefusalCase("sn = 1️⃣:1", "expression-syntax", "name of a parameter"),
            RefusalCase("sn 1️⃣! 1", "expression-syntax", "'!' has no meaning"),
            RefusalCase("sn 1️⃣\\ 1", "expression-syntax", "'\\' has no meaning"),
            RefusalCase("sn1️⃣\u{0}", "expression-syntax", "no meaning"),
            RefusalCase("\"sn\"1️⃣1 + 1", "expression-syntax", "'1' makes no sense"),
            RefusalCase("1️⃣\"random\"()", "unknown-field", ""),
            RefusalCase("amount1️⃣.", "expression-syntax", "needs a field's name"),
            RefusalCase("sn collate 1️⃣rtrm", "expression-syntax", "did you mean 'rtrim'"),
        ])
    func syntax(_ refusal: RefusalCase) {
        expectRefusal(refusal, checkedOnly: false)
    }

    @Test(
        "A value that cannot be computed names the expression",
        arguments: [
            ("abs(-9223372036854775807 - 1)", "integer overflow"), ("json_extract(sn, '$.a')", "malformed JSON"),
            ("zeroblob(1e12)", "longer than 1000000 bytes"),
        ])
    func failures(_ text: String, _ words: String) throws {
        let found = diagnostics(
            ExpressionText(text, at: FilePosition(file: "a.yaml", line: 3, column: 9), style: .doubleQuoted))
        #expect(found.map(\.code) == ["expression-failed"])
        #expect(found.first?.position?.line == 3)
        #expect(found.first?.message.contains(words) == true)
        #expect(found.first?.message.contains(text) == true)
    }

    @Test func `without a source at hand, unqualified names pass and everything else is checked`() throws {
        var scope = ExampleRow.scope
        scope.fields = nil
        scope.enrichments[1].fields = nil
        func codes(_ text: String) throws -> [String] {
            try CompiledExpression.check(ExpressionSyntax(ExpressionText(text)), in: scope).map(\.code)
        }
        #expect(try codes("whatever * tether.ours + fx.anything") == [])
        #expect(try codes("whatever * tether.mine") == ["unknown-field"])
        #expect(try codes("whatever * other.mine") == ["unknown-enrichment"])
        #expect(try codes("whatever + :nosuch") == ["unknown-parameter"])
        #expect(try codes("nosuch(whatever)") == ["unknown-function"])
        #expect(try codes("whatever whatever") == ["expression-syntax"])
        #expect(try codes("whatever in (:names)") == [])
        #expect(try codes("abs(-9223372036854775807 - 1)") == [])
    }

    @Test func `to be evaluated, an expression needs fields that are known`() throws {
        let scope = ExpressionScope(fields: nil, enrichments: [.init(name: "tether", fields: nil)])
        let field = try ExpressionSyntax(ExpressionText("amount"))
        #expect(throws: DiagnosticError.self) { try CompiledExpression(field, in: scope) }
        let enriched = try ExpressionSyntax(ExpressionText("tether.ours + 1"))
        #expect(throws: DiagnosticError.self) { try CompiledExpression(enriched, in: scope) }
    }

    @Test func `an enrichment is mentioned by its name in any case`() throws {
        let syntax = try ExpressionSyntax(ExpressionText("Tether.ours + \"fx\".rate + own"))
        #expect(syntax.mentions(enrichment: "tether") && syntax.mentions(enrichment: "fx"))
        #expect(!syntax.mentions(enrichment: "own"))
        #expect(syntax.references.map(\.name) == ["ours", "rate", "own"])
    }

    @Test func `a name that two fields have but for case must be written as the source does`() throws {
        let scope = ExpressionScope(fields: [FieldShape("Name"), FieldShape("NAME")])
        let syntax = try ExpressionSyntax(ExpressionText("name || ''"))
        #expect(CompiledExpression.check(syntax, in: scope).map(\.code) == ["ambiguous-field"])
        let exact = try ExpressionSyntax(ExpressionText("NAME || ''"))
        #expect(try CompiledExpression(exact, in: scope).rowSlots == [.field(1)])
    }

    @Test(
        "The place of an error counts the quotes and escapes of the YAML scalar",
        arguments: [
            (Scalar.Style.plain, 10 + 9), (.singleQuoted, 10 + 1 + 9 + 2), (.doubleQuoted, 10 + 1 + 9),
            (.literal, 10 + 9),
            (.folded, 10 - 1),
        ])
    func places(_ style: Scalar.Style, _ column: Int) throws {
        let text = ExpressionText(
            "sn='金' || nosuch", at: FilePosition(file: "a.yaml", line: 2, column: 10), style: style)
        let found = diagnostics(text)
        #expect(
            found.map(\.position) == [
                FilePosition(file: "a.yaml", line: 2, column: column + 1)
            ])
    }
}
