import QuireModel
import Testing

@Suite("JSON")
struct JSONParserTests {
    @Test(
        "is read as it is written",
        arguments: [
            ("null", JSON.null), (" true ", true), ("false", false), ("0", 0), ("-0", 0), ("12", 12),
            ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
            ("9223372036854775808", .decimal("9223372036854775808")), ("1.50", 1.5), ("-1.5e3", -1500.0),
            ("1E+2", 100.0),
            ("0.1", 0.1), ("123456789.123456", 123_456_789.123456), ("1e300", 1e300), ("5e-300", 5e-300),
            ("0.1234567890123456", .decimal("0.1234567890123456")), ("1e400", .decimal("1e400")),
            ("1.0000000000000000000", 1.0), (#""""#, ""), (#""a""#, "a"), (#""沪A·1""#, "沪A·1"),
            (#""a\"b\\c\/d\b\f\n\r\t""#, "a\"b\\c/d\u{8}\u{C}\n\r\t"), (#""\u4e2d\uD83D\uDE00""#, "中😀"),
            (#""\ud83d""#, "\u{FFFD}"), (#""\ud83dx\udc00""#, "\u{FFFD}x\u{FFFD}"),
            (#""12345678\n12345678""#, "12345678\n12345678"),
            ("[]", []), ("[ 1 , [ ] ]", [1, []]), ("{}", .object([])),
            (#"{"b":1, "a":{"c":null}}"#, .members(["b": 1, "a": .members(["c": .null])])),
            ("\u{FEFF}1", 1),
        ] as [(String, JSON)])
    func reads(_ text: String, _ expected: JSON) throws {
        #expect(try JSON.parse(text) == expected)
    }

    @Test(
        "is refused where it is malformed, with the byte",
        arguments: [
            ("", 0), ("  ", 2), ("nul", 0), ("NaN", 0), ("Infinity", 0), ("-", 0), ("+1", 0), ("01", 0), ("1.", 0),
            (".5", 0), ("1e", 0), ("1 2", 2), ("[1,]", 3), ("[1", 2), ("[1 2]", 3), ("[,1]", 1), (#"{"a":1,}"#, 7),
            (#"{"a" 1}"#, 5), (#"{a:1}"#, 1), (#"{"a":}"#, 5), (#"{"a":1"#, 6), ("'a'", 0), (#""a"#, 0), (#""\x""#, 1),
            (#""\u12g4""#, 1), (#""\u12"#, 1), ("\"a\nb\"", 2), ("{\"a\":1}}", 7), ("// no", 0), ("tru", 0), ("-a", 0),
            (#""\"#, 1), ("]", 0),
        ] as [(String, Int)])
    func refuses(_ text: String, _ offset: Int) {
        let error = #expect(throws: JSONError.self) { try JSON.parse(text) }
        #expect(error?.offset == offset, "\(text): \(String(describing: error))")
    }

    @Test(
        "is refused where it is no UTF-8",
        arguments: [
            [0x22, 0xC3, 0x22], [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
            [0x22, 0x5C, 0x6E, 0xC3, 0x22], [0xFF, 0xFE],
        ] as [[UInt8]])
    func refusesBytes(_ bytes: [UInt8]) {
        #expect(throws: JSONError.self) { try JSON.parse(bytes) }
    }

    @Test("may be 512 levels deep and no deeper")
    func depth() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        _ = try JSON.parse(nested(512))
        #expect(throws: JSONError(offset: 512, problem: "more than 512 levels")) { try JSON.parse(nested(513)) }
        #expect(throws: JSONError.self) { try JSON.parse(String(repeating: "[", count: 1_000_000)) }
        let wide = "[" + Array(repeating: "[]", count: 600).joined(separator: ",") + "]"
        _ = try JSON.parse(wide)
    }

    @Test("keeps members in order, and the last of a name counts")
    func members() throws {
        let document = try JSON.parse(#"{"z":1,"a":[10,20],"z":2}"#)
        #expect(document["z"] == 2)
        #expect(document["a"]?[-1] == 20)
        #expect(document["a"]?[2] == nil)
        #expect(document.text == #"{"z":1,"a":[10,20],"z":2}"#)
    }

    @Test(
        "is written compact, escaped, with all digits",
        arguments: [
            (#" { "a" : [ 1 , 2.50 , -0.001, 1e21, true , null ] } "#, #"{"a":[1,2.5,-0.001,1e+21,true,null]}"#),
            ("123456789012345678901234567890", "123456789012345678901234567890"),
            ("0.12345678901234567890", "0.12345678901234567890"),
            (#""\u0001\u001f\n\"\\\/é😀""#, #""\u0001\u001f\n\"\\/é😀""#),
        ])
    func writes(_ text: String, _ expected: String) throws {
        let document = try JSON.parse(text)
        #expect(document.text == expected)
        #expect(try JSON.parse(document.text) == document)
    }
}
