import QuireComponents
import Testing

@Suite("Retry-After")
struct RetryAfterTests {
    @Test(
        "is seconds, or a date in one of three forms",
        arguments: [
            ("0", Duration.zero), ("120", .seconds(120)), (" 5 ", .seconds(5)), ("1.5", .seconds(1.5)),
            ("99999999999999999999", .seconds(1_000_000_000)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", .seconds(37)), ("Sunday, 06-Nov-94 08:49:37 GMT", .seconds(37)),
            ("Sun Nov  6 08:49:37 1994", .seconds(37)), ("Sun, 06 Nov 1994 08:48:00 GMT", .zero),
            ("-1", nil), ("", nil), ("tomorrow", nil), ("Sun, 31 Feb 1994 08:49:37 GMT", nil), ("nan", nil),
            ("Sun, 06 Nov 1994 08:49:37 +0800", nil),
        ] as [(String, Duration?)])
    func parse(_ text: String, _ expected: Duration?) {
        #expect(RetryAfter.parse(text, now: 784_111_740) == expected)
    }
}
