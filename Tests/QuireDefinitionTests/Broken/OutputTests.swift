import QuireTesting
import Testing

@Test(
    "What the output cannot be is told at its place",
    arguments: [
        LintCase(
            "unknown parameter in the file's name",
            """
            output: { file: 'a-1️⃣{regoin}-2️⃣{x}.xlsx' }
            parameters: { region: { type: text } }
            """,
            [
                "1️⃣ unknown-parameter: there is no parameter 'regoin' (did you mean 'region'?)",
                "2️⃣ unknown-parameter: there is no parameter 'x'"
                    + " (it may be region, report, today, now, run)",
            ]),
        LintCase(
            "secret parameter in the file's name",
            """
            output: { file: 'a-1️⃣{pass}.xlsx' }
            parameters: { pass: { type: text, secret: true } }
            """,
            ["1️⃣ invalid-value: the parameter 'pass' is secret, and this text is seen (leave it out)"]),
        LintCase(
            "brace that is not closed",
            "output: { file: 'a-1️⃣{region.xlsx' }",
            [
                "1️⃣ invalid-template: '{' without '}' in 'a-{region.xlsx'"
                    + " (a placeholder is the name of a parameter in braces)"
            ]),
        LintCase(
            "unknown format of the output",
            "output: { format: 1️⃣pdf }",
            [
                "1️⃣ invalid-value: there is no format 'pdf' (it is one of xlsx, csv, ndjson, html)"
            ]),
        LintCase(
            "misspelt format of the output",
            "output: { format: 1️⃣ndjsn }",
            [
                "1️⃣ invalid-value: there is no format 'ndjsn' (did you mean 'ndjson'?)"
            ]),
        LintCase(
            "unknown header of csv",
            "output: { csv: { header: 1️⃣ids } }",
            [
                "1️⃣ invalid-value: 'header' cannot be 'ids' (did you mean 'id'?)"
            ]),
        LintCase(
            "unknown treatment of formulas",
            "output: { csv: { formulas: 1️⃣remove } }",
            [
                "1️⃣ invalid-value: 'formulas' cannot be 'remove' (it is one of guard, keep)"
            ]),
        LintCase(
            "bom is a number",
            "output: { csv: { bom: 1️⃣1 } }",
            [
                "1️⃣ wrong-type: 'bom' takes true or false, not '1'"
            ]),
        LintCase(
            "unknown treatment of empty reports",
            "output: { empty: 1️⃣none }",
            [
                "1️⃣ invalid-value: 'empty' cannot be 'none' (it is one of file, skip)"
            ]),
        LintCase(
            "output is text",
            "output: 1️⃣a.xlsx",
            [
                "1️⃣ wrong-type: the output is a mapping, not text"
            ]),
        LintCase(
            "variable in a report",
            "title: 1️⃣${TITLE}",
            [
                "1️⃣ warning plain-variable: '${' is plain text in a report"
                    + " (variables work in quire.yaml and in services)"
            ]),
        LintCase(
            "variables in lists and blocks",
            """
            description: 1️⃣|
              a
              ${X}
            columns:
              - { title: 2️⃣'${Y}', value: sn }
            """,
            [
                "1️⃣ warning plain-variable: '${' is plain text in a report"
                    + " (variables work in quire.yaml and in services)",
                "2️⃣ warning plain-variable: '${' is plain text in a report"
                    + " (variables work in quire.yaml and in services)",
            ]),
    ])
func brokenOutputs(example: LintCase) {
    #expect(example.problems(in: .report) == example.expected)
}
