import QuireModel
import QuireTesting
import QuireYAML
import Testing

/// A text that was written is read as it was.
@Suite struct ScalarTextTests {
    private func read(_ yaml: String) throws -> Node { try YAMLReader.read(Array(yaml.utf8), file: "a.yaml") }

    private func expectKept(_ text: String) throws {
        let flow = try read("{ a: \(ScalarText.written(text)), b: [\(ScalarText.written(text))] }")
        #expect(flow["a"]?.scalar?.text == text, "\(text.debugDescription)")
        #expect(flow["a"]?.scalar?.meaning == .text, "\(text.debugDescription)")
        let block = try read(
            "a: \(ScalarText.written(text, inFlow: false))\nb:\n  \(ScalarText.block(text, indent: 4))\nc: 1\n")
        #expect(block["a"]?.scalar?.text == text, "\(text.debugDescription)")
        let key = try read("\(ScalarText.written(text, inFlow: false)): 1")
        #expect(key.keys == [text], "\(text.debugDescription)")
    }

    @Test(
        "whatever YAML would take it for",
        arguments: [
            "", " ", "a", "a b", " a", "a ", "null", "~", "true", "12", "1.5", "0x1F", ".inf", "- a", "-", "-a", "?a",
            ": a",
            "a: b", "a:", "a #b", "#a", "a#b", "&a", "*a", "!a", "|", ">", "%a", "@a", "`a`", "'a'", "\"a\"", "it's",
            "a,b",
            "[a]", "{a}", "a{b}c", "<<", "---", "...", "=", "金额", "a\nb", "a\tb", "a\u{7}b", "\u{FEFF}a", "a\u{2028}b",
            "🙂", "a\\b",
        ])
    func kept(_ text: String) throws { try expectKept(text) }

    @Test("whatever it is made of")
    func random() throws {
        var dice = Dice(7)
        let pieces = [
            " ", ":", "#", "-", "'", "\"", "\\", ",", "{", "}", "[", "]", "\n", "\t", "a", "1", "&", "é", "\u{1}", "%",
        ]
        for _ in 0..<2_000 {
            let text = (0..<Int.random(in: 1...6, using: &dice)).map { _ in pieces.randomElement(using: &dice) ?? "" }
            try expectKept(text.joined())
        }
    }

    @Test("a text of several lines is a literal block that ends with a line break")
    func block() throws {
        let text = "SELECT *\n\n  FROM a # no comment\n WHERE b = ': x'"
        let written = "query: \(ScalarText.block(text, indent: 4))\nnext: 1\n"
        #expect(written.hasPrefix("query: |\n    SELECT *\n\n      FROM a"))
        #expect(try read(written)["query"]?.scalar?.text == text + "\n")
    }
}
