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
