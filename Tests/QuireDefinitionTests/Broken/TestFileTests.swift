import QuireDefinition
import QuireTesting
import Testing

@Test(
    "What does not fit in a test is told at its place",
    arguments: [
        LintCase("a test that fits", test(), []),
        LintCase("no tests", "tests: 1️⃣[]", ["1️⃣ missing-value: a test file needs at least one test"]),
        LintCase(
            "no list of tests", "tests: 1️⃣{ name: a }", ["1️⃣ wrong-type: 'tests' takes a list, not a mapping"]),
        LintCase("unknown key", "1️⃣test: []", ["1️⃣ unknown-key: unknown key 'test' (did you mean 'tests'?)"]),
        LintCase(
            "what a test needs", "tests: [1️⃣{ lookups: {} }]",
            [
                "1️⃣ missing-key: a test needs 'name' (What is tested, in words of your own.)",
                "1️⃣ missing-key: a test needs 'rows'"
                    + " (The source's rows, before `where` and `distinct_by`; a field that a row leaves out is null.)",
                "1️⃣ missing-key: a test needs 'expect'"
                    + " (All rows of the report in order, each with the columns to look at, by id.)",
            ]),
        LintCase(
            "two tests of one name",
            """
            tests:
              - { name: one, rows: [], expect: [] }
              - { name: 1️⃣one, rows: [], expect: [] }
            """,
            ["1️⃣ duplicate-name: another test has the name 'one', in line 2 (say what is different in this one)"]),
        LintCase(
            "a broken test hides no other",
            """
            tests:
              - 1️⃣{ name: one, rows: [] }
              - { name: two, rows: [], expect: [{ 2️⃣id: 1 }] }
            """,
            [
                "1️⃣ missing-key: a test needs 'expect'"
                    + " (All rows of the report in order, each with the columns to look at, by id.)",
                "2️⃣ unknown-column: there is no column 'id' (the columns are sn, our_share, in_cny)",
            ]),
        LintCase(
            "unknown parameter", test(parameters: "1️⃣regoin: east"),
            ["1️⃣ unknown-parameter: there is no parameter 'regoin' (did you mean 'region'?)"]),
        LintCase(
            "parameter of another type", test(parameters: "signed_from: 1️⃣soon, least: 2️⃣-1"),
            [
                "1️⃣ invalid-parameter: 'signed_from' takes a date, not 'soon' (such as signed_from: 2026-01-31)",
                "2️⃣ invalid-parameter: 'least' is at least 0, not -1",
            ]),
        LintCase(
            "a list for one value", test(parameters: "region: 1️⃣[east]"),
            ["1️⃣ invalid-parameter: 'region' takes text, not a list"]),
        LintCase(
            "no day", test(parameters: "today: 1️⃣2026-02-30"), ["1️⃣ wrong-type: 'today' takes a date"]),
        LintCase(
            "a day beside its moment", test(parameters: "1️⃣today: 2026-01-31, now: 2026-01-31 12:00"),
            ["1️⃣ invalid-parameter: 'today' is the day of 'now' (give one of the two)"]),
        LintCase(
            "a row that is none", test(rows: "1️⃣C1"),
            ["1️⃣ wrong-type: a row under 'rows' is a mapping, not text (such as { sn: C1, amount: 100 })"]),
        LintCase(
            "value that does not fit the field", test(rows: "{ sn: C1, amount: 1️⃣much, signed_on: 2️⃣[1] }"),
            [
                "1️⃣ wrong-type: 'amount' takes a number, not 'much'",
                "2️⃣ wrong-type: 'signed_on' takes a date, not a list",
            ]),
        LintCase(
            "field that no row has", test(rows: "{ sn: C1, 3️⃣amuont: 1 }"),
            [
                "0️⃣ unknown-field: no row has the field 'amount', which the report uses (did you mean 'amuont'?)",
                "3️⃣ warning unused-field: the report uses no field 'amuont' (did you mean 'amount'?)",
            ]),
        LintCase(
            "fields of the columns that are looked at",
            test(rows: "{ sn: C1, amount: 1 }", expect: "{ in_cny: 1 }"),
            [
                "0️⃣ unknown-field: no row has the field 'currency', which the report uses"
                    + " (give it to a row, be it as 'currency: null')",
                "0️⃣ unknown-field: no row has the field 'signed_on', which the report uses"
                    + " (give it to a row, be it as 'signed_on: null')",
            ]),
        LintCase(
            "unknown column", test(expect: "{ 1️⃣our_shar: 1 }"),
            ["1️⃣ unknown-column: there is no column 'our_shar' (did you mean 'our_share'?)"]),
        LintCase(
            "title for an id", test(expect: "{ 1️⃣contract: C1 }"),
            [
                "1️⃣ unknown-column: there is no column 'contract' (the column titled 'Contract' has the id 'sn')"
            ]),
        LintCase(
            "a list that is expected", test(expect: "{ sn: 1️⃣[C1] }"),
            ["1️⃣ wrong-type: 'sn' takes a plain value, not a list"]),
        LintCase(
            "unknown enrichment", test(lookups: "1️⃣tehter: { C1: missing }"),
            ["1️⃣ unknown-enrichment: there is no enrichment 'tehter' (did you mean 'tether'?)"]),
        LintCase(
            "answers that are none", test(lookups: "tether: 1️⃣missing"),
            [
                "1️⃣ wrong-type: 'tether' takes answers by key, such as { C1: { ours: 0.25 } }, not 'missing'"
            ]),
        LintCase(
            "unknown field of a lookup", test(lookups: "tether: { C1: { 1️⃣our: 0.25 } }"),
            ["1️⃣ unknown-field: 'tether.discount' has no field 'our' (did you mean 'ours'?)"]),
        LintCase(
            "field of another type", test(lookups: "tether: { C1: { ours: 1️⃣half } }"),
            ["1️⃣ wrong-type: 'ours' takes a number, not 'half'"]),
        LintCase(
            "neither fields nor missing nor error", test(lookups: "tether: { C1: 1️⃣gone, C2: 2️⃣, C3: 3️⃣[1] }"),
            [
                "1️⃣ wrong-type: an answer of 'tether' cannot be 'gone' (\(forms))",
                "2️⃣ wrong-type: an answer of 'tether' cannot be nothing (\(forms))",
                "3️⃣ wrong-type: an answer of 'tether' cannot be a list (\(forms))",
            ]),
        LintCase(
            "an error beside fields", test(lookups: "tether: { C1: { 1️⃣error: out of order, ours: 1 } }"),
            [
                "1️⃣ unknown-field: 'tether.discount' has no field 'error'"
                    + " (a failed answer is { error: text } and nothing else; text that holds a comma stands in quotes)"
            ]),
        LintCase(
            "key of too few inputs", test(lookups: "fx: { 1️⃣USD: missing }"),
            ["1️⃣ wrong-key: 'fx.rate' has 2 inputs, not 1 (the key is a list: [currency, day])"]),
        LintCase(
            "key of too many inputs", test(lookups: "tether: { 1️⃣[C1, 2026-01-02]: missing }"),
            ["1️⃣ wrong-key: 'tether.discount' has one input, not 2 (the key is the value of sn)"]),
        LintCase(
            "key of another type", test(lookups: "fx: { [USD, 1️⃣soon]: missing, [2️⃣null, 2026-01-02]: missing }"),
            [
                "1️⃣ wrong-type: 'day' takes a date, not 'soon'", "2️⃣ wrong-type: 'currency' takes text, not nothing",
            ]),
        LintCase(
            "a key twice", test(lookups: "fx: { [USD, 2026-01-02]: missing, 1️⃣[USD, 2026-01-02]: missing }"),
            ["1️⃣ duplicate-key: '[USD, 2026-01-02]' is here a second time; the first is on line 5"]),
        LintCase(
            "a key twice, written in two ways",
            test(lookups: "fx: { [USD, 2026-01-02]: missing, 1️⃣[USD, 2026-01-02T00:00]: missing }"),
            ["1️⃣ duplicate-key: the key USD, 2026-01-02 is here a second time"]),
        LintCase(
            "lists in place of names",
            test(rows: "{ sn: C1, amount: 1, 1️⃣[a]: C1 }", lookups: "tether: { C1: { 2️⃣[ours]: 1 } }, 3️⃣[fx]: {}"),
            [
                "1️⃣ key: a key is plain text here, not a list", "2️⃣ key: a key is plain text here, not a list",
                "3️⃣ key: a key is plain text here, not a list",
            ]),
    ])
func brokenTests(example: LintCase) {
    #expect(example.problems(in: .tests) == example.expected)
}

private let forms = "it is its fields, such as { ours: 0.25 }, or missing, or { error: text }"

/// A file of one test, with the mark 0️⃣ at its rows.
private func test(
    parameters: String = "", rows: String = "{ sn: C1, amount: 1 }", lookups: String = "",
    expect: String = "{ sn: C1 }"
) -> String {
    """
    tests:
      - name: one
        parameters: { \(parameters) }
        0️⃣rows: [\(rows)]
        lookups: { \(lookups) }
        expect: [\(expect)]
    """
}
