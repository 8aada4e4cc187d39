import QuireModel
import QuireTesting
import QuireYAML
import Testing

func read(_ text: String) throws -> Node { try YAMLReader.read(Array(text.utf8), file: "a.yaml") }

/// A node on one line: mappings as `{a=1}`, lists as `[1,2]`.
func flat(_ node: Node) -> String {
    switch node.content {
    case .scalar(let scalar): scalar.text
    case .sequence(let nodes): "[" + nodes.map(flat).joined(separator: ",") + "]"
    case .mapping(let entries):
        "{" + entries.map { "\(flat($0.key))=\(flat($0.value))" }.joined(separator: ",") + "}"
    }
}

@Test(
    "A plain scalar means what the core schema of YAML 1.2 says",
    arguments: [
        ("", .null), ("~", .null), ("null", .null), ("Null", .null), ("NULL", .null), ("nULL", .text),
        ("true", .boolean(true)), ("True", .boolean(true)), ("TRUE", .boolean(true)), ("false", .boolean(false)),
        ("yes", .text), ("no", .text), ("on", .text), ("off", .text), ("tRue", .text),
        ("0", .integer(0)), ("-12", .integer(-12)), ("+12", .integer(12)), ("0777", .integer(777)),
        ("0o17", .integer(15)), ("0o8", .text), ("0x1F", .integer(31)), ("0xG", .text), ("-0x1F", .text),
        ("1_000", .text), ("1,000", .text), ("12e03", .number(12000)), ("1.5", .number(1.5)), (".5", .number(0.5)),
        ("5.", .number(5)), ("-.5", .number(-0.5)), ("1.e2", .number(100)), (".", .text), ("1e", .text),
        (".inf", .number(.infinity)), ("-.Inf", .number(-.infinity)), ("+.INF", .number(.infinity)),
        ("inf", .text), ("nan", .text), ("-.nan", .text), ("1.2.3", .text), ("2026-01-01", .text), ("12:30", .text),
        ("9223372036854775807", .integer(.max)), ("9223372036854775808", .number(9_223_372_036_854_775_808)),
        ("0xFFFFFFFFFFFFFFFF", .number(18_446_744_073_709_551_616)), ("٣", .text), ("-", .text), ("+", .text),
    ] as [(String, Scalar.Meaning)])
func plainScalar(_ text: String, _ meaning: Scalar.Meaning) {
    #expect(CoreSchema.meaning(of: text) == meaning)
}

@Test(
    "A scalar keeps its text and its style",
    arguments: [
        ("1_000", "1_000", .plain), ("'12'", "12", .singleQuoted), ("\"a\\tb\"", "a\tb", .doubleQuoted),
        ("|\n  x\n  y\n", "x\ny\n", .literal), (">\n  x\n  y\n", "x y\n", .folded), ("1.50", "1.50", .plain),
    ] as [(String, String, Scalar.Style)])
func style(_ written: String, _ text: String, _ style: Scalar.Style) throws {
    let scalar = try read("a: \(written)")["a"]?.scalar
    #expect(scalar?.text == text)
    #expect(scalar?.style == style)
    if style != .plain { #expect(scalar?.meaning == .text) }
}

@Test("Not a number is not equal to itself, but is one")
func notANumber() throws {
    guard case .number(let number) = CoreSchema.meaning(of: ".nan") else { throw RunFailure("no number") }
    #expect(number.isNaN)
}

@Test(
    "A tag says what a scalar is",
    arguments: [
        ("!!str 12", .text), ("! 12", .text), ("!!int \"12\"", .integer(12)), ("!!float 1", .number(1)),
        ("!!bool 'true'", .boolean(true)), ("!!null ''", .null),
    ] as [(String, Scalar.Meaning)])
func tag(_ written: String, _ meaning: Scalar.Meaning) throws {
    #expect(try read("a: \(written)")["a"]?.scalar?.meaning == meaning)
}

@Test(
    "Aliases and merges are resolved",
    arguments: [
        ("a: &x [1, 2]\nb: *x", "{a=[1,2],b=[1,2]}"),
        ("a: &x 1\nb: &x 2\nc: *x", "{a=1,b=2,c=2}"),
        ("base: &b {x: 1, y: 2}\nown:\n  <<: *b\n  y: 3", "{base={x=1,y=2},own={x=1,y=3}}"),
        ("base: &b {x: 1, y: 2}\nown:\n  y: 3\n  <<: *b\n  z: 4", "{base={x=1,y=2},own={y=3,x=1,z=4}}"),
        ("own:\n  <<: [{x: 1}, {x: 2, y: 2}]", "{own={x=1,y=2}}"),
        ("own:\n  <<: {x: 1}\n  <<: {x: 2, y: 2}", "{own={x=1,y=2}}"),
        ("own:\n  '<<': {x: 1}", "{own={<<={x=1}}}"),
        ("&k a: 1\nb: *k", "{a=1,b=a}"),
        ("a: !!map {b: !!seq [1]}", "{a={b=[1]}}"),
        ("\u{FEFF}a: 1\r\nb: 2\r\n...\n", "{a=1,b=2}"),
    ] as [(String, String)])
func resolved(_ text: String, _ expected: String) throws {
    #expect(try flat(read(text)) == expected)
}

@Test("A node knows where it is written, also one from an alias or a merge")
func positions() throws {
    let text = MarkedText("1️⃣名: 2️⃣&x {a: 3️⃣1}\r\nb:\n  <<: *x\n  c: 4️⃣[d]")
    let root = try YAMLReader.read(text.bytes, file: "a.yaml")
    let nodes = [root, root["名"], root["b"]?["a"], root["b"]?["c"]]
    for (number, node) in zip(1..., nodes) {
        let node = try #require(node)
        #expect(text.places[number].map { [$0.line, $0.column] } == [node.position.line, node.position.column])
    }
    #expect(root["名"]?.position.file == "a.yaml")
}

@Test("An empty file is a null at its first line", arguments: ["", "\n", "# nothing\n", "---\n", "\u{FEFF}"])
func empty(_ text: String) throws {
    #expect(try read(text).isNull)
}

@Test("Memory without bytes is an empty file")
func nothing() throws {
    #expect(try YAMLReader.read(UnsafeRawBufferPointer(start: nil, count: 0), file: "a.yaml").isNull)
}

@Test(
    "A scalar knows where its text begins",
    arguments: [
        "a: 1️⃣text", "a: '1️⃣text'", "a: \"1️⃣text\"", "a: |\n  1️⃣text\n  more", "a:\n  b: |\n     1️⃣text\n       more",
        "a: |2\n  1️⃣ text", "- >\n 1️⃣text", "a: | # comment\n   1️⃣text",
    ])
func textPosition(_ marked: String) throws {
    let text = MarkedText(marked)
    var node = try YAMLReader.read(text.bytes, file: "a.yaml")
    while node.scalar == nil {
        switch node.content {
        case .sequence(let nodes): node = try #require(nodes.first)
        case .mapping(let entries): node = try #require(entries.first?.value)
        case .scalar: break
        }
    }
    let place = try #require(text.places[1])
    #expect([place.line, place.column] == [node.textPosition.line, node.textPosition.column])
}
