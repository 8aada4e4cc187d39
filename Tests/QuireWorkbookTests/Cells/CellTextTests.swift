import QuireWorkbook
import Testing

struct TextCase: CustomTestStringConvertible {
    var name: String
    var text: String
    var expected: String
    var oddity: CellOddity?

    var testDescription: String { name }

    static let long = String(repeating: "x", count: 32_767)
    static let all = [
        TextCase(name: "plain", text: "Acme & Söhne <合同>, \tnext\nline", expected: "Acme & Söhne <合同>, \tnext\nline"),
        TextCase(name: "empty", text: "", expected: ""),
        TextCase(name: "a control character early", text: "a\u{1}b", expected: "ab", oddity: .cleaned),
        TextCase(
            name: "a control character after eight bytes", text: "abcdefghi\u{1F}", expected: "abcdefghi",
            oddity: .cleaned),
        TextCase(name: "a NUL", text: "a\0b", expected: "ab", oddity: .cleaned),
        TextCase(name: "a noncharacter", text: "a\u{FFFE}b\u{FFFF}", expected: "ab", oddity: .cleaned),
        TextCase(name: "full-width punctuation, which begins with the same byte", text: "是，不是！", expected: "是，不是！"),
        TextCase(name: "line ends of other systems", text: "a\r\nb\rc", expected: "a\nb\nc"),
        TextCase(name: "an underscore", text: "snake_case_x", expected: "snake_case_x"),
        TextCase(name: "what looks like an escape", text: "a_x0041_b", expected: "a_x005F_x0041_b"),
        TextCase(name: "the longest", text: long, expected: long),
        TextCase(name: "one too long", text: long + "y", expected: long, oddity: .cut),
        TextCase(
            name: "too long by a character of two units", text: long.dropLast() + "😀",
            expected: String(long.dropLast()), oddity: .cut),
        TextCase(
            name: "more bytes than units", text: String(repeating: "中", count: 32_767),
            expected: String(repeating: "中", count: 32_767)),
    ]
}

@Test("Text in a cell", arguments: TextCase.all)
func cellText(_ example: TextCase) {
    let decided = CellText.decide(example.text, .plain)
    #expect(decided.cell == .text(example.expected))
    #expect(decided.oddity == example.oddity)
}

@Test(
    "A text's width",
    arguments: [
        ("", 0), ("abc", 3), ("合同", 4), ("a合", 3), ("é", 1), ("e\u{301}", 1), ("短\nlonger\nb", 6), ("ｆｕｌｌ", 8),
        ("한국", 4),
        ("😀", 2), ("Ω", 1),
    ])
func displayWidth(_ text: String, width: Int) {
    #expect(DisplayWidth.of(text) == width)
}

@Test(
    "A link's address",
    arguments: [
        ("https://example.com/a?b=c&d#e", "https://example.com/a?b=c&d#e"), ("HTTP://x", "HTTP://x"),
        ("mailto:a@b.example", "mailto:a@b.example"), ("javascript:alert(1)", nil), ("file:///etc/passwd", nil),
        ("internal:Sheet1!A1", nil), ("", nil), ("https://x/\u{1}", nil), ("https://x/\n", nil),
        ("https://x/external:y", "https://x/external%3Ay"),
        ("https://x/" + String(repeating: "y", count: 2_069), "https://x/" + String(repeating: "y", count: 2_069)),
        ("https://x/" + String(repeating: "y", count: 2_070), nil),
    ] as [(String, String?)])
func linkTarget(_ address: String, target: String?) {
    #expect(LinkTarget.check(address) == target)
}
