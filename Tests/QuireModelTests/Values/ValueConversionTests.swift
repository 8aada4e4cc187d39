import QuireModel
import Testing

@Suite("A value of another type")
struct ValueConversionTests {
    private static func date(_ text: String) -> Value? { CalendarDate(text).map(Value.date) }
    private static func datetime(_ text: String) -> Value? { LocalDateTime.parse(text).map { .datetime($0.moment) } }

    @Test(
        "is read from text",
        arguments: [
            (.text, " a ", .text(" a ")), (.integer, "12", .integer(12)), (.integer, " -7 ", .integer(-7)),
            (.integer, "+7", .integer(7)), (.integer, "007", .integer(7)), (.integer, "1.0", .integer(1)),
            (.integer, "1e3", .integer(1000)), (.integer, "1.5", nil), (.integer, "1_000", nil), (.integer, "", nil),
            (.integer, "0x1F", nil), (.integer, "+-1", nil),
            (.integer, "12345678901234567890", .decimal("12345678901234567890")),
            (.number, "0.25", .number(0.25)), (.number, ".5", .number(0.5)), (.number, "5.", nil),
            (.number, "0.12345678901234567", .decimal("0.12345678901234567")), (.number, "NaN", nil),
            (.number, "1,5", nil),
            (.number, "12 CNY", nil), (.boolean, "TRUE", .boolean(true)), (.boolean, "0", .boolean(false)),
            (.boolean, "yes", nil), (.date, "2026-01-02", date("2026-01-02")), (.date, "2026-02-30", nil),
            (.date, "2026-01-02T00:00:00", date("2026-01-02")), (.date, "2026-01-02T00:00:01", nil),
            (.datetime, "2026-01-02T03:04:05Z", datetime("2026-01-02 11:04:05")),
            (.datetime, "2026-01-02 03:04:05+08:00", datetime("2026-01-02 03:04:05")),
            (.datetime, "2026-01-02", datetime("2026-01-02")), (.datetime, "soon", nil),
            (.time, "12:30", TimeOfDay("12:30").map(Value.time)), (.interval, "1.5", .interval(1.5)),
            (.json, "[1]", .text("[1]")), (.json, "[1", nil),
        ] as [(FieldType, String, Value?)])
    func reads(_ type: FieldType, _ text: String, _ expected: Value?) {
        let shanghai: LocalZone = { LocalDateTime(microseconds: $0.microseconds + 8 * 3_600_000_000) }
        #expect(type.read(text, zone: shanghai) == expected)
    }

    @Test(
        "is taken from JSON where nothing is lost",
        arguments: [
            (.number, "\"0.25\"", .number(0.25)), (.number, "5", .number(5)), (.number, "true", nil),
            (.number, "9007199254740993", .decimal("9007199254740993")), (.integer, "1.0", .integer(1)),
            (.integer, "1.5", nil), (.integer, "1e30", nil), (.text, "5", .text("5")), (.text, "1.50", .text("1.5")),
            (.text, "true", .text("true")), (.text, "[1, 2]", .text("[1,2]")), (.boolean, "\"true\"", .boolean(true)),
            (.boolean, "1", .boolean(true)), (.boolean, "2", nil), (.date, "\"2026-01-02\"", date("2026-01-02")),
            (.date, "20260102", nil), (.json, "{ \"a\": 1 }", .text("{\"a\":1}")), (.integer, "null", .null),
            (.integer, "{}", nil), (.number, "[]", nil),
        ] as [(FieldType, String, Value?)])
    func takesJSON(_ type: FieldType, _ text: String, _ expected: Value?) throws {
        #expect(type.convert(try JSON.parse(text)) == expected)
    }

    @Test(
        "is converted where nothing is lost",
        arguments: [
            (.text, .integer(5), .text("5")), (.text, .date(CalendarDate(daysSinceEpoch: 0)), .text("1970-01-01")),
            (.integer, .number(2), .integer(2)), (.integer, .number(2.5), nil), (.number, .integer(2), .number(2)),
            (.integer, .boolean(true), nil), (.boolean, .integer(0), .boolean(false)), (.date, .integer(0), nil),
            (.datetime, .date(CalendarDate(daysSinceEpoch: 1)), datetime("1970-01-02")), (.text, .null, .null),
            (.integer, .decimal("12.0"), .integer(12)), (.json, .boolean(true), .text("true")),
        ] as [(FieldType, Value, Value?)])
    func converts(_ type: FieldType, _ value: Value, _ expected: Value?) {
        #expect(type.convert(value) == expected)
    }

    @Test(
        "is written to JSON with all its digits",
        arguments: [
            (.null, "null"), (.integer(5), "5"), (.number(0.25), "0.25"), (.text("a"), "\"a\""),
            (.decimal("0.12345678901234567"), "0.12345678901234567"), (.decimal("NaN"), "\"NaN\""),
            (.date(CalendarDate(daysSinceEpoch: 0)), "\"1970-01-01\""),
            (.datetime(LocalDateTime(microseconds: 1_500_000)), "\"1970-01-01T00:00:01.5\""),
        ] as [(Value, String)])
    func writes(_ value: Value, _ expected: String) {
        #expect(JSON(value).text == expected)
    }
}
