import QuireModel
import QuireTesting
import QuireYAML
import Testing

/// Text with marks, and the diagnostics it gives.
struct BrokenFile: Sendable, CustomTestStringConvertible {
    var name: String
    var marked: String
    var expected: [String]

    init(_ name: String, _ marked: String, _ expected: String...) {
        self.name = name
        self.marked = marked
        self.expected = expected
    }

    var testDescription: String { name }
}

func problems(_ text: MarkedText) -> [String] {
    do {
        _ = try YAMLReader.read(text.bytes, file: "a.yaml")
        return []
    } catch {
        return error.diagnostics.map(text.describe)
    }
}

private let quote = "(put the whole text in quotes)"
private let goesOn = "syntax: text goes on after the closing"

@Test(
    "A file that is no YAML says what is wrong, where, and what to do",
    arguments: [
        BrokenFile(
            "tab as indentation", "a:\n1️⃣\tb: 1",
            "1️⃣ syntax: found a tab; YAML is indented with spaces (put spaces in its place)"),
        BrokenFile(
            "tab after spaces", "a: 1\n  1️⃣\tb: 1",
            "1️⃣ syntax: found a tab; YAML is indented with spaces (put spaces in its place)"),
        BrokenFile(
            "tab in a block of text", "a: |\n1️⃣\tb",
            "1️⃣ syntax: found a tab; YAML is indented with spaces (put spaces in its place)"),
        BrokenFile(
            "colon in a text", "title: Contracts1️⃣: new", "1️⃣ syntax: a text that holds ': ' must be quoted \(quote)"),
        BrokenFile(
            "columns are counted in characters", "标题: 合同1️⃣: 新",
            "1️⃣ syntax: a text that holds ': ' must be quoted \(quote)"),
        BrokenFile(
            "line indented too deep", "a: 1\n  1️⃣b: 2",
            "1️⃣ syntax: this line is indented deeper than line 1, which already has a value "
                + "(indent it as line 1, or put text of several lines under 'key: |')"),
        BrokenFile(
            "missing colon", "a: 1\n1️⃣title Contracts\nb: 2",
            "1️⃣ syntax: ':' is missing after 'title Contracts' "
                + "(write 'key: value', or put text of several lines under 'key: |')"),
        BrokenFile(
            "missing colon in the first line", "1️⃣title Contracts\nb: 2",
            "1️⃣ syntax: ':' is missing after 'title Contracts' "
                + "(write 'key: value', or put text of several lines under 'key: |')"),
        BrokenFile(
            "missing space", "a: 1\nb1️⃣:2\nc: 3", "1️⃣ syntax: a space is missing after ':' (write 'key: value')"),
        BrokenFile(
            "unclosed double quote", "a: 1️⃣\"x\nb: 2",
            "1️⃣ syntax: the quote that opens here is never closed (add the closing quote)"),
        BrokenFile(
            "unclosed single quote", "a: 1️⃣'x\nb: 2",
            "1️⃣ syntax: the quote that opens here is never closed (add the closing quote)"),
        BrokenFile(
            "unclosed list", "a: 1️⃣[1, 2\nb: 3",
            "1️⃣ syntax: the '[' that opens here is never closed (add ',' or ']')"),
        BrokenFile(
            "unclosed mapping", "a: 1️⃣{b: 1", "1️⃣ syntax: the '{' that opens here is never closed (add ',' or '}')"),
        BrokenFile(
            "missing comma", "a: {b: 1 c1️⃣: 2}", "1️⃣ syntax: a ',' or the closing '}' is missing before this"),
        BrokenFile(
            "missing value", "a: [1, 1️⃣, 2]",
            "1️⃣ syntax: a value is missing before ',' (remove the ',', or write \"\" for empty text)"),
        BrokenFile("at sign", "a: 1️⃣@x", "1️⃣ syntax: a text that begins with '@' must be quoted \(quote)"),
        BrokenFile("backtick", "a: 1️⃣`x`", "1️⃣ syntax: a text that begins with '`' must be quoted \(quote)"),
        BrokenFile("percent", "a: 1️⃣%x", "1️⃣ syntax: a text that begins with '%' must be quoted \(quote)"),
        BrokenFile("percent first", "1️⃣%x: 1", "1️⃣ syntax: a text that begins with '%' must be quoted \(quote)"),
        BrokenFile("star", "a: 1️⃣* b", "1️⃣ syntax: a text that begins with '*' must be quoted \(quote)"),
        BrokenFile("ampersand", "a: 1️⃣& b", "1️⃣ syntax: a text that begins with '&' must be quoted \(quote)"),
        BrokenFile("exclamation mark", "a: 1️⃣!x, y", "1️⃣ syntax: a text that begins with '!' must be quoted \(quote)"),
        BrokenFile(
            "greater than", "a: >1️⃣= 0",
            "1️⃣ syntax: after '|' and '>' the text begins on the next line "
                + "(quote text that begins with '|' or '>': \"> 0\")"),
        BrokenFile(
            "text after a placeholder", "file: {name}1️⃣.xlsx",
            "1️⃣ \(goesOn) bracket (put the whole text in quotes where it begins with '{' or '[')"),
        BrokenFile(
            "apostrophe", "a: 'it'1️⃣s'",
            "1️⃣ \(goesOn) quote (put the whole text in quotes; in single quotes an apostrophe is written twice: '')"),
        BrokenFile(
            "text after quotes", "a: \"x\" 1️⃣y",
            "1️⃣ \(goesOn) quote (put the whole text in quotes; in double quotes a quote is written \\\")"),
        BrokenFile(
            "backslash", "a: \"C:1️⃣\\path\"",
            "1️⃣ syntax: double quotes know no escape '\\p' (write '\\\\' for a backslash, or use single quotes)"),
        BrokenFile(
            "list on the key's line", "a: 1️⃣- b",
            "1️⃣ syntax: a list item cannot begin here "
                + "(begin the list on a line of its own, or quote text that begins with '- ')"),
        BrokenFile(
            "key in a list", "a:\n  - b\n  1️⃣c: 1",
            "1️⃣ syntax: the list that begins on line 2 goes on with something that is no '- ' item "
                + "(a list cannot have keys beside its items; check the indentation)"),
        BrokenFile(
            "item in a mapping", "a: 1\n1️⃣- b",
            "1️⃣ syntax: a list item stands where the mapping of line 1 goes on (check the indentation)"),
        BrokenFile(
            "indentation between two levels", "a:\n    b: 1\n  1️⃣c: 2",
            "1️⃣ syntax: the indentation of this line fits no line above it (indent it as the lines it belongs with)"),
        BrokenFile(
            "first line indented", "  a: 1\n1️⃣b: 2",
            "1️⃣ syntax: this line is indented less than the first line of the file "
                + "(the first line sets the indentation; begin it at column 1)"),
    ])
func brokenFile(_ file: BrokenFile) {
    #expect(problems(MarkedText(file.marked)) == file.expected)
}

@Test(
    "YAML that Quire does not take says so at its place, every problem at once",
    arguments: [
        BrokenFile(
            "repeated keys", "a: 1\n1️⃣a: 2\nb:\n  c: 1\n  2️⃣c: 2\n  3️⃣\"c\": 3",
            "1️⃣ duplicate-key: 'a' is here a second time; the first is on line 1",
            "2️⃣ duplicate-key: 'c' is here a second time; the first is on line 4",
            "3️⃣ duplicate-key: 'c' is here a second time; the first is on line 4"),
        BrokenFile(
            "mapping as key", "1️⃣{a: 1}: b\n2️⃣[a]: b",
            "1️⃣ key: a key is plain text, not a mapping (quote text that begins with '{' or '[')",
            "2️⃣ key: a key is plain text, not a list (quote text that begins with '{' or '[')"),
        BrokenFile(
            "second document", "a: 1\n1️⃣---\nb: 2",
            "1️⃣ second-document: a second YAML document begins here; a file holds one "
                + "(remove the line '---', or make two files)"),
        BrokenFile(
            "unknown alias", "a: &base 1\nb: 1️⃣*bass",
            "1️⃣ alias: '*bass' repeats a node that no '&bass' above names (did you mean '*base'?)"),
        BrokenFile(
            "wildcard", "a: 1️⃣*@example.com",
            "1️⃣ syntax: a text that begins with '*' must be quoted \(quote)"),
        BrokenFile(
            "alias inside its node", "a: &a\n  b: 1️⃣*a", "1️⃣ alias: '*a' stands inside the node that it repeats"),
        BrokenFile(
            "merge of text", "<<: 1️⃣x\na: 1",
            "1️⃣ merge: '<<' takes a mapping or a list of mappings, not text "
                + "(name the mapping with an anchor: '<<: *name')"),
        BrokenFile("tag that does not fit", "a: 1️⃣!!int x", "1️⃣ tag: 'x' is not an integer, as '!!int' says"),
    ])
func refusedFile(_ file: BrokenFile) {
    #expect(problems(MarkedText(file.marked)) == file.expected)
}

@Test(
    "Tags but YAML's own are refused",
    arguments: ["!mine x", "!!binary eA==", "!!timestamp 2026-01-01", "!!map x", "!!str [x]"])
func unknownTag(_ text: String) {
    let problem = problems(MarkedText("a: \(text)"))
    #expect(problem.count == 1)
    #expect(problem.first?.hasPrefix("1:4 tag: the tag '\(text.prefix { $0 != " " })' cannot be used here") == true)
}

@Test(
    "Bytes that are no text are refused with their place",
    arguments: [
        (
            [0x61, 0x3A, 0x0A, 0xC3, 0xA9, 0xE9] as [UInt8],
            "2:2 encoding: the file is not UTF-8: byte 0xE9 does not belong here"
        ),
        ([0x61, 0xED, 0xA0, 0x80], "1:2 encoding: the file is not UTF-8: byte 0xED does not belong here"),
        ([0x61, 0xC3], "1:2 encoding: the file is not UTF-8: byte 0xC3 does not belong here"),
        ([0xFF, 0xFE, 0x61, 0x00], "1:1 encoding: the file is in UTF-16"),
        ([0x00, 0x61, 0x00, 0x3A], "1:1 encoding: the file is in UTF-16"),
        ([0x61, 0x61, 0x0A, 0x00], "2:1 encoding: the text holds a NUL byte"),
        ([0x61, 0x0D, 0x0A, 0x1B], "2:1 encoding: the text holds the control character U+001B"),
    ])
func brokenBytes(_ bytes: [UInt8], _ expected: String) {
    let error = #expect(throws: DiagnosticError.self) { try YAMLReader.read(bytes, file: "a.yaml") }
    #expect(error?.diagnostics.map(MarkedText("").describe).first?.hasPrefix(expected) == true)
}
