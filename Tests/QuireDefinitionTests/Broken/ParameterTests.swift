import QuireTesting
import Testing

@Test(
    "What a parameter cannot be is told at its place",
    arguments: [
        LintCase(
            "parameter without a type",
            """
            parameters:
              day: 1️⃣{ label: Day }
            """,
            [
                "1️⃣ missing-key: a parameter needs 'type'"
                    + " (text, integer, number, boolean, date, datetime, or a list of one, such as [text].)"
            ]),
        LintCase(
            "unknown type of a parameter",
            """
            parameters:
              day: { type: 1️⃣dat }
            """,
            [
                "1️⃣ invalid-value: a parameter cannot be of type 'dat' (did you mean 'date'?)"
            ]),
        LintCase(
            "json is no type of a parameter",
            """
            parameters:
              day: { type: 1️⃣json }
            """,
            [
                "1️⃣ invalid-value: a parameter cannot be of type 'json'"
                    + " (it is one of text, integer, number, boolean, date, datetime)"
            ]),
        LintCase(
            "list of two types",
            """
            parameters:
              day: { type: 1️⃣[text, date] }
            """,
            [
                "1️⃣ invalid-value: a list type names one type, such as [text]"
            ]),
        LintCase(
            "name of a parameter",
            """
            parameters:
              1️⃣SignedFrom: { type: date }
            """,
            [
                "1️⃣ invalid-name: 'SignedFrom' cannot be the name of a parameter"
                    + " (names are lower-case letters, digits and _, and begin with a letter)"
            ]),
        LintCase(
            "parameter that every run has",
            """
            parameters:
              1️⃣today: { type: date }
            """,
            [
                "1️⃣ invalid-name: every run has a parameter 'today' already"
            ]),
        LintCase(
            "default that does not fit",
            """
            parameters:
              n: { type: integer, default: 1️⃣many }
            """,
            [
                "1️⃣ invalid-parameter: 'n' takes an integer, not 'many' (such as n=10)"
            ]),
        LintCase(
            "default that is no day",
            """
            parameters:
              day: { type: date, default: 1️⃣2026-02-30 }
            """,
            [
                "1️⃣ invalid-parameter: 'day' takes a date, not '2026-02-30' (such as day=2026-01-31)"
            ]),
        LintCase(
            "default with an unknown parameter",
            """
            parameters:
              day: { type: date, default: "date(1️⃣:tody)" }
            """,
            [
                "1️⃣ unknown-parameter: there is no parameter ':tody' (did you mean 'today'?)"
            ]),
        LintCase(
            "default that gives no date",
            """
            parameters:
              day: { type: date, default: 1️⃣"'soon'" }
            """,
            [
                "1️⃣ invalid-parameter: the default gives 'soon', which is no date"
            ]),
        LintCase(
            "default that is not among the choices",
            """
            parameters:
              region: { type: text, choices: [east, west], default: 1️⃣eats }
            """,
            [
                "1️⃣ invalid-parameter: 'region' cannot be 'eats' (did you mean 'east'?)"
            ]),
        LintCase(
            "default under the minimum",
            """
            parameters:
              n: { type: integer, min: 1, default: 1️⃣0 }
            """,
            [
                "1️⃣ invalid-parameter: 'n' is at least 1, not 0"
            ]),
        LintCase(
            "default over the maximum",
            """
            parameters:
              n: { type: integer, max: 5, default: 1️⃣9 }
            """,
            [
                "1️⃣ invalid-parameter: 'n' is at most 5, not 9"
            ]),
        LintCase(
            "default against the pattern",
            """
            parameters:
              sn: { type: text, pattern: 'C[0-9]+', default: 1️⃣X1 }
            """,
            [
                "1️⃣ invalid-parameter: 'X1' does not match the pattern C[0-9]+ of 'sn'"
            ]),
        LintCase(
            "default of a list against the choices",
            """
            parameters:
              r: { type: [text], choices: [east, west], default: 1️⃣[east, north] }
            """,
            [
                "1️⃣ invalid-parameter: 'r' cannot be 'north' (it is one of east, west)"
            ]),
        LintCase(
            "default that is a list",
            """
            parameters:
              r: { type: text, default: 1️⃣[east] }
            """,
            [
                "1️⃣ invalid-parameter: the default of a text is no list"
            ]),
        LintCase(
            "choice of another type",
            """
            parameters:
              n: { type: integer, choices: [1, 1️⃣two] }
            """,
            [
                "1️⃣ invalid-parameter: 'two' is no integer"
            ]),
        LintCase(
            "minimum of another type",
            """
            parameters:
              n: { type: integer, min: 1️⃣low, max: 2️⃣high }
            """,
            [
                "1️⃣ invalid-parameter: 'low' is no integer",
                "2️⃣ invalid-parameter: 'high' is no integer",
            ]),
        LintCase(
            "minimum over the maximum",
            """
            parameters:
              n: { type: integer, min: 1️⃣5, max: 1, default: 3 }
            """,
            [
                "1️⃣ invalid-parameter: no value is allowed: 'min' is greater than 'max'"
            ]),
        LintCase(
            "no regular expression",
            """
            parameters:
              n: { type: text, pattern: 1️⃣'[a' }
            """,
            [
                "1️⃣ invalid-value: '[a' is no regular expression"
            ]),
        LintCase(
            "a regular expression with an end too many",
            """
            parameters:
              n: { type: text, pattern: 1️⃣'a)|(b' }
            """,
            [
                "1️⃣ invalid-value: 'a)|(b' is no regular expression"
            ]),
        LintCase(
            "required is no boolean",
            """
            parameters:
              n: { type: text, required: 1️⃣maybe }
            """,
            [
                "1️⃣ wrong-type: 'required' takes true or false, not 'maybe'"
            ]),
        LintCase(
            "a parameter that is text",
            """
            parameters:
              n: 1️⃣text
            """,
            [
                "1️⃣ wrong-type: a parameter is a mapping, not text"
            ]),
        LintCase(
            "an unreadable parameter is not unknown as well",
            """
            parameters:
              n: { type: 1️⃣nmber }
            columns:
              - { title: A, value: ':n' }
            output: { file: 'a-{n}.xlsx' }
            """,
            [
                "1️⃣ invalid-value: a parameter cannot be of type 'nmber' (did you mean 'number'?)"
            ]),
    ])
func brokenParameters(example: LintCase) {
    #expect(example.problems(in: .report) == example.expected)
}
