import QuireTesting
import Testing

@Test(
    "What an answer or a bulk call cannot be is told at its place",
    arguments: [
        LintCase(
            "no status",
            """
            lookups:
              d:
                input: { sn: text }
                request: { path: '/{sn}' }
                responses: [{ http_codes: 1️⃣[41], action: missing }]
                fields: { ours: {} }
            """,
            [
                "1️⃣ invalid-value: 41 is no HTTP status"
            ]),
        LintCase(
            "unknown action",
            """
            lookups:
              d:
                input: { sn: text }
                request: { path: '/{sn}' }
                responses: [{ http_codes: [410], action: 1️⃣mising }]
                fields: { ours: {} }
            """,
            [
                "1️⃣ invalid-value: 'action' cannot be 'mising' (did you mean 'missing'?)"
            ]),
        LintCase(
            "response without action",
            """
            lookups:
              d:
                input: { sn: text }
                request: { path: '/{sn}' }
                responses: [1️⃣{ http_codes: [410] }]
                fields: { ours: {} }
            """,
            [
                "1️⃣ missing-key: a response needs 'action' (found, missing, retry or fail.)"
            ]),
        LintCase(
            "response to everything",
            """
            lookups:
              d:
                input: { sn: text }
                request: { path: '/{sn}' }
                responses: [1️⃣{ action: fail }]
                fields: { ours: {} }
            """,
            [
                "1️⃣ missing-key: a response needs 'http_codes' or 'when'"
                    + " (it says which answers the action is for)"
            ]),
        LintCase(
            "when of two tests",
            """
            lookups:
              d:
                input: { sn: text }
                request: { path: '/{sn}' }
                responses: [{ when: 1️⃣{ path: $.a, equals: 1, in: [2] }, action: fail }]
                fields: { ours: {} }
            """,
            [
                "1️⃣ invalid-value: 'when' has one of equals, not_equals, in, not_in, exists, not 2"
            ]),
        LintCase(
            "when without a test",
            """
            lookups:
              d:
                input: { sn: text }
                request: { path: '/{sn}' }
                responses: [{ when: 1️⃣{ path: $.a }, action: fail }]
                fields: { ours: {} }
            """,
            [
                "1️⃣ invalid-value: 'when' has one of equals, not_equals, in, not_in, exists, not 0"
            ]),
        LintCase(
            "when without path",
            """
            lookups:
              d:
                input: { sn: text }
                request: { path: '/{sn}' }
                responses: [{ when: 1️⃣{ equals: 1 }, action: fail }]
                fields: { ours: {} }
            """,
            [
                "1️⃣ missing-key: 'when' needs 'path' (Of a value in the body; an absent one is null.)"
            ]),
        LintCase(
            "in is no list",
            """
            lookups:
              d:
                input: { sn: text }
                request: { path: '/{sn}' }
                responses: [{ when: { path: $.a, in: 1️⃣2 }, action: fail }]
                fields: { ours: {} }
            """,
            [
                "1️⃣ wrong-type: 'in' takes a list, not '2'"
            ]),
        LintCase(
            "message is no path",
            """
            lookups:
              d:
                input: { sn: text }
                request: { path: '/{sn}' }
                responses: [{ http_codes: [400], action: fail, message: 1️⃣$.a..b }]
                fields: { ours: {} }
            """,
            [
                "1️⃣ invalid-value: '$.a..b' is no path: '..' selects several values"
                    + " (a path names one value, step by step)"
            ]),
        LintCase(
            "bulk without keys",
            """
            lookups:
              d: { input: { sn: text }, fields: { ours: {} }, bulk: 1️⃣{ } }
            """,
            [
                "1️⃣ missing-key: 'bulk' needs 'size' (Keys in one call at most.)",
                "1️⃣ missing-key: 'bulk' needs 'request' (The call; {input} is the list of its values.)",
                "1️⃣ missing-key: 'bulk' needs 'items' (Where the items are in the answer.)",
                "1️⃣ missing-key: 'bulk' needs 'match'"
                    + " (Where an item says its key: { input: path } in the item; property: `items` is an object, its property"
                    + " names the keys; position: items come in the order asked.)",
            ]),
        LintCase(
            "bulk of nothing",
            """
            lookups:
              d: { input: { sn: text }, fields: { ours: {} }, bulk: { size: 1️⃣0, request: { path: '/', query: { sn: '{sn*}' } }, items: '$[*]', match: position } }
            """,
            [
                "1️⃣ invalid-value: a call has at least one key"
            ]),
        LintCase(
            "match of another input",
            """
            lookups:
              d: { input: { sn: text }, fields: { ours: {} }, bulk: { size: 9, request: { path: '/{sn}' }, items: '$[*]', match: { ns: 1️⃣$.sn } } }
            """,
            [
                "1️⃣ invalid-value: there is no input 'ns' (did you mean 'sn'?)"
            ]),
        LintCase(
            "match is another word",
            """
            lookups:
              d: { input: { sn: text }, fields: { ours: {} }, bulk: { size: 9, request: { path: '/{sn}' }, items: '$[*]', match: 1️⃣order } }
            """,
            [
                "1️⃣ wrong-type: 'match' takes position, property, or paths such as { sn: $.sn }, not 'order'"
            ]),
        LintCase(
            "property with a star",
            """
            lookups:
              d: { input: { sn: text }, fields: { ours: {} }, bulk: { size: 9, request: { path: '/{sn}' }, items: 1️⃣'$[*]', match: property } }
            """,
            [
                "1️⃣ invalid-value: with 'property' the items are an object, which '[*]' loses the names of"
                    + " (write $)"
            ]),
        LintCase(
            "property with two inputs",
            """
            lookups:
              d: { input: { a: text, b: text }, fields: { ours: {} }, bulk: { size: 9, request: { path: '/{a}/{b}' }, items: '$', match: 1️⃣property } }
            """,
            [
                "1️⃣ invalid-value: 'property' is for lookups with one input; this one has 2"
                    + " (write { input: path } for each input)"
            ]),
        LintCase(
            "star in the middle of items",
            """
            lookups:
              d: { input: { sn: text }, fields: { ours: {} }, bulk: { size: 9, request: { path: '/{sn}' }, items: 1️⃣'$[*].a', match: position } }
            """,
            [
                "1️⃣ invalid-value: '$[*].a' is no path: '*' selects several values"
                    + " (only the end of 'items' may be '[*]')"
            ]),
        LintCase(
            "repeated placeholder in a path",
            """
            lookups:
              d: { input: { sn: text }, fields: { ours: {} }, bulk: { size: 9, request: { path: 1️⃣'/{sn*}' }, items: '$[*]', match: position } }
            """,
            [
                "1️⃣ invalid-value: '{sn*}' can only be the whole of a query value (write '{sn}')"
            ]),
    ])
func brokenAnswers(example: LintCase) {
    #expect(example.problems(in: .service) == example.expected)
}
