import QuireTesting
import Testing

private let styles = "it is one of good, bad, warn, muted, problem; 'styles' in quire.yaml adds others"
private let operands = "it is a number, text in quotes, a date such as 2026-01-31, or a parameter such as :limit"

private func highlight(_ name: String, _ marked: String, _ expected: [String]) -> LintCase {
    LintCase(
        name,
        """
        parameters:
          least: { type: number, default: 1 }
          names: { type: [text], required: false }
          code: { type: text, secret: true, required: false }
        columns:
          - { value: sn, highlight: [\(marked)] }
        """, expected)
}

@Test(
    "What a highlight cannot be is told at its place",
    arguments: [
        highlight(
            "unknown style", "{ when: < 0, style: 1️⃣god }",
            ["1️⃣ unknown-style: there is no style 'god' (did you mean 'good'?)"]),
        highlight(
            "a style far from any", "{ when: < 0, style: 1️⃣scarlet }",
            ["1️⃣ unknown-style: there is no style 'scarlet' (\(styles))"]),
        highlight(
            "no style", "1️⃣{ when: < 0 }",
            [
                "1️⃣ missing-key: a highlight with 'when' needs 'style'"
                    + " (such as style: bad; there are good, bad, warn, muted, problem)"
            ]),
        highlight(
            "a style of its own with what no highlight can change", "{ when: < 0, style: { 1️⃣wrap: true } }",
            ["1️⃣ unknown-key: unknown key 'wrap' (it takes bold, color, background)"]),
        highlight(
            "a style of its own that says nothing", "{ when: < 0, style: 1️⃣{} }",
            ["1️⃣ invalid-value: the style says nothing"]),
        highlight(
            "no rule", "1️⃣{ style: bad }",
            [
                "1️⃣ missing-key: a highlight needs a rule"
                    + " (it is one of when, data_bar, color_scale, icons, duplicates, top)"
            ]),
        highlight(
            "two rules", "1️⃣{ top: 3, data_bar: green, style: bad }",
            [
                "1️⃣ invalid-value: a highlight has one rule, not 'data_bar' and 'top' (write a highlight for each)"
            ]),
        highlight(
            "a style beside a bar", "{ data_bar: green, 1️⃣style: bad }",
            ["1️⃣ wrong-key: 'data_bar' takes no 'style' (its colours are its own)"]),
        highlight(
            "a style beside duplicates", "{ duplicates: warn, 1️⃣style: bad }",
            ["1️⃣ wrong-key: 'duplicates' takes no 'style' (write the style's name behind 'duplicates')"]),
        highlight(
            "one colour of a scale", "{ color_scale: 1️⃣[red] }",
            [
                "1️⃣ invalid-value: 'color_scale' takes 2 or 3 colours, not 1 (from the least number to the greatest)"
            ]),
        highlight(
            "unknown icons", "{ icons: 1️⃣arows }",
            ["1️⃣ invalid-value: 'icons' cannot be 'arows' (did you mean 'arrows'?)"]),
        highlight(
            "top of none", "{ top: 1️⃣0, style: good }", ["1️⃣ invalid-value: 'top' is from 1 to 1000"]),
        highlight(
            "misspelt key", "{ 1️⃣wenn: < 0, style: bad }",
            [
                "1️⃣ unknown-key: unknown key 'wenn'"
                    + " (it takes when, data_bar, color_scale, icons, duplicates, top)"
            ]),
        highlight(
            "nothing behind the rule", "1️⃣{ 2️⃣when: , style: bad }",
            [
                "1️⃣ missing-key: a highlight needs a rule"
                    + " (it is one of when, data_bar, color_scale, icons, duplicates, top)",
                "2️⃣ warning no-value: 'when' has no value and counts as left out"
                    + " (a '#' begins a comment: put text that holds one in quotes)",
            ]),
        highlight(
            "not a mapping", "1️⃣bad", ["1️⃣ wrong-type: a highlight is a mapping, not text"]),
        highlight(
            "an operator of other languages", "{ when: '1️⃣!= 0', style: bad }",
            ["1️⃣ invalid-value: '!=' compares nothing (did you mean '<>'?)"]),
        highlight(
            "an unknown word", "{ when: 1️⃣betwen 1 and 5, style: bad }",
            ["1️⃣ invalid-value: 'betwen' begins no condition (did you mean 'between'?)"]),
        highlight(
            "nothing to compare with", "{ when: '1️⃣< ', style: bad }",
            [
                "1️⃣ invalid-value: the condition ends where something to compare with has to follow (\(operands))"
            ]),
        highlight(
            "text without quotes", "{ when: = 1️⃣paid, style: bad }",
            ["1️⃣ invalid-value: 'paid' is nothing to compare with (put text in quotes: \"paid\")"]),
        highlight(
            "text whose quote is open", "{ when: '= 1️⃣\"paid', style: bad }",
            ["1️⃣ invalid-value: the quote is never closed"]),
        highlight(
            "a percentage", "{ when: < 1️⃣10%, style: bad }",
            ["1️⃣ invalid-value: '10%' is nothing to compare with (\(operands))"]),
        highlight(
            "a day that is none", "{ when: < 1️⃣2026-02-30, style: bad }",
            ["1️⃣ invalid-value: '2026-02-30' is no day of the calendar (dates are written 2026-01-31)"]),
        highlight(
            "a time with an offset", "{ when: '< 1️⃣2026-02-03T10:00:00+08:00', style: bad }",
            [
                "1️⃣ invalid-value: '2026-02-03T10:00:00+08:00' has an offset"
                    + " (leave it out: a condition sees times as the sheet shows them)"
            ]),
        highlight(
            "half of between", "{ when: between 1 1️⃣5, style: bad }",
            ["1️⃣ invalid-value: 'between' needs 'and' and a second value (write it as between 1 and 5)"]),
        highlight(
            "a number and a text", "{ when: between 1 and 1️⃣'5', style: bad }",
            [
                "1️⃣ invalid-value: 'between' needs two values of one kind (two numbers, two dates or two texts)"
            ]),
        highlight(
            "contains a number", "{ when: contains 1️⃣5, style: bad }",
            [
                "1️⃣ invalid-value: 'contains' takes text in quotes, or a parameter (write it as contains \"5\")"
            ]),
        highlight(
            "two conditions", "{ when: '> 1 1️⃣and < 5', style: bad }",
            [
                "1️⃣ invalid-value: 'and < 5' follows a condition that is whole"
                    + " (a highlight has one condition; write a highlight for each)"
            ]),
        highlight(
            "an unknown parameter", "{ when: '> 1️⃣:leest', style: bad }",
            ["1️⃣ unknown-parameter: there is no parameter 'leest' (did you mean 'least'?)"]),
        highlight(
            "a list", "{ when: '= 1️⃣:names', style: bad }",
            ["1️⃣ invalid-value: a condition compares with one value; 'names' is a list"]),
        highlight(
            "a secret", "{ when: '= 1️⃣:code', style: bad }",
            [
                "1️⃣ invalid-value: the parameter 'code' is secret, and a condition stands in the file"
                    + " (compare with a parameter that is not secret)"
            ]),
        LintCase(
            "blank where null shows a text",
            """
            columns:
              - { value: sn, empty: n/a, highlight: [1️⃣{ when: blank, style: bad }] }
            """,
            [
                "1️⃣ warning unused-highlight: no cell is blank, since 'n/a' is shown for null"
                    + " (write it as when: '= \"n/a\"')"
            ]),
    ])
func brokenHighlights(example: LintCase) {
    #expect(example.problems(in: .report) == example.expected)
}

@Test(
    "What choices and groups cannot be is told at its place",
    arguments: [
        LintCase(
            "no choices",
            """
            columns:
              - { value: sn, choices: 1️⃣[] }
            """, ["1️⃣ invalid-value: 'choices' lists at least one value"]),
        LintCase(
            "one choice without a list",
            """
            columns:
              - { value: sn, choices: 1️⃣east }
            """, ["1️⃣ wrong-type: 'choices' takes a list, not 'east'"]),
        LintCase(
            "empty choices",
            """
            columns:
              - { value: sn, choices: [east, 1️⃣'', 2️⃣null, 3️⃣[west]] }
            """,
            [
                "1️⃣ invalid-value: a choice cannot be nothing (leave it out: a cell may always be left blank)",
                "2️⃣ invalid-value: a choice cannot be nothing (leave it out: a cell may always be left blank)",
                "3️⃣ wrong-type: 'choices' takes a list of plain values, not a list",
            ]),
        LintCase(
            "more choices than a list shows",
            """
            columns:
              - { value: sn, choices: 1️⃣[\((0...32_767).map(String.init).joined(separator: ","))] }
            """,
            [
                "1️⃣ invalid-value: 'choices' lists 32768 values; a spreadsheet shows at most 32,767"
            ]),
        LintCase(
            "a group too deep",
            """
            columns:
              - { value: sn, group: 1️⃣8 }
            """, ["1️⃣ invalid-value: 'group' is from 0 to 7"]),
        LintCase(
            "a group that is no number",
            """
            columns:
              - { value: sn, group: 1️⃣true }
            """, ["1️⃣ wrong-type: 'group' takes a whole number, not 'true'"]),
    ])
func brokenColumnLists(example: LintCase) {
    #expect(example.problems(in: .report) == example.expected)
}
