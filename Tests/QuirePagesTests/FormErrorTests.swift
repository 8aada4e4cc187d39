import QuireModel
import Testing

@testable import QuirePages

/// What is said beside a field that does not fit.
@Suite struct FormErrorTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var problem: InputProblem
        var english: String
        var chinese: String

        init(_ problem: InputProblem, _ english: String, _ chinese: String) {
            self.problem = problem
            self.english = english
            self.chinese = chinese
        }

        var testDescription: String { english }
    }

    @Test(
        "each problem has its words in both languages, without the command line's",
        arguments: [
            Case(.missing, "This needs a value.", "此项必填。"),
            Case(.unfit(.text, given: "null"), "Give a text, not 'null'.", "请填写文本，不能是“null”。"),
            Case(.unfit(.integer, given: "1.5"), "Give a whole number, not '1.5'.", "请填写整数，不能是“1.5”。"),
            Case(.unfit(.number, given: "much"), "Give a number, not 'much'.", "请填写数字，不能是“much”。"),
            Case(.unfit(.boolean, given: "yes"), "Give true or false, not 'yes'.", "请填写 true 或 false，不能是“yes”。"),
            Case(
                .unfit(.date, given: "2026-02-30"), "Give a date such as 2026-01-31, not '2026-02-30'.",
                "请填写日期，例如 2026-01-31，不能是“2026-02-30”。"),
            Case(
                .unfit(.datetime, given: "noon"), "Give a date and time such as 2026-01-31T08:00, not 'noon'.",
                "请填写日期和时间，例如 2026-01-31T08:00，不能是“noon”。"),
            Case(
                .outsideIntegers, "Give a whole number from -9223372036854775808 to 9223372036854775807.",
                "请填写 -9223372036854775808 到 9223372036854775807 之间的整数。"),
            Case(
                .notAmong(["east", "west"], given: "eats"), "There is no choice 'eats'. There are east, west.",
                "没有“eats”这一选项，可选：east、west。"),
            Case(.below("1", given: "0"), "The least is 1, and '0' is below it.", "最小为 1，“0”过小。"),
            Case(.above("5", given: "6"), "The most is 5, and '6' is above it.", "最大为 5，“6”过大。"),
            Case(
                .differs(pattern: "C{given}", given: "{pattern}"), "'{pattern}' does not match the pattern C{given}.",
                "“{pattern}”不符合格式 C{given}。"),
            Case(
                .overdue(pattern: "(a+)*", given: "aa!"),
                "It takes too long to see whether 'aa!' matches the pattern (a+)*.", "检查“aa!”是否符合格式 (a+)* 耗时过长。"),
            Case(
                .unknownColumn("amuont", known: ["sn", "amount"]),
                "There is no column 'amuont'. There are sn, amount.", "没有“amuont”这一列，现有的列：sn、amount。"),
            Case(.repeatedColumn("sn"), "The column 'sn' is named twice.", "“sn”这一列写了两次。"),
            Case(.noColumn, "Give the ids of columns, such as -amount, sn.", "请填写列的标识，例如 -amount, sn。"),
            Case(
                .notSortable, "The rows of this report come in the order of its query; they cannot be sorted here.",
                "此报表的行按其查询的顺序排列，不能在此排序。"),
        ])
    func words(example: Case) {
        let diagnostic = Diagnostic("a-code", "of the line", at: nil, hint: "give it as x=1", example.problem)
        #expect(FormError(field: "p.x", [diagnostic], in: .english).message == example.english)
        #expect(FormError(field: "p.x", [diagnostic], in: .chinese).message == example.chinese)
    }

    @Test("a filter's problems keep their words and hints, in a sentence of the page")
    func filter() {
        let diagnostics = [
            Diagnostic(.error, "a", "there is no field 'amuont'", at: nil, hint: "did you mean 'amount'?"),
            Diagnostic(.error, "b", "'>' makes no sense here", at: nil),
        ]
        let words = "there is no field 'amuont' (did you mean 'amount'?); '>' makes no sense here"
        #expect(
            FormError(field: "where", diagnostics, in: .english).message == "The filter cannot be used: \(words)")
        #expect(FormError(field: "where", diagnostics, in: .chinese).message == "筛选表达式无法使用：\(words)")
    }

    @Test("what pages have no words for is said without its hint, which is for a command line")
    func others() {
        let diagnostic = Diagnostic(.error, "a", "it cannot be", at: nil, hint: "try --other")
        #expect(FormError(field: nil, [diagnostic, diagnostic], in: .english).message == "it cannot be it cannot be")
        #expect(FormError(field: nil, [diagnostic], in: .chinese).message == "无法执行：it cannot be")
    }

    @Test("each reason why something is not possible has a text of its own")
    func reasons() {
        for language in Language.allCases {
            func text(_ reason: ErrorPage.Reason?) -> String {
                ErrorPage(.conflict, reason).html(in: Sample.frame(language))
            }
            let texts = ErrorPage.Reason.allCases.map(text)
            #expect(Set(texts + [text(nil)]).count == texts.count + 1)
        }
        #expect(
            ErrorPage(.conflict, .runUnderWay).html(in: Sample.frame(.chinese)).contains("运行正在进行。"))
    }

    @Test("what is wrong with a schedule is said in the page's language")
    func warnings() {
        var item = Sample.schedules.schedules[0]
        func text(_ warning: ScheduleItem.Warning, _ language: Language) -> String {
            item.warning = warning
            return SchedulesPage(schedules: [item]).html(in: Sample.frame(language))
        }
        #expect(text(.broken, .english).contains("The report has errors, so that nothing is run"))
        #expect(text(.broken, .chinese).contains("报表定义有错误，修正之前不会运行。"))
        #expect(text(.late(run: "R7"), .english).contains("R7 was under way when the next was due."))
        #expect(text(.late(run: "R7"), .chinese).contains("下一次触发时 R7 仍在运行。"))
    }
}
