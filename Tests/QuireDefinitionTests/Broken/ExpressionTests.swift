import QuireTesting
import Testing

@Test(
    "What is wrong in an expression is told where it stands in the file",
    arguments: [
        LintCase(
            "parenthesis that is not closed",
            """
            columns:
              - value: round1️⃣(amount
            """,
            [
                "1️⃣ expression-syntax: the parenthesis is never closed"
            ]),
        LintCase(
            "expression in quotes",
            """
            columns:
              - value: "amount + 1️⃣:frm"
            """,
            [
                "1️⃣ unknown-parameter: there is no parameter ':frm'"
            ]),
        LintCase(
            "expression in single quotes",
            """
            columns:
              - value: 'coalesce(a, ''x'') + 1️⃣:frm'
            """,
            [
                "1️⃣ unknown-parameter: there is no parameter ':frm'"
            ]),
        LintCase(
            "expression in a block",
            """
            columns:
              - title: A
                value: |
                  case when amount > 0
                       then 1️⃣:frm
                  end
            """,
            [
                "1️⃣ unknown-parameter: there is no parameter ':frm'"
            ]),
        LintCase(
            "two wrong names in one expression",
            """
            columns:
              - { title: A, value: "1️⃣:a + 2️⃣:b" }
            """,
            [
                "1️⃣ unknown-parameter: there is no parameter ':a'",
                "2️⃣ unknown-parameter: there is no parameter ':b'",
            ]),
        LintCase(
            "expression over two lines",
            """
            columns:
              - title: A
                value: 1️⃣amount +
                  :frm
            """,
            [
                "1️⃣ unknown-parameter: there is no parameter ':frm'"
            ]),
        LintCase(
            "unknown function",
            """
            columns:
              - { title: A, value: 1️⃣rond(amount) }
            """,
            [
                "1️⃣ unknown-function: there is no function 'rond' (did you mean 'round'?)"
            ]),
        LintCase(
            "now is refused",
            """
            columns:
              - { title: A, value: date(1️⃣'now') }
            """,
            [
                "1️⃣ expression-forbidden: an expression does not read the clock"
                    + " (use :today, :now or :scheduled_at, which are fixed for the run)"
            ]),
        LintCase(
            "sub-select",
            """
            columns:
              - { title: A, value: (1️⃣select 1) }
            """,
            [
                "1️⃣ expression-forbidden: an expression holds no SELECT of its own"
                    + " (it sees one row: its fields, its enrichments and parameters)"
            ]),
        LintCase(
            "nearest parameter",
            """
            parameters: { signed_from: { type: date } }
            columns:
              - { title: A, value: "1️⃣:signed_form" }
            """,
            [
                "1️⃣ unknown-parameter: there is no parameter ':signed_form' (did you mean 'signed_from'?)"
            ]),
        LintCase(
            "unknown enrichment",
            """
            enrich: { tether: { lookup: tether, input: { sn: sn } } }
            columns:
              - tether.ours
              - { value: 1️⃣tehter.ours }
            """,
            [
                "1️⃣ unknown-enrichment: there is no enrichment 'tehter' (did you mean 'tether'?)"
            ]),
        LintCase(
            "unknown field of an enrichment",
            """
            enrich: { tether: { lookup: tether, input: { sn: sn } } }
            columns:
              - { value: tether.1️⃣our }
            """,
            [
                "1️⃣ unknown-field: there is no field 'tether.our' (did you mean 'tether.ours'?)"
            ]),
        LintCase(
            "unknown field in a short column",
            """
            enrich: { tether: { lookup: tether, input: { sn: sn } } }
            columns:
              - tether.1️⃣our
            """,
            [
                "1️⃣ unknown-field: there is no field 'tether.our' (did you mean 'tether.ours'?)"
            ]),
        LintCase(
            "an enrichment alone",
            """
            enrich: { tether: { lookup: tether, input: { sn: sn } } }
            columns:
              - tether.ours
              - { title: A, value: 2️⃣shop.x, link: 1️⃣bogus.url }
            """,
            [
                "2️⃣ unknown-enrichment: there is no enrichment 'shop'",
                "1️⃣ unknown-enrichment: there is no enrichment 'bogus'",
            ]),
        LintCase(
            "wrong link",
            """
            columns:
              - { value: sn, link: "1️⃣:base || sn" }
            """,
            [
                "1️⃣ unknown-parameter: there is no parameter ':base'"
            ]),
        LintCase(
            "syntax error in a link",
            """
            columns:
              - { value: sn, link: "'a' ||1️⃣" }
            """,
            [
                "1️⃣ expression-syntax: the expression ends too early"
            ]),
        LintCase(
            "several columns with errors",
            """
            columns:
              - { title: A, value: "1️⃣:a" }
              - { title: B, value: "2️⃣:b" }
              - { title: C, value: C, 3️⃣titel: C }
            """,
            [
                "1️⃣ unknown-parameter: there is no parameter ':a'",
                "2️⃣ unknown-parameter: there is no parameter ':b'",
                "3️⃣ unknown-key: unknown key 'titel' (did you mean 'title'?)",
            ]),
    ])
func brokenExpressions(example: LintCase) {
    #expect(example.problems(in: .report) == example.expected)
}
