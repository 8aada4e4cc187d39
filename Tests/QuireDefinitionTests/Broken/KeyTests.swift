import QuireTesting
import Testing

@Test(
    "Keys that are unknown, repeated, missing or of a later version are told with the nearest name",
    arguments: [
        LintCase(
            "misspelt key of the report",
            "1️⃣titel: Contracts",
            [
                "1️⃣ unknown-key: unknown key 'titel' (did you mean 'title'?)"
            ]),
        LintCase(
            "misspelt key of a column",
            """
            columns:
              - { value: sn, 1️⃣titel: Name }
            """,
            [
                "1️⃣ unknown-key: unknown key 'titel' (did you mean 'title'?)"
            ]),
        LintCase(
            "misspelt key that must be there",
            """
            columns:
              - 1️⃣valeu: sn
            """,
            [
                "1️⃣ unknown-key: unknown key 'valeu' (did you mean 'value'?)"
            ]),
        LintCase(
            "unknown key without a near name",
            """
            columns:
              - { value: sn, 1️⃣colour_scheme: red }
            """,
            [
                "1️⃣ unknown-key: unknown key 'colour_scheme'"
                    + " (it takes id, title, format, width, align, wrap, bold, color, background, total, empty, link, note, highlight, choices, hidden, group)"
            ]),
        LintCase(
            "repeated key",
            """
            title: a
            1️⃣title: b
            """,
            [
                "1️⃣ duplicate-key: 'title' is here a second time; the first is on line 1"
            ]),
        LintCase(
            "repeated key and a misspelt one",
            """
            title: a
            1️⃣title: b
            2️⃣descripton: c
            """,
            [
                "1️⃣ duplicate-key: 'title' is here a second time; the first is on line 1",
                "2️⃣ unknown-key: unknown key 'descripton' (did you mean 'description'?)",
            ]),
        LintCase(
            "two unknown keys",
            """
            1️⃣a: 1
            2️⃣b: 2
            """,
            [
                "1️⃣ unknown-key: unknown key 'a' (it takes title, description, parameters, enrich, sheets, output, deliver, schedule, access)",
                "2️⃣ unknown-key: unknown key 'b' (it takes title, description, parameters, enrich, sheets, output, deliver, schedule, access)",
            ]),
        LintCase(
            "a report that is a list",
            "1️⃣- sn",
            [
                "1️⃣ wrong-type: a report is a mapping, not a list"
            ], isWhole: true),
        LintCase(
            "nothing but a title",
            "1️⃣title: only",
            [
                "1️⃣ missing-key: a report needs 'source' (Where the rows come from.)",
                "1️⃣ missing-key: a report needs 'columns' (What the sheet shows, in order.)",
            ], isWhole: true),
        LintCase(
            "columns is text",
            "columns: 1️⃣sn",
            [
                "1️⃣ wrong-type: 'columns' takes a list, not 'sn'"
            ]),
        LintCase(
            "no columns",
            "columns: 1️⃣[]",
            [
                "1️⃣ missing-value: a report needs at least one column"
            ]),
        LintCase(
            "columns without a value",
            "1️⃣columns:",
            [
                "1️⃣ warning no-value: 'columns' has no value and counts as left out (a '#' begins a comment: put text that holds one in quotes)",
                "1️⃣ missing-key: a report needs 'columns' (What the sheet shows, in order.)",
            ]),
        LintCase(
            "a column that is a list",
            """
            columns:
              - 1️⃣[sn]
            """,
            [
                "1️⃣ wrong-type: a column is a mapping, not a list"
            ]),
        LintCase(
            "column without value",
            """
            columns:
              - 1️⃣{ title: Name }
            """,
            [
                "1️⃣ missing-key: a column needs 'value' (An expression over the row.)"
            ]),
        LintCase(
            "title is a list",
            "title: 1️⃣[a]",
            [
                "1️⃣ wrong-type: 'title' takes text, not a list"
            ]),
        LintCase(
            "sheets in place of columns",
            """
            sheets: 1️⃣[]
            source: { connection: crm, query: SELECT 1 }
            """,
            [
                "1️⃣ missing-value: 'sheets' has no sheet (leave it out for one sheet of the report's columns)"
            ], isWhole: true),
        LintCase(
            "misspelt schedule",
            "1️⃣shedule: {}",
            [
                "1️⃣ unknown-key: unknown key 'shedule' (did you mean 'schedule'?)"
            ]),
    ])
func brokenKeys(example: LintCase) {
    #expect(example.problems(in: .report) == example.expected)
}
