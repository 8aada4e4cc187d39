import QuireDefinition
import QuireModel
import Testing

@testable import QuireRun

/// A value as a test writes it, and a cell's value.
struct Comparison: Sendable, CustomTestStringConvertible {
    var wanted: String
    var meaning: Scalar.Meaning
    var got: Value
    var isMet: Bool

    init(_ wanted: String, _ meaning: Scalar.Meaning, is got: Value) { self.init(wanted, meaning, got, true) }
    init(_ wanted: String, _ meaning: Scalar.Meaning, isNot got: Value) { self.init(wanted, meaning, got, false) }

    private init(_ wanted: String, _ meaning: Scalar.Meaning, _ got: Value, _ isMet: Bool) {
        self.wanted = wanted
        self.meaning = meaning
        self.got = got
        self.isMet = isMet
    }

    var testDescription: String { "\(wanted) \(isMet ? "is" : "is not") \(got)" }

    private static let day = CalendarDate(daysSinceEpoch: 20_455)
    private static let noon = TimeOfDay(microseconds: TimeOfDay.perDay / 2)
    private static let long = "12345678901234567.89"

    static let all = [
        Comparison("25", .integer(25), is: .integer(25)), Comparison("25", .integer(25), is: .number(25)),
        Comparison("25.0", .number(25), is: .integer(25)), Comparison("25", .integer(25), isNot: .number(25.001)),
        Comparison("0.3", .number(0.3), is: .number(0.1 + 0.2)), Comparison("0", .integer(0), is: .number(1e-17)),
        Comparison("1e9", .number(1e9), is: .number(1e9 + 0.5)),
        Comparison("1e9", .number(1e9), isNot: .number(1e9 + 5)),
        Comparison("1.5", .number(1.5), is: .interval(1.5)), Comparison(".nan", .number(.nan), is: .number(.nan)),
        Comparison(".inf", .number(.infinity), is: .number(.infinity)),
        Comparison("9007199254740993", .integer(9_007_199_254_740_993), isNot: .integer(9_007_199_254_740_992)),
        Comparison(long, .number(12_345_678_901_234_567.89), is: .decimal(long)),
        Comparison(long, .number(12_345_678_901_234_567.89), isNot: .decimal("12345678901234567.88")),
        Comparison("25", .text, isNot: .integer(25)), Comparison("25", .integer(25), isNot: .text("25")),
        Comparison("Acme", .text, is: .text("Acme")), Comparison("Acme", .text, isNot: .text("ACME")),
        Comparison("", .text, isNot: .null), Comparison("null", .null, is: .null),
        Comparison("null", .null, isNot: .text("null")), Comparison("null", .null, isNot: .integer(0)),
        Comparison("null", .null, isNot: .boolean(false)), Comparison("true", .boolean(true), is: .boolean(true)),
        Comparison("true", .boolean(true), isNot: .boolean(false)),
        Comparison("true", .boolean(true), isNot: .integer(1)), Comparison("2026-01-02", .text, is: .date(day)),
        Comparison("2026-01-02", .text, is: .text("2026-01-02")), Comparison("2026-01-03", .text, isNot: .date(day)),
        Comparison("2026-01-02", .text, isNot: .datetime(LocalDateTime(date: day, time: noon))),
        Comparison("2026-01-02 12:00", .text, is: .datetime(LocalDateTime(date: day, time: noon))),
        Comparison("2026-01-02T12:00:00", .text, is: .datetime(LocalDateTime(date: day, time: noon))),
        Comparison("2026-01-02T08:00+04:00", .text, isNot: .datetime(LocalDateTime(date: day, time: noon))),
        Comparison("2026-01-02T16:00+04:00", .text, is: .datetime(LocalDateTime(date: day, time: noon))),
        Comparison("12:00", .text, is: .time(noon)), Comparison("soon", .text, isNot: .date(day)),
    ]
}

@Test(
    "A cell is what a test wants by number, by the text of dates and times, and by every byte of a text",
    arguments: Comparison.all)
func wantedValue(_ comparison: Comparison) {
    let scalar = Scalar(text: comparison.wanted, style: .plain, meaning: comparison.meaning)
    let place = FilePosition(file: "a.test.yaml", line: 1, column: 1)
    let wanted = GivenValue(node: Node(.scalar(scalar), at: place))
    #expect(wanted.isMet(by: comparison.got) == comparison.isMet)
}
