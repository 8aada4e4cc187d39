import QuireCalendar
import QuireModel
import QuireTesting
import Testing

/// A cron, from when, and when it fires then.
private struct Case: Sendable, CustomTestStringConvertible {
    var cron: String
    var zone: String
    var start: String
    var fires: [String]
    var gap = GapRule.shift
    var fold = FoldRule.first

    init(
        _ cron: String, _ zone: String = "UTC", from start: String, gap: GapRule = .shift, fold: FoldRule = .first,
        _ fires: [String]
    ) {
        self.cron = cron
        self.zone = zone
        self.start = start
        self.fires = fires
        self.gap = gap
        self.fold = fold
    }

    var testDescription: String { "\(cron) in \(zone) from \(start), \(gap), \(fold)" }
}

@Test(
    "A cron fires when it should",
    arguments: [
        Case(
            "0 7 1 * *", "Asia/Shanghai", from: "2026-11-29 17:00",
            ["2026-12-01T07:00+08:00", "2027-01-01T07:00+08:00", "2027-02-01T07:00+08:00"]),
        Case("0 7 1 * *", from: "2026-12-01 07:00", ["2027-01-01T07:00+00:00"]),
        Case("0 7 1 * *", from: "2026-12-01 06:59:59.999999", ["2026-12-01T07:00+00:00"]),
        Case("0 7 1 * *", from: "1969-11-30 07:00", ["1969-12-01T07:00+00:00", "1970-01-01T07:00+00:00"]),
        Case(
            "0 0 29 2 *", from: "2095-01-01 00:00",
            ["2096-02-29T00:00+00:00", "2104-02-29T00:00+00:00", "2108-02-29T00:00+00:00"]),
        Case("0 0 29 2 */7", from: "2072-03-01 00:00", ["2088-02-29T00:00+00:00", "2128-02-29T00:00+00:00"]),
        Case(
            "0 0 L * *", from: "2028-01-31 00:00",
            ["2028-02-29T00:00+00:00", "2028-03-31T00:00+00:00", "2028-04-30T00:00+00:00"]),
        Case(
            "0 0 * * friL", from: "2026-01-01 00:00",
            ["2026-01-30T00:00+00:00", "2026-02-27T00:00+00:00", "2026-03-27T00:00+00:00"]),
        Case("0 0 13 * fri", from: "2026-02-01 00:00", ["2026-02-06T00:00+00:00", "2026-02-13T00:00+00:00"]),
        Case(
            "0 0 1 * mon", from: "2026-05-30 00:00",
            ["2026-06-01T00:00+00:00", "2026-06-08T00:00+00:00", "2026-06-15T00:00+00:00"]),
        // The day of the month begins with a star: both must fit.
        Case(
            "0 0 */2 * mon", from: "2026-06-01 00:00", ["2026-06-15T00:00+00:00", "2026-06-29T00:00+00:00"]),
        Case(
            "0 0 1-7 * */7", from: "2026-06-01 00:00", ["2026-06-07T00:00+00:00", "2026-07-05T00:00+00:00"]),
        Case(
            "30 2 * * *", "Europe/Berlin", from: "2026-03-28 02:00",
            ["2026-03-29T03:00+02:00", "2026-03-30T02:30+02:00"]),
        Case(
            "30 2 * * *", "Europe/Berlin", from: "2026-03-28 02:00", gap: .skip,
            ["2026-03-30T02:30+02:00", "2026-03-31T02:30+02:00"]),
        Case(
            "*/10 2,3 * * *", "Europe/Berlin", from: "2026-03-28 03:00",
            ["2026-03-29T03:00+02:00", "2026-03-29T03:10+02:00", "2026-03-29T03:20+02:00"]),
        Case(
            "30 2 * * *", "Europe/Berlin", from: "2026-10-24 12:00",
            ["2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00"]),
        Case(
            "30 2 * * *", "Europe/Berlin", from: "2026-10-24 12:00", fold: .last,
            ["2026-10-25T02:30+01:00", "2026-10-26T02:30+01:00"]),
        Case(
            "30 2 * * *", "Europe/Berlin", from: "2026-10-24 12:00", fold: .both,
            ["2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00", "2026-10-26T02:30+01:00"]),
        Case(
            "*/20 1,2 * * *", "Europe/Berlin", from: "2026-10-25 00:00", fold: .both,
            [
                "2026-10-25T02:20+02:00", "2026-10-25T02:40+02:00", "2026-10-25T02:00+01:00", "2026-10-25T02:20+01:00",
                "2026-10-25T02:40+01:00", "2026-10-26T01:00+01:00",
            ]),
        Case(
            "0 * * * *", "Europe/Berlin", from: "2026-10-24 23:00",
            ["2026-10-25T02:00+02:00", "2026-10-25T02:00+01:00", "2026-10-25T03:00+01:00"]),
        Case(
            "0 * * * *", "Europe/Berlin", from: "2026-03-29 00:00",
            ["2026-03-29T03:00+02:00", "2026-03-29T04:00+02:00"]),
        Case("0 */2 * * *", "Europe/Berlin", from: "2026-03-28 23:00", ["2026-03-29T04:00+02:00"]),
        Case(
            "15 2 * * *", "Australia/Lord_Howe", from: "2026-10-03 12:00",
            ["2026-10-04T02:30+11:00", "2026-10-05T02:15+11:00"]),
        Case(
            "45 1 * * *", "Australia/Lord_Howe", from: "2026-04-04 00:00", fold: .both,
            ["2026-04-05T01:45+11:00", "2026-04-05T01:45+10:30", "2026-04-06T01:45+10:30"]),
        Case(
            "30 0 * * *", "Africa/Cairo", from: "2026-04-22 12:00",
            ["2026-04-23T00:30+02:00", "2026-04-24T01:00+03:00", "2026-04-25T00:30+03:00"]),
        Case(
            "0 12 30 12 *", "Pacific/Apia", from: "2010-12-31 00:00",
            ["2011-12-31T00:00+14:00", "2012-12-30T12:00+14:00"]),
    ])
private func fires(example: Case) throws {
    let zone = try #require(Zone(identifier: example.zone))
    let times = FireTimes(try CronExpression(example.cron), in: zone, gap: example.gap, fold: example.fold)
    let found = times.all(after: moment(example.start)).prefix(example.fires.count).map { shown($0, in: zone) }
    #expect(found == example.fires)
}

@Test("A cron that fires in gaps alone never does where they are skipped")
func gapsAlone() throws {
    let zone = try #require(Zone(identifier: "Europe/Berlin"))
    let cron = try CronExpression("30 2 * 3 sunL")
    #expect(FireTimes(cron, in: zone, gap: .skip).next(after: moment("2026-01-01")) == nil)
    #expect(FireTimes(cron, in: zone).next(after: moment("2026-01-01")) == moment("2026-03-29 01:00"))
}

@Test("Any cron fires at the minutes that fit it, and at no others", arguments: 0..<60)
func randomCrons(seed: Int) throws {
    var dice = Dice(seed)
    let cron = RandomCron(&dice)
    let days = Int.random(in: 14_610..<27_000, using: &dice)
    let start = LocalDateTime(microseconds: Int64(days) * TimeOfDay.perDay - 1)
    let end = LocalDateTime(microseconds: Int64(days + 500) * TimeOfDay.perDay)
    let found = FireTimes(try CronExpression(cron.text), in: .utc).all(after: start).prefix { $0 < end }
    #expect(Array(found) == cron.fires(from: days, days: 500), "\(cron.text)")
}

/// A cron whose fields are known apart from its text.
private struct RandomCron {
    private(set) var text = ""
    private var fields: [Set<Int>] = []
    private var needsBoth: Bool
    private var hasLast: Bool

    init(_ dice: inout Dice) {
        var texts: [String] = []
        for range in [0...59, 0...23, 1...31, 1...12, 0...6] {
            let (text, numbers) = Self.field(range, &dice)
            texts.append(text)
            fields.append(numbers)
        }
        needsBoth = texts[2].hasPrefix("*") || texts[4].hasPrefix("*")
        hasLast = dice.roll(0.2)
        if hasLast { texts[2] += ",L" }
        text = texts.joined(separator: " ")
    }

    private static func field(_ range: ClosedRange<Int>, _ dice: inout Dice) -> (text: String, numbers: Set<Int>) {
        if dice.roll(0.3) { return ("*", Set(range)) }
        if dice.roll(0.3) {
            let step = Int.random(in: 2...5, using: &dice)
            return ("*/\(step)", Set(stride(from: range.lowerBound, through: range.upperBound, by: step)))
        }
        var texts: [String] = []
        var numbers: Set<Int> = []
        for _ in 0..<Int.random(in: 1...3, using: &dice) {
            let low = Int.random(in: range, using: &dice)
            let high = dice.roll(0.5) ? low : Int.random(in: low...range.upperBound, using: &dice)
            texts.append(low == high ? "\(low)" : "\(low)-\(high)")
            numbers.formUnion(low...high)
        }
        return (texts.joined(separator: ","), numbers)
    }

    func fires(from first: Int, days: Int) -> [LocalDateTime] {
        var fires: [LocalDateTime] = []
        for day in first..<first + days {
            let (_, month, number) = CalendarDate(daysSinceEpoch: day).components
            let isLast = CalendarDate(daysSinceEpoch: day + 1).components.day == 1
            let fitsMonth = fields[2].contains(number) || (hasLast && isLast)
            let fitsWeek = fields[4].contains((day + 4) % 7)
            guard fields[3].contains(month), needsBoth ? fitsMonth && fitsWeek : fitsMonth || fitsWeek else { continue }
            for hour in fields[1].sorted() {
                for minute in fields[0].sorted() {
                    let seconds = Int64(day) * 86_400 + Int64(hour * 60 + minute) * 60
                    fires.append(LocalDateTime(microseconds: seconds * 1_000_000))
                }
            }
        }
        return fires
    }
}
