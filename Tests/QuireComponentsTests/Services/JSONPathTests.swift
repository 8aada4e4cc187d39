import QuireComponents
import QuireModel
import Testing

@Suite("A path")
struct JSONPathTests {
    static let document = try? JSON.parse(
        #"{"a":{"b":[{"c d":1},2,3],"é":4,"'":5,"\"":6},"n":null,"":7,"k":1,"k":2,"😀":8}"#)

    @Test(
        "leads to one value",
        arguments: [
            ("$.a.b[1]", 2), ("$.a.b[-1]", 3), ("$.a.b[0]['c d']", 1), (#"$["a"]["b"][ 2 ]"#, 3), ("$.a.é", 4),
            (#"$.a['\'']"#, 5), (#"$.a["\""]"#, 6), ("$['']", 7), ("$.k", 2), (#"$['\ud83d\ude00']"#, 8),
            ("$ .a .b [1]", 2),
            ("$.n", .null), ("$.x", nil), ("$.a.b[3]", nil), ("$.a.b[-4]", nil), ("$.a[0]", nil), ("$.a.b.c", nil),
        ] as [(String, JSON?)])
    func leads(_ text: String, _ expected: JSON?) throws {
        let document = try #require(Self.document)
        #expect(try JSONPath(text).value(in: document) == expected)
    }

    @Test("of one step is the document itself")
    func root() throws {
        #expect(try JSONPath("$").value(in: 5) == 5)
        #expect(JSONPath.root.value(in: 5) == 5)
    }

    @Test(
        "that RFC 9535 does not have, or that selects several values, is refused with the reason",
        arguments: [
            ("a.b", "it does not begin with '$'"), ("", "it does not begin with '$'"), ("$.", "a name is missing"),
            ("$..a", "'..' selects several values"), ("$.*", "'*' selects several values"),
            ("$[*]", "'*' selects several values"), ("$.a-b", "'-' cannot be in a name"),
            ("$.1a", "'1' cannot begin a name"),
            ("$[01]", "'01' is no index"), ("$[-0]", "'-0' is no index"), ("$[1", "']' is missing"),
            ("$['a]", "a quote is not closed"),
            ("$[a]", "an index or a name in quotes is missing"), ("$a", "'a' where '.' or '[' should be"),
            ("$.a ", "it ends with white space"), (#"$['\x']"#, "an escape that paths do not have"),
            (#"$['\ud83d']"#, "half of a surrogate pair"), (#"$['\"']"#, "an escape that paths do not have"),
            ("$[9007199254740993]", "is no index"), ("$[0,1]", "']' is missing"),
        ])
    func refused(_ text: String, _ reason: String) {
        let problem = #expect(throws: DefinitionProblem.self) { try JSONPath(text) }
        #expect(problem?.message.contains(reason) == true, "\(String(describing: problem))")
    }

    @Test("of items may end in [*]")
    func items() throws {
        #expect(try ItemsPath("$.results[*]").path == JSONPath("$.results"))
        #expect(try ItemsPath("$[*]").path == JSONPath("$"))
        #expect(try ItemsPath("$.results").path == JSONPath("$.results"))
        #expect(throws: DefinitionProblem.self) { try ItemsPath("$.a[*].b[*]") }
    }
}
