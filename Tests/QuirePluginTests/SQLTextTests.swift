import QuireModel
import QuirePlugin
import QuireTesting
import Testing

@Suite struct SQLTextTests {
    private func text(_ query: String) -> SQLText { SQLText(query, at: nil) }

    @Test(
        "a parameter is one only where it is no part of a text, a name or a comment",
        arguments: [
            ("SELECT :a, :b_2,:a", ["a", "b_2"]), ("SELECT ':a', \":b\", `:c`, [:d]", []),
            ("SELECT 'it''s :a' || :b", ["b"]), ("-- :a\nSELECT :b /* :c */ -- :d", ["b"]),
            ("SELECT a:b, : c", ["b"]), ("SELECT :名字", ["名字"]), ("SELECT ':a", []), ("SELECT /* :a", []), ("", []),
        ])
    func parameters(query: String, names: [String]) {
        #expect(text(query).parameterNames == names)
    }

    @Test(
        "a name is found where it first stands as one, in any case, with its quotes",
        arguments: [
            "SELECT a FROM 1️⃣rows", "SELECT 'rows', -- rows\n xrows, 1️⃣ROWS", "SELECT \"a\" FROM 1️⃣\"Rows\" AS rows",
            "SELECT 1 FROM x.1️⃣[rows]", "/* rows */ 1️⃣`rows`",
        ])
    func names(query: String) throws {
        let marked = MarkedText(query)
        let place = try #require(marked.places[1])
        let text = SQLText(marked.text, at: FilePosition(file: "a", line: 1, column: 1))
        let found = try #require(text.offset(ofName: "rows").flatMap { text.position(of: $0) })
        #expect((found.line, found.column) == place)
    }

    @Test(
        "white space, comments and ';' are nothing more",
        arguments: [
            ("", false), (" ;\n;", false), ("-- end", false), ("/* ; */;", false), ("\0", false), ("; SELECT", true),
            ("; 1", true), ("; '", true), ("/* */ +", true), ("; :a", true),
        ])
    func more(rest: String, holdsMore: Bool) {
        #expect(text("SELECT 1" + rest).holdsMore(from: 8) == holdsMore)
    }
}
