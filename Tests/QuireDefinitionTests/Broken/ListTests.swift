import QuireTesting
import Testing

/// A service of one list.
///
/// - Parameter list: its keys, in a mapping's braces.
private func listing(_ list: String, _ more: String = "") -> String {
    "url: http://localhost\n\(more)\nlists:\n  contracts: \(list)\n"
}

private let request = "request: { path: /contracts }, items: $.results, fields: { sn: {} }"

@Test(
    "What a list cannot be is told at its place",
    arguments: [
        LintCase(
            "neither lookups nor lists", "1️⃣url: http://localhost",
            [
                "1️⃣ missing-key: a service needs 'lookups' or 'lists'"
                    + " (what it can be asked for a key, and sources of rows)"
            ], isWhole: true),
        LintCase(
            "no list", "url: http://localhost\nlists: 1️⃣{}", ["1️⃣ missing-value: 'lists' has no list"], isWhole: true),
        LintCase(
            "a name that is none", "url: http://localhost\nlists: { 1️⃣Contracts: { \(request) } }",
            [
                "1️⃣ invalid-name: 'Contracts' cannot be the name of a list"
                    + " (names are lower-case letters, digits and _, and begin with a letter)"
            ], isWhole: true),
        LintCase(
            "a list without its keys", listing("1️⃣{}"),
            [
                "1️⃣ missing-key: a list needs 'request' (The call for a page; an item of the query with a null {input}"
                    + " is left out.)",
                "1️⃣ missing-key: a list needs 'items' (Where the rows are in an answer.)",
                "1️⃣ missing-key: a list needs 'fields' (What it gives of each row.)",
            ], isWhole: true),
        LintCase(
            "a list without fields",
            listing("{ request: { path: /contracts }, items: $.results, fields: 1️⃣{} }"),
            ["1️⃣ missing-value: a list needs a field"], isWhole: true),
        LintCase(
            "placeholders that are no inputs, inputs that nothing is said of",
            listing(
                "{ input: { since: date, till: date }, request: 1️⃣{ path: '/c', query: { s: 2️⃣'{sinse}', u: 3️⃣'{keys}' } }, items: $.a, fields: { sn: {} } }"
            ),
            [
                "1️⃣ invalid-value: the request says nothing of input 'since' ('{since}' stands for it)",
                "1️⃣ invalid-value: the request says nothing of input 'till' ('{till}' stands for it)",
                "2️⃣ invalid-value: there is no input 'sinse' (did you mean 'since'?)",
                "3️⃣ invalid-value: '{keys}' is for the 'json' of a bulk request",
            ], isWhole: true),
        LintCase(
            "a paginator without type", listing("{ \(request), paginator: 1️⃣{ size: 10 } }"),
            [
                "1️⃣ missing-key: a paginator needs 'type' (page and offset go by number and end with a page shorter"
                    + " than `size`; cursor and link go by what the page before says.)"
            ], isWhole: true),
        LintCase(
            "an unknown type", listing("{ \(request), paginator: { type: 1️⃣pages, size: 10 } }"),
            ["1️⃣ invalid-value: 'type' cannot be 'pages' (did you mean 'page'?)"], isWhole: true),
        LintCase(
            "pages without size", listing("{ \(request), paginator: 1️⃣{ type: offset } }"),
            [
                "1️⃣ missing-key: a paginator of type 'offset' needs 'size'"
                    + " (Items of a full page, no more than the service gives; page and offset need it.)"
            ], isWhole: true),
        LintCase(
            "a cursor's size without a name", listing("{ \(request), paginator: 1️⃣{ type: cursor, size: 10 } }"),
            ["1️⃣ missing-key: 'size' of a paginator of type 'cursor' needs 'size_name'"], isWhole: true),
        LintCase(
            "another type's keys",
            listing("{ \(request), paginator: { type: page, size: 10, 1️⃣offset_name: o, 2️⃣next: $.a } }"),
            [
                "1️⃣ unknown-key: a paginator of type 'page' has no 'offset_name'"
                    + " (it takes size, size_name, page_name, first, inject_into, max_pages)",
                "2️⃣ unknown-key: a paginator of type 'page' has no 'next'"
                    + " (it takes size, size_name, page_name, first, inject_into, max_pages)",
            ], isWhole: true),
        LintCase(
            "sizes and numbers that cannot be",
            listing("{ \(request), paginator: { type: page, size: 1️⃣0, first: 2️⃣-1, max_pages: 3️⃣0 } }"),
            [
                "1️⃣ invalid-value: a page has at least one item",
                "2️⃣ invalid-value: pages are counted from 0 or more",
                "3️⃣ invalid-value: 'max_pages' is at least 1",
            ], isWhole: true),
        LintCase(
            "a page said in the body of a GET",
            listing("{ \(request), paginator: { type: page, size: 10, inject_into: 1️⃣json } }"),
            [
                "1️⃣ invalid-value: a GET request has no body to say the page in"
                    + " (write 'inject_into: query', or 'method: POST' under 'request')"
            ], isWhole: true),
        LintCase(
            "a page said in a body that is no object",
            listing(
                "{ request: { method: POST, path: /c, json: [a] }, items: $.a, fields: { sn: {} }, paginator: { type: offset, size: 10, inject_into: 1️⃣json } }"
            ),
            ["1️⃣ invalid-value: the page is said in a JSON object, which 'json' is not"], isWhole: true),
        LintCase(
            "names that are taken",
            listing(
                "{ request: { path: /c, query: { page: x } }, items: $.a, fields: { sn: {} }, paginator: 1️⃣{ type: page, size: 10, size_name: k } }",
                "authenticator: { type: api_key, inject_into: query, name: k, value: v }"),
            [
                "1️⃣ invalid-value: the request says 'page' already"
                    + " (leave it to the paginator, or give it another name)",
                "1️⃣ invalid-value: the request says 'k' already"
                    + " (leave it to the paginator, or give it another name)",
            ], isWhole: true),
        LintCase(
            "one name for page and size",
            listing("{ \(request), paginator: { type: page, size: 10, size_name: 1️⃣page } }"),
            ["1️⃣ invalid-value: page and size cannot both be called 'page'"], isWhole: true),
    ])
func brokenLists(example: LintCase) {
    #expect(example.problems(in: .service) == example.expected)
}

@Test(
    "A source that is a list is held against it",
    arguments: [
        LintCase(
            "unknown service", "source: { list: 1️⃣crmm.contracts }\ncolumns: [sn]",
            ["1️⃣ unknown-service: there is no service 'crmm' (did you mean 'crm'?)"]),
        LintCase(
            "unknown list", "source: { list: 1️⃣crm.contract, input: { since: \":today\" } }\ncolumns: [sn]",
            ["1️⃣ unknown-list: the service 'crm' has no list 'contract' (did you mean 'contracts'?)"]),
        LintCase(
            "a service of several lists", "source: { list: 1️⃣crm }\ncolumns: [sn]",
            [
                "1️⃣ unknown-list: the service 'crm' has several lists (write one of crm.contracts, crm.customers)"
            ]),
        LintCase(
            "a service without lists", "source: { list: 1️⃣tether }\ncolumns: [sn]",
            ["1️⃣ unknown-list: the service 'tether' has no lists"]),
        LintCase(
            "missing and unknown inputs",
            "source: { list: crm.contracts, input: 1️⃣{ 2️⃣till: \":today\" } }\ncolumns: [sn]",
            [
                "1️⃣ missing-input: 'crm.contracts' needs the input 'since' (add it under 'input', as an expression)",
                "2️⃣ unknown-input: 'crm.contracts' has no input 'till' (it takes since)",
            ]),
        LintCase(
            "inputs that are no expressions over parameters",
            "source: { list: crm.contracts, input: { since: 1️⃣sn } }\ncolumns: [sn]",
            [
                "1️⃣ unknown-field: there is no field 'sn': the input of a list sees parameters alone"
                    + " (write them as :name; texts and dates stand in single quotes)"
            ]),
        LintCase(
            "a date that is a subtraction",
            "source: { list: crm.contracts, input: { since: 1️⃣2026-01-31 } }\ncolumns: [sn]",
            [
                "1️⃣ invalid-input: the input 'since' takes a date, not '1994'"
                    + " (it is an expression over parameters, such as :since;"
                    + " texts and dates stand in single quotes: \"'2026-01-31'\")"
            ]),
        LintCase(
            "an unknown parameter", "source: { list: crm.contracts, input: { since: \"1️⃣:tody\" } }\ncolumns: [sn]",
            ["1️⃣ unknown-parameter: there is no parameter ':tody' (did you mean 'today'?)"]),
        LintCase(
            "names of fields that the list does not have",
            """
            source: 1️⃣{ list: crm.customers, fields: { amout: number }, distinct_by: [sn2], where: "2️⃣amonut > 1" }
            columns: [sn, 3️⃣custmer]
            """,
            [
                "1️⃣ unknown-field: 'crm.customers' has no field 'amout' (did you mean 'amount'?)",
                "1️⃣ unknown-field: 'crm.customers' has no field 'sn2' (did you mean 'sn'?)",
                "2️⃣ unknown-field: there is no field 'amonut' (did you mean 'amount'?)",
                "3️⃣ unknown-field: there is no field 'custmer' (did you mean 'customer'?)",
            ]),
        LintCase(
            "a list and a file", "source: 1️⃣{ list: crm.customers, file: a.csv }\ncolumns: [sn]",
            ["1️⃣ invalid-source: a source has one of file, list, not several"]),
        LintCase(
            "a list's keys on a file", "source: { file: a.csv, 1️⃣input: {} }\ncolumns: [sn]",
            [
                "1️⃣ unknown-key: unknown key 'input' (it takes format, delimiter, encoding, header, ragged, fields,"
                    + " invalid, where, distinct_by)"
            ]),
        LintCase("all that fits", "source: { list: crm.customers }\ncolumns: [sn, { value: amount * 2 }]", []),
    ])
func brokenListSources(example: LintCase) {
    #expect(example.problems(in: .report) == example.expected)
}
