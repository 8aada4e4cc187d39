import QuireTesting
import Testing

@Test(
    "What a lookup cannot be is told at its place",
    arguments: [
        LintCase(
            "no lookups",
            "lookups: 1️⃣{}",
            [
                "1️⃣ missing-value: a service needs at least one lookup"
            ]),
        LintCase(
            "lookups is a list",
            "lookups: 1️⃣[a]",
            [
                "1️⃣ wrong-type: 'lookups' takes a mapping, not a list"
            ]),
        LintCase(
            "name of a lookup",
            """
            lookups:
              1️⃣Discount: { input: { sn: text }, request: { path: '/{sn}' }, fields: { ours: {} } }
            """,
            [
                "1️⃣ invalid-name: 'Discount' cannot be the name of a lookup"
                    + " (names are lower-case letters, digits and _, and begin with a letter)"
            ]),
        LintCase(
            "name of an input and a field",
            """
            lookups:
              d: { input: { 1️⃣SN: text }, request: { path: / }, fields: { 2️⃣Our Share: {} } }
            """,
            [
                "1️⃣ invalid-name: 'SN' cannot be the name of an input"
                    + " (names are lower-case letters, digits and _, and begin with a letter)",
                "2️⃣ invalid-name: 'Our Share' cannot be the name of a field"
                    + " (names are lower-case letters, digits and _, and begin with a letter)",
            ]),
        LintCase(
            "lookup without request",
            """
            lookups:
              d: 1️⃣{ input: { sn: text }, fields: { ours: {} } }
            """,
            [
                "1️⃣ invalid-value: a lookup needs 'request' or 'bulk'"
            ]),
        LintCase(
            "lookup without input",
            """
            lookups:
              d: 1️⃣{ request: { path: / }, fields: { ours: {} } }
            """,
            [
                "1️⃣ missing-key: a lookup needs 'input' (Names and types of what it is asked with.)"
            ]),
        LintCase(
            "lookup without an input in it",
            """
            lookups:
              d: { input: 1️⃣{}, request: { path: / }, fields: { ours: {} } }
            """,
            [
                "1️⃣ invalid-value: a lookup needs an input"
            ]),
        LintCase(
            "lookup without fields",
            """
            lookups:
              d: 1️⃣{ input: { sn: text }, request: { path: '/{sn}' } }
            """,
            [
                "1️⃣ missing-key: a lookup needs 'fields' (What it gives.)"
            ]),
        LintCase(
            "lookup without a field in it",
            """
            lookups:
              d: { input: { sn: text }, request: { path: '/{sn}' }, fields: 1️⃣{} }
            """,
            [
                "1️⃣ missing-value: a lookup needs a field"
            ]),
        LintCase(
            "a misspelt request is not missing",
            """
            lookups:
              d: { input: { sn: text }, 1️⃣reqest: { path: '/{sn}' }, fields: { ours: {} } }
            """,
            [
                "1️⃣ unknown-key: unknown key 'reqest' (did you mean 'request'?)"
            ]),
        LintCase(
            "an unreadable request is not missing",
            """
            lookups:
              d: { input: { sn: text }, request: 1️⃣{ method: GET }, fields: { ours: {} } }
            """,
            [
                "1️⃣ missing-key: a request needs 'path'"
                    + " (Follows the service's url; {input} is percent-encoded.)"
            ]),
        LintCase(
            "unknown type of an input",
            """
            lookups:
              d: { input: { sn: 1️⃣txt }, request: { path: '/{sn}' }, fields: { ours: {} } }
            """,
            [
                "1️⃣ invalid-value: 'sn' cannot be 'txt' (did you mean 'text'?)"
            ]),
        LintCase(
            "unknown type of a field",
            """
            lookups:
              d: { input: { sn: text }, request: { path: '/{sn}' }, fields: { ours: { type: 1️⃣numbr }, b: { type: 2️⃣time } } }
            """,
            [
                "1️⃣ invalid-value: 'type' cannot be 'numbr' (did you mean 'number'?)",
                "2️⃣ invalid-value: 'type' cannot be 'time'"
                    + " (it is one of text, integer, number, boolean, date, datetime, json)",
            ]),
        LintCase(
            "required is no boolean",
            """
            lookups:
              d: { input: { sn: text }, request: { path: '/{sn}' }, fields: { ours: { required: 1️⃣yes } } }
            """,
            [
                "1️⃣ wrong-type: 'required' takes true or false, not 'yes'"
            ]),
        LintCase(
            "path without dollar",
            """
            lookups:
              d: { input: { sn: text }, request: { path: '/{sn}' }, fields: { ours: { path: 1️⃣discount.ours } } }
            """,
            [
                "1️⃣ invalid-value: 'discount.ours' is no path: it does not begin with '$' (write '$.name')"
            ]),
        LintCase(
            "path of several values",
            """
            lookups:
              d: { input: { sn: text }, request: { path: '/{sn}' }, item: 1️⃣'$..a', fields: { ours: { path: 2️⃣'$.a[*]' } } }
            """,
            [
                "1️⃣ invalid-value: '$..a' is no path: '..' selects several values"
                    + " (a path names one value, step by step)",
                "2️⃣ invalid-value: '$.a[*]' is no path: '*' selects several values"
                    + " (only the end of 'items' may be '[*]')",
            ]),
        LintCase(
            "path of a request without slash",
            """
            lookups:
              d: { input: { sn: text }, request: { path: 1️⃣'c/{sn}' }, fields: { ours: {} } }
            """,
            [
                "1️⃣ invalid-value: a path begins with '/' (write '/c/')"
            ]),
        LintCase(
            "path with a query",
            """
            lookups:
              d: { input: { sn: text }, request: { path: 1️⃣'/c?sn={sn}' }, fields: { ours: {} } }
            """,
            [
                "1️⃣ invalid-value: a path has neither '?' nor '#' (parameters go under 'query')"
            ]),
        LintCase(
            "unknown placeholder",
            """
            lookups:
              d: { input: { sn: text }, request: { path: /, query: { sn: 1️⃣'{ns}', a: '{sn}' } }, fields: { ours: {} } }
            """,
            [
                "1️⃣ invalid-value: there is no input 'ns' (did you mean 'sn'?)"
            ]),
        LintCase(
            "placeholder with a capital",
            """
            lookups:
              d: { input: { sn: text }, request: { path: 1️⃣'/{SN}' }, fields: { ours: {} } }
            """,
            [
                "1️⃣ invalid-value: '{SN}' is no placeholder (names are small letters, digits and '_')"
            ]),
        LintCase(
            "unused input",
            """
            lookups:
              d: { input: { sn: text, day: date }, request: 1️⃣{ path: '/{sn}' }, fields: { ours: {} } }
            """,
            [
                "1️⃣ invalid-value: the request says nothing of input 'day' ('{day}' stands for it)"
            ]),
        LintCase(
            "keys outside a bulk request",
            """
            lookups:
              d: { input: { sn: text }, request: { method: POST, path: /, json: { a: 1️⃣'{keys}' } }, fields: { ours: {} } }
            """,
            [
                "1️⃣ invalid-value: '{keys}' is for bulk requests"
            ]),
        LintCase(
            "no method",
            """
            lookups:
              d: { input: { sn: text }, request: { method: 1️⃣get, path: '/{sn}' }, fields: { ours: {} } }
            """,
            [
                "1️⃣ invalid-value: 'get' is no method (GET or POST)"
            ]),
        LintCase(
            "misspelt method key",
            """
            lookups:
              d: { input: { sn: text }, request: { 1️⃣metod: POST, path: '/{sn}' }, fields: { ours: {} } }
            """,
            [
                "1️⃣ unknown-key: unknown key 'metod' (did you mean 'method'?)"
            ]),
    ])
func brokenLookups(example: LintCase) {
    #expect(example.problems(in: .service) == example.expected)
}
