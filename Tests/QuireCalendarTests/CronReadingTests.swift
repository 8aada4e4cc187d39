import QuireCalendar
import QuireModel
import QuireTesting
import Testing

/// A cron with marks, and what is wrong with it.
private struct Broken: Sendable, CustomTestStringConvertible {
    var marked: String
    var message: String
    var hint: String

    init(_ marked: String, _ message: String, _ hint: String) {
        self.marked = marked
        self.message = message
        self.hint = hint
    }

    var testDescription: String { marked }
}

private let fields = "(minute, hour, day of the month, month and day of the week)"

@Test(
    "What is wrong with a cron is told at its place, with what to write",
    arguments: [
        Broken(
            "1️⃣", "a cron has five fields: minute, hour, day of the month, month and day of the week",
            "such as '0 7 1 * *', at 07:00 on the 1st of each month"),
        Broken(
            "1️⃣0 7 1", "a cron has five fields \(fields), not 3", "add month, day of the week; '*' stands for any"),
        Broken(
            "0 0 7 1 * 1️⃣*", "a cron has five fields \(fields), not 6",
            "leave out seconds and years; lists are written without spaces"),
        Broken("0 1️⃣7, 8 1 * *", "a cron has five fields \(fields), not 6", "leave out the space behind '7,'"),
        Broken("1️⃣@dayly", "there is no '@dayly'", "did you mean '@daily'?"),
        Broken(
            "1️⃣@reboot", "'@reboot' is no time of the calendar",
            "write five fields, such as '0 7 1 * *', at 07:00 on the 1st of each month"),
        Broken("1️⃣61 7 * * *", "'61' is no minute", "minutes are from 0 to 59"),
        Broken("1️⃣60 7 * * *", "'60' is no minute", "minutes are from 0 to 59: the full hour is 0"),
        Broken("0 1️⃣24 * * *", "'24' is no hour", "hours are from 0 to 23: midnight is 0"),
        Broken("0 7 1️⃣0 * *", "'0' is no day of the month", "days of the month are from 1 to 31"),
        Broken("0 7 1 1️⃣13 *", "'13' is no month", "months are from 1 to 12, or jan to dec"),
        Broken("0 7 1 1️⃣agu *", "'agu' is no month", "did you mean 'aug'?"),
        Broken("0 7 * * 1️⃣8", "'8' is no day of the week", "days of the week are from 0 to 7, or sun to sat"),
        Broken("0 7 * * mon,1️⃣tues", "'tues' is no day of the week", "did you mean 'tue'?"),
        Broken("0 7 1️⃣? * mon", "'?' is no day of the month", "write * for any"),
        Broken(
            "0 7 1️⃣15W * *", "'15W' is no day of the month", "'W' is not known: name the days, as in 1 or 1-3"),
        Broken(
            "0 7 * * 1️⃣fri#2", "'fri#2' is no day of the week",
            "'#' is not known: one cron cannot say which day of the week of the month is meant, but for L, the last"),
        Broken(
            "0 7 1️⃣L-3 * *", "'L-3' is no day of the month",
            "L is the last day of the month, and no days before it can be counted"),
        Broken("0 7 1️⃣L/2 * *", "'L/2' mixes L with a range or a step", "write L by itself, as in 1-5,L"),
        Broken(
            "0 7 * * 1️⃣L", "'L' does not say of which day of the week the last is meant",
            "write friL or 5L for the month's last Friday"),
        Broken(
            "0 7 * * mon-1️⃣friL".replacing("mon-1️⃣", with: "1️⃣mon-"), "'mon-friL' mixes L with a range or a step",
            "write L by itself, as in 1-5,L"),
        Broken(
            "0,1️⃣,5 7 * * *", "a minute is missing", "write values with single commas between them, as in 1,2"),
        Broken("*/1️⃣0 7 * * *", "'0' is no step", "a step is a number from 1 on, as in */5"),
        Broken("*/1️⃣ 7 * * *", "'' is no step", "a step is a number from 1 on, as in */5"),
        Broken("1️⃣+5 7 * * *", "'+5' is no minute", "minutes are from 0 to 59"),
        Broken(
            "1️⃣99999999999999999999 7 * * *", "'99999999999999999999' is no minute", "minutes are from 0 to 59"),
        Broken("0 1️⃣22-2 * * *", "the range '22-2' runs backwards", "write 22-23,0-2"),
        Broken("0 1️⃣23-0 * * *", "the range '23-0' runs backwards", "write 23,0"),
        Broken("1️⃣50-10/5 * * * *", "the range '50-10' runs backwards", "write 50-59,0-10"),
        Broken("0 7 * 1️⃣nov-feb *", "the range 'nov-feb' runs backwards", "write nov-dec,jan-feb"),
        Broken("0 7 * * 1️⃣fri-mon", "the range 'fri-mon' runs backwards", "write fri-sat,sun-mon"),
        Broken("0 7 * * 1️⃣5-0", "the range '5-0' runs backwards", "write 5-6,0"),
        Broken("0 7 * * 1️⃣7-2", "the range '7-2' runs backwards", "write 0-2"),
        Broken(
            "0 7 1️⃣30 2 *", "this cron never fires: no such month has a day of the month '30'",
            "L is the last day of each month"),
        Broken(
            "0 7 1️⃣31 4,6,9,11 *", "this cron never fires: no such month has a day of the month '31'",
            "L is the last day of each month"),
        Broken(
            "0 7 1️⃣30 feb */2", "this cron never fires: no such month has a day of the month '30'",
            "L is the last day of each month"),
    ])
private func brokenCrons(broken: Broken) {
    let marks = MarkedText(broken.marked)
    do {
        _ = try CronExpression(marks.text)
        Issue.record("it is taken")
    } catch {
        #expect(error.message == broken.message)
        #expect(error.hint == broken.hint)
        #expect(error.offset == (marks.places[1]?.column ?? 0) - 1)
    }
}

@Test(
    "A cron is the same however it is written",
    arguments: [
        ("@daily", "0 0 * * *"), ("@Midnight", "0 0 * * *"), ("@hourly", "0 * * * *"), ("@weekly", "0 0 * * 0"),
        ("@monthly", "0 0 1 * *"), ("@yearly", "0 0 1 1 *"), ("@annually", "0 0 1 1 *"),
        ("5/15 7 * * *", "5,20,35,50 7 * * *"), ("10-20/5 7 * * *", "10,15,20 7 * * *"),
        ("0 7 * * mon-fri", "0 7 * * 1-5"), ("0 7 * * sat-sun", "0 7 * * 6,0"), ("0 7 * * fri-7", "0 7 * * 0,5,6"),
        ("0 7 * * 7", "0 7 * * 0"), ("0 7 * * 7L", "0 7 * * sunL"), ("0 7 * JAN-mar Mon", "0 7 * 1,2,3 1"),
        ("  0\t7 1  * * \n", "0 7 1 * *"), ("00 07 01 * *", "0 7 1 * *"), ("0 7 l * *", "0 7 L * *"),
        ("0 7 * * mon/2", "0 7 * * 1,3,5"), ("0 7 1/10 * *", "0 7 1,11,21,31 * *"),
    ])
func otherWritings(one: String, other: String) throws {
    let start = moment("2026-01-15 00:00")
    let fires = try [one, other].map { text in
        Array(FireTimes(try CronExpression(text), in: .utc).all(after: start).prefix(40))
    }
    #expect(fires[0] == fires[1])
}

@Test("A step that passes over everything is doubted")
func doubts() throws {
    let cron = try CronExpression("*/90 7 * * *")
    #expect(cron.doubts.map(\.message) == ["a step of 90 passes over all other minutes"])
    #expect(cron.doubts.map(\.hint) == ["that leaves 0 alone: write 0 if it is meant"])
    #expect(cron.doubts.map(\.offset) == [2])
    #expect(try CronExpression("*/30 */12 */10 */6 */3").doubts.isEmpty)
}
