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

    @Test(
        "in PostgreSQL's SQL a parameter is none in its texts, comments, casts, slices and assignments",
        arguments: [
            ("SELECT :a::text, b::date", ["a"]), ("SELECT $$ :a $$, $x$ :a $$ $x$, :b", ["b"]),
            ("SELECT a$b$ + :c, $b$:d$b$", ["c"]), ("/* /* :a */ :b */ :c", ["c"]),
            ("SELECT E'it\\'s :a', :b", ["b"]), ("SELECT e'\\\\', :b", ["b"]), ("SELECT 'c:\\', :b", ["b"]),
            ("SELECT namee'a', :b", ["b"]), ("SELECT days[1:2], days[:a]", ["a"]), ("SELECT f(a := :b)", ["b"]),
            ("SELECT `:a` FROM x[:b", ["a", "b"]), ("SELECT data ? 'a', data ?| :keys, $", ["keys"]),
            ("SELECT $$ :a", []), ("SELECT \":a\", ':b'", []),
        ])
    func postgresParameters(query: String, names: [String]) {
        #expect(SQLText(query, at: nil, dialect: .postgres).parameterNames == names)
    }

    @Test("a parameter of PostgreSQL's own is pointed at, an operator '?' is none")
    func numberedParameters() {
        let query = SQLText(
            "SELECT '$1', data ? 'a'\n  FROM t WHERE a = $12", at: FilePosition(file: "a", line: 3, column: 5),
            dialect: .postgres)
        #expect(
            query.otherPlaceholders.map(\.description) == [
                "a:4:24: error: '$12' is no parameter [query]\n  hint: parameters are written ':name'"
            ])
    }

    @Test("for PostgreSQL a name has one number in all its places, and a list one for each value")
    func numbers() throws {
        let query = SQLText(
            "SELECT :a WHERE :a IS NULL AND d ? 'x' AND b IN (:l) OR c IN (:l, 1) OR :b = 1", at: nil,
            dialect: .postgres)
        let bound = try query.expandingLists([
            "a": .single(.integer(1)), "l": .list([.text("x"), .text("y")]), "b": .single(.null),
        ])
        #expect(
            bound.text
                == "SELECT $1  WHERE $1  IS NULL AND d ? 'x' AND b IN ($2,$3 ) OR c IN ($2,$3 , 1) OR $4  = 1")
        #expect(bound.values == [.integer(1), .text("x"), .text("y"), .null])
        #expect(bound.names == ["a", "l", "l", "b"])
    }

    @Test(
        "for PostgreSQL an empty list is an empty set",
        arguments: [
            ("a IN (:l)", "a IN (SELECT $1 WHERE FALSE )"), ("a NOT IN ( :l )", "a NOT IN ( SELECT $1 WHERE FALSE  )"),
            ("a IN (:l, 1)", "a IN (NULL , 1)"), ("f(:l)", "f(NULL )"),
        ])
    func emptyList(query: String, text: String) throws {
        let bound = try SQLText(query, at: nil, dialect: .postgres).expandingLists(["l": .list([])])
        #expect(bound.text == text)
    }

    @Test(
        "for ODBC an empty list finds nothing, and with NOT everything",
        arguments: [
            ("a IN (:l)", "a IN (NULL )"), ("a NOT IN ( :l )", "a NOT IN ( SELECT NULL WHERE 1 = 0  )"),
            ("a IN (:l, 1)", "a IN (NULL , 1)"), ("not f(:l)", "not f(NULL )"),
        ])
    func emptyListOfODBC(query: String, text: String) throws {
        let bound = try SQLText(query, at: nil, dialect: .odbc).expandingLists(["l": .list([])])
        #expect(bound.text == text)
    }

    @Test("for ODBC a '?' of the author's own is pointed at, one in a text or a comment is none")
    func questionMarks() {
        let query = SQLText(
            "SELECT '?', \"?\" -- ?\n  FROM t WHERE a = ?", at: FilePosition(file: "a", line: 3, column: 5),
            dialect: .odbc)
        #expect(
            query.otherPlaceholders.map(\.description) == [
                "a:4:24: error: '?' is no parameter [query]\n  hint: parameters are written ':name'"
            ])
    }

    @Test(
        "a name that occurs once has a place",
        arguments: [
            "SELECT 1️⃣amout FROM t", "SELECT 'amout', 1️⃣\"Amout\" FROM t", "SELECT amout, t.amout FROM t",
            "SELECT 1 -- amout", "SELECT t.1️⃣[amout] FROM t",
        ])
    func onlyPlace(query: String) {
        let marked = MarkedText(query)
        let found = SQLText(marked.text, at: FilePosition(file: "a", line: 1, column: 1), dialect: .odbc).position(
            ofOnly: "amout")
        #expect(found?.column == marked.places[1]?.1)
    }

    @Test(
        "a statement ends before its ';'",
        arguments: [
            ("SELECT 1", "SELECT 1"), ("SELECT 1 ; -- end", "SELECT 1 "), ("SELECT ';' -- ;", "SELECT ';' -- ;"),
        ])
    func withoutEnd(query: String, statement: String) { #expect(SQLText.withoutEnd(query, .odbc) == statement) }

    @Test(
        "a second statement is seen behind a ';' that is no part of a text",
        arguments: [("SELECT ';'; -- end", false), ("SELECT 1;;", false), ("SELECT $$;$$; SELECT 1", true)])
    func statements(query: String, holdsSeveral: Bool) {
        #expect(SQLText(query, at: nil, dialect: .postgres).holdsSeveralStatements == holdsSeveral)
    }
}
