import QuireTesting
import Testing

@Test(
    "What a column cannot be is told at its place",
    arguments: [
        LintCase(
            "width is no number",
            """
            columns:
              - { value: sn, width: 1️⃣wide }
            """,
            [
                "1️⃣ wrong-type: 'width' takes a number of characters, or auto, not 'wide'"
            ]),
        LintCase(
            "width out of range",
            """
            columns:
              - { value: sn, width: 1️⃣300 }
            """,
            [
                "1️⃣ invalid-value: 'width' is from 0 to 255 characters"
            ]),
        LintCase(
            "negative width",
            """
            columns:
              - { value: sn, width: 1️⃣-1 }
            """,
            [
                "1️⃣ invalid-value: 'width' is from 0 to 255 characters"
            ]),
        LintCase(
            "width is a list",
            """
            columns:
              - { value: sn, width: 1️⃣[1] }
            """,
            [
                "1️⃣ wrong-type: 'width' takes a number of characters, or auto, not a list"
            ]),
        LintCase(
            "yes is no boolean",
            """
            columns:
              - { value: sn, bold: 1️⃣yes }
            """,
            [
                "1️⃣ wrong-type: 'bold' takes true or false, not 'yes'"
            ]),
        LintCase(
            "unknown colour",
            """
            columns:
              - { value: sn, color: 1️⃣grren }
            """,
            [
                "1️⃣ invalid-value: 'grren' is no colour (did you mean 'green'?)"
            ]),
        LintCase(
            "colour of three digits",
            """
            columns:
              - { value: sn, background: 1️⃣'#FFF' }
            """,
            [
                "1️⃣ invalid-value: '#FFF' is no colour"
                    + " (write it as #RRGGBB in quotes, or use a basic name such as red)"
            ]),
        LintCase(
            "colour with other signs",
            """
            columns:
              - { value: sn, background: 1️⃣'#+FFFFF' }
            """,
            [
                "1️⃣ invalid-value: '#+FFFFF' is no colour"
                    + " (write it as #RRGGBB in quotes, or use a basic name such as red)"
            ]),
        LintCase(
            "unknown format",
            """
            columns:
              - { value: sn, format: 1️⃣monney }
            """,
            [
                "1️⃣ unknown-format: there is no format 'monney' (did you mean 'money'?)"
            ]),
        LintCase(
            "letters alone are no format code",
            """
            columns:
              - { value: sn, format: 1️⃣dddd }
            """,
            [
                "1️⃣ unknown-format: there is no format 'dddd'"
                    + " (it is one of General, date, datetime, integer, money, number, percent, text, time, or an Excel format code)"
            ]),
        LintCase(
            "unknown total",
            """
            columns:
              - { value: sn, total: 1️⃣summ }
            """,
            [
                "1️⃣ invalid-value: 'total' cannot be 'summ' (did you mean 'sum'?)"
            ]),
        LintCase(
            "unknown alignment",
            """
            columns:
              - { value: sn, align: 1️⃣middle }
            """,
            [
                "1️⃣ invalid-value: 'align' cannot be 'middle' (it is one of left, center, right)"
            ]),
        LintCase(
            "id with a space",
            """
            columns:
              - { value: sn, id: 1️⃣'a b' }
            """,
            [
                "1️⃣ invalid-name: 'a b' cannot be the id of a column"
                    + " (ids are letters, digits and _, and do not begin with a digit)"
            ]),
        LintCase(
            "duplicate ids",
            """
            columns:
              - sn
              - 1️⃣{ value: upper(sn), title: SN }
            """,
            [
                "1️⃣ duplicate-id: another column has the id 'sn', in line 2"
                    + " (give one of them an 'id' of its own)"
            ]),
        LintCase(
            "duplicate ids of short columns",
            """
            columns:
              - sn
              - 1️⃣sn
              - 2️⃣sn
            """,
            [
                "1️⃣ duplicate-id: another column has the id 'sn', in line 2"
                    + " (give one of them an 'id' of its own)",
                "2️⃣ duplicate-id: another column has the id 'sn', in line 3"
                    + " (give one of them an 'id' of its own)",
            ]),
        LintCase(
            "value is a mapping",
            """
            columns:
              - { value: 1️⃣{ a: 1 } }
            """,
            [
                "1️⃣ wrong-type: 'value' takes an expression, not a mapping"
            ]),
        LintCase(
            "value without anything",
            """
            columns:
              - 1️⃣{ value: }
            """,
            [
                "1️⃣ missing-key: a column needs 'value' (An expression over the row.)"
            ]),
    ])
func brokenColumns(example: LintCase) {
    #expect(example.problems(in: .report) == example.expected)
}
