import QuireModel
import QuireWorkbook
import Testing

struct CellCase: CustomTestStringConvertible {
    var value: Value
    var format: CellFormat
    var cell: Cell
    var kind: FormatKind

    init(_ value: Value, _ format: CellFormat, _ cell: Cell, _ kind: FormatKind) {
        self.value = value
        self.format = format
        self.cell = cell
        self.kind = kind
    }

    var testDescription: String { "\(value) as \(format)" }

    static let date = Value.date(CalendarDate(daysSinceEpoch: 20_484))
    static let noon = Value.datetime(LocalDateTime(microseconds: 20_484 * 86_400_000_000 + 43_200_000_000))
    static let longAgo = Value.date(CalendarDate(daysSinceEpoch: -25_509))
    static let firstDay = Value.date(CalendarDate(daysSinceEpoch: -25_508))
    static let quarter = Value.time(TimeOfDay(microseconds: 21_600_000_000))

    static let all: [CellCase] = [
        CellCase(.null, .general, .blank, .plain),
        CellCase(.text("=1+1"), .general, .text("=1+1"), .plain),
        CellCase(.text("007"), .number, .text("007"), .plain),
        CellCase(.text("007"), .integer, .text("007"), .plain),
        CellCase(.text("x"), .text, .text("x"), .text),
        CellCase(.boolean(true), .general, .boolean(true), .plain),
        CellCase(.boolean(true), .text, .text("true"), .text),
        CellCase(.boolean(false), .money, .boolean(false), .plain),
        CellCase(.integer(42), .general, .number(42), .plain),
        CellCase(.integer(42), .integer, .number(42), .number),
        CellCase(.integer(42), .text, .text("42"), .text),
        CellCase(.integer(42), .date, .number(42), .plain),
        CellCase(.integer(1 << 53), .general, .number(9_007_199_254_740_992), .plain),
        CellCase(.integer(1 << 53 + 1), .money, .text("9007199254740993"), .text),
        CellCase(.integer(-(1 << 53) - 1), .general, .text("-9007199254740993"), .text),
        CellCase(.integer(.min), .general, .text("-9223372036854775808"), .text),
        CellCase(.number(0.25), .percent, .number(0.25), .number),
        CellCase(.number(0.25), .text, .text("0.25"), .text),
        CellCase(.number(25), .text, .text("25"), .text),
        CellCase(.number(0.5), .time, .number(0.5), .time),
        CellCase(.number(-0.5), .time, .number(-0.5), .plain),
        CellCase(.number(.infinity), .general, .blank, .plain),
        CellCase(.number(.nan), .text, .blank, .plain),
        CellCase(.decimal("123456789012.345"), .money, .number(123456789012.345), .number),
        CellCase(.decimal("1234567890123.4567"), .money, .text("1234567890123.4567"), .text),
        CellCase(.decimal("0.0000000000000000125"), .general, .number(1.25e-17), .plain),
        CellCase(.decimal("1.50"), .text, .text("1.50"), .text),
        CellCase(date, .general, .number(46_053), .date),
        CellCase(date, .money, .number(46_053), .date),
        CellCase(date, .datetime, .number(46_053), .datetime),
        CellCase(date, .text, .text("2026-01-31"), .text),
        CellCase(date, .code("dd.mm.yyyy"), .number(46_053), .date),
        CellCase(date, .code("0.0"), .number(46_053), .date),
        CellCase(longAgo, .general, .text("1900-02-28"), .text),
        CellCase(firstDay, .general, .number(61), .date),
        CellCase(.date(CalendarDate(daysSinceEpoch: 2_932_896)), .general, .number(2_958_465), .date),
        CellCase(.date(CalendarDate(daysSinceEpoch: 2_932_897)), .general, .text("10000-01-01"), .text),
        CellCase(noon, .general, .number(46_053.5), .datetime),
        CellCase(noon, .date, .number(46_053), .date),
        CellCase(noon, .time, .number(0.5), .time),
        CellCase(noon, .text, .text("2026-01-31 12:00:00"), .text),
        CellCase(quarter, .general, .number(0.25), .time),
        CellCase(quarter, .time, .number(0.25), .time),
        CellCase(.interval(1.5), .general, .number(1.5), .interval),
        CellCase(.interval(1.5), .number, .number(1.5), .number),
        CellCase(.interval(-1.5), .general, .number(-1.5), .plain),
        CellCase(.text("2026-01-31"), .general, .text("2026-01-31"), .plain),
        CellCase(.text("2026-01-31"), .date, .number(46_053), .date),
        CellCase(.text("2026-01-31T12:00"), .date, .number(46_053), .date),
        CellCase(.text("2026-01-31T12:00:00"), .datetime, .number(46_053.5), .datetime),
        CellCase(.text("2026-01-31T12:00:00+08:00"), .datetime, .number(Double(46_053 * 6 + 1) / 6), .datetime),
        CellCase(.text("2026-01-31"), .code("d mmm yyyy"), .number(46_053), .date),
        CellCase(.text("1899-12-31"), .date, .text("1899-12-31"), .text),
        CellCase(.text("2026-02-30"), .date, .text("2026-02-30"), .plain),
        CellCase(.text("tomorrow"), .date, .text("tomorrow"), .plain),
        CellCase(.text("06:00"), .time, .number(0.25), .time),
        CellCase(.integer(7), .code("@"), .text("7"), .text),
        CellCase(.integer(7), .code("General"), .number(7), .plain),
        CellCase(.integer(7), .code("0.0000"), .number(7), .number),
    ]
}

@Test("A value under a format is this cell", arguments: CellCase.all)
func cellOfValue(_ example: CellCase) {
    let decided = CellRule(format: example.format).decide(example.value)
    #expect(decided.cell == example.cell)
    #expect(decided.kind == example.kind)
}

@Test("Null shows the column's text for it, other values do not")
func emptyText() {
    let rule = CellRule(format: .money, empty: "n/a")
    #expect(rule.decide(.null).cell == .text("n/a"))
    #expect(rule.decide(.text("")).cell == .text(""))
    #expect(rule.decide(.integer(0)).cell == .number(0))
}

@Test("What is lost in a cell is said", arguments: [Value.number(.nan), .number(-.infinity), .interval(.infinity)])
func notFinite(_ value: Value) {
    #expect(CellRule(format: .general).decide(value).oddity == .notFinite)
}
