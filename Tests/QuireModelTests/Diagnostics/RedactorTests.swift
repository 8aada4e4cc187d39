import QuireModel
import Testing

@Suite("Redacting")
struct RedactorTests {
    private let redactor = Redactor(
        ["s3cret/ü", "s3cret", "", "line\n\"two\""],
        credentials: [.init(username: "anna", password: "p w+")])

    @Test(
        "hides a secret in every form in which it is sent, the longest first",
        arguments: [
            ("a s3cret b", "a *** b"), ("s3cret/üs3cret", "******"), ("czNjcmV0L8O8 x", "*** x"),
            ("s3cret%2F%C3%BC", "***"),
            ("s3cret%2f%c3%bc", "***"), (#"line\n\"two\""#, "***"), ("YW5uYTpwIHcr", "***"),
            ("p%20w%2B|p+w%2B|p w+", "***|***|***"),
            ("anna:p w+", "***"), ("anna", "anna"), (#"s3cret\/ü"#, "***"), ("", ""), ("czNjcmV0", "***"),
        ])
    func hides(_ text: String, _ expected: String) {
        #expect(redactor.redact(text) == expected)
    }

    @Test(
        "hides a secret whose characters are encoded one by one, in whatever way",
        arguments: [
            #"s3cret\/\u00fc"#, #"s3cret\u002F\u00FC"#, #"\u0073\u0033\u0063\u0072\u0065\u0074/ü"#, "s3cret/%c3%bc",
            "%733cret%2f%C3%BC", "s3cret&#x2F;&#252;", "s3cret&#47;&#xfc;", "s3cret/&#0252;",
        ])
    func encoded(_ text: String) {
        #expect(redactor.redact("a \(text) b") == "a *** b")
        #expect(redactor.finds(in: text))
    }

    @Test(
        "hides what has characters with a meaning in an encoding",
        arguments: [
            (#"a<b>&"c'\d%😀"#, #"a<b>&"c'\d%😀"#),
            (#"a<b>&"c'\d%😀"#, "a&lt;b&gt;&amp;&quot;c&#39;\\d%&#128512;"),
            (#"a<b>&"c'\d%😀"#, #"a\u003cb\u003e\u0026\"c'\\d%\uD83D\uDE00"#),
            (#"a<b>&"c'\d%😀"#, "a%3Cb%3e&%22c'%5Cd%25%F0%9F%98%80"), (#"a\nbcd"#, #"a\nbcd"#),
            (#"a\nbcd"#, #"a\\nbcd"#),
            ("a&amp;b", "a&amp;b"), ("a&amp;b", "a&amp;amp;b"), ("q?x=1&y=2", "q%3Fx=1&y=2"),
        ])
    func meaning(_ secret: String, _ text: String) {
        #expect(Redactor([secret]).redact("<\(text)>") == "<***>")
    }

    @Test("hides each longer line of a secret that has several, in every form")
    func lines() {
        let redactor = Redactor(["-----BEGIN KEY-----\nMIIEvQIBADAN\r\n  short\n  Zm9vYmFy+/==\n"])
        #expect(redactor.redact("line: MIIEvQIBADAN") == "line: ***")
        #expect(redactor.redact("Zm9vYmFy%2b%2F%3D%3D, short") == "***, short")
        #expect(redactor.redact("\"-----BEGIN KEY-----\"") == "\"***\"")
        #expect(redactor.redact(#"-----BEGIN KEY-----\nMIIEvQIBADAN\r\n  short\n  Zm9vYmFy+/==\n"#) == "***")
    }

    @Test("hides words only where they stand alone")
    func words() {
        let redactor = Redactor(["s3cret"], words: ["fail", ""])
        #expect(redactor.redact("fail: 2 failed, fail-fast, s3crets") == "***: 2 failed, ***-fast, ***s")
    }

    @Test(
        "hides one of less than four bytes where it stands alone, so that texts stay readable",
        arguments: [
            ("a: 1 and 12; MQ==", "***: *** and 12; ***"), ("2026-11-01T01:11", "2026-11-01T01:11"),
            ("data_1", "data_1"),
            (#"{"token":"a"}"#, #"{"token":"***"}"#), ("aé1", "aé1"), ("1", "***"), ("xabcdx", "x***x"),
        ])
    func short(_ text: String, _ expected: String) {
        let redactor = Redactor(["a", "1", "abcd"])
        #expect(redactor.redact(text) == expected)
        #expect(redactor.finds(in: text) == (text != expected))
    }

    @Test(
        "knows base64",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ])
    func base64(_ text: String, _ expected: String) {
        #expect(String(decoding: Base64.encode(Array(text.utf8)), as: UTF8.self) == expected)
    }
}
