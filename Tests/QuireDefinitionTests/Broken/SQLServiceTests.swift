import QuireDefinition
import QuireModel
import QuireTesting
import Testing

@Test(
    "What a service of kind sql cannot be is told at its place",
    arguments: [
        LintCase("the example", sql("d: { input: { sn: text }, query: 'SELECT * FROM share WHERE sn IN (:sn)' }"), []),
        LintCase(
            "unknown connection",
            """
            kind: sql
            connection: 1️⃣crn
            lookups: { d: { input: { sn: text }, query: 'SELECT sn, 1 AS ours WHERE 1 IN (:sn)' } }
            """,
            [
                "1️⃣ unknown-connection: the project has no connection 'crn' (did you mean 'crm'?)"
            ]),
        LintCase(
            "a connection that waits for a variable",
            """
            kind: sql
            connection: 1️⃣${BOOKS}
            lookups: { d: { input: { sn: text }, query: 'SELECT sn, 1 AS ours WHERE 1 IN (:sn)' } }
            """,
            [
                "1️⃣ warning missing-variable: the environment has no 'BOOKS' (set it, or write ${BOOKS:-default})"
            ]),
        LintCase(
            "no connection, and no lookups",
            "1️⃣kind: sql",
            [
                "1️⃣ missing-key: a service needs 'connection' (A connection of the project.)",
                "1️⃣ missing-key: a service needs 'lookups' (What can be looked up, by name.)",
            ]),
        LintCase(
            "an empty mapping of lookups",
            "kind: sql\nconnection: crm\nlookups: 1️⃣{}",
            [
                "1️⃣ missing-value: a service needs at least one lookup"
            ]),
        LintCase(
            "keys of another kind",
            "kind: sql\nconnection: crm\n1️⃣url: http://localhost\nlookups: { d: { input: { sn: text }, query: 'SELECT 1 IN (:sn)' } }",
            [
                "1️⃣ unknown-key: unknown key 'url' (it takes title, description, timeout, deadline, limits, retry, cache)"
            ]),
        LintCase(
            "a lookup without input and query",
            sql("d: 1️⃣{ bulk: { size: 10 } }"),
            [
                "1️⃣ missing-key: a lookup needs 'input' (Names and types of what it is asked with.)",
                "1️⃣ missing-key: a lookup needs 'query' (One SELECT that gives the inputs under their names and, as its"
                    + " other columns, the fields; :sn is the list of an input's values, :keys that of all keys.)",
            ]),
        LintCase(
            "a lookup without an input in it",
            sql("d: { input: 1️⃣{}, query: SELECT 1 }"),
            [
                "1️⃣ missing-value: a lookup needs an input"
            ]),
        LintCase(
            "names and types of inputs",
            sql("d: { input: { 1️⃣SN: text, day: 2️⃣dat }, query: SELECT 1 }"),
            [
                "1️⃣ invalid-name: 'SN' cannot be the name of an input"
                    + " (names are lower-case letters, digits and _, and begin with a letter)",
                "2️⃣ invalid-value: 'day' cannot be 'dat' (did you mean 'date'?)",
            ]),
        LintCase(
            "an input called keys",
            sql("d: { input: { 1️⃣keys: text }, query: 'SELECT 1 AS keys WHERE 1 IN (:keys)' }"),
            [
                "1️⃣ invalid-name: an input cannot be called 'keys' (':keys' is the list of all keys)"
            ]),
        LintCase(
            "fields, which the query says",
            sql("d: { input: { sn: text }, query: 'SELECT sn WHERE 1 IN (:sn)', 1️⃣fields: { ours: number } }"),
            [
                "1️⃣ unknown-key: unknown key 'fields' (it takes bulk)"
            ]),
        LintCase(
            "misspelt input in the query",
            sql(
                """
                d:
                    input: { serial: text }
                    query: |
                      SELECT serial, ours
                        FROM share
                       WHERE serial IN (1️⃣:seral)
                """),
            [
                "1️⃣ unknown-parameter: the query uses ':seral', which is no input (did you mean ':serial'?)"
            ]),
        LintCase(
            "another name in the query",
            sql("d: { input: { sn: text }, query: 'SELECT * FROM share WHERE sn IN (:sn) AND region = 1️⃣:region' }"),
            [
                "1️⃣ unknown-parameter: the query uses ':region', which is no input (declare it under 'input')"
            ]),
        LintCase(
            "a query that uses no input",
            sql("d: { input: { sn: text }, query: 1️⃣SELECT * FROM share }"),
            [
                "1️⃣ query: the query uses none of the lookup's inputs (write '… WHERE sn IN (:sn)')"
            ]),
        LintCase(
            "a list where one value goes",
            sql("d: { input: { sn: text }, query: 'SELECT * FROM share WHERE sn = 1️⃣:sn' }"),
            [
                "1️⃣ query: the list ':sn' must stand in parentheses (write 'IN (:sn)')"
            ]),
        LintCase(
            "one value where one key is asked for at a time",
            sql("d: { input: { sn: text }, query: 'SELECT * FROM share WHERE sn = :sn', bulk: { size: 1 } }"), []),
        LintCase(
            "all keys beside something else",
            sql("d: { input: { sn: text }, query: 'SELECT * FROM share WHERE sn IN (1️⃣:keys, 1)' }"),
            [
                "1️⃣ query: ':keys' is a list of rows and must stand alone in parentheses"
                    + " (write '(currency, day) IN (:keys)')"
            ]),
        LintCase(
            "bulk without size",
            sql("d: { input: { sn: text }, query: 'SELECT * FROM share WHERE sn IN (:sn)', bulk: 1️⃣{} }"),
            [
                "1️⃣ missing-key: 'bulk' needs 'size'"
                    + " (Keys in one query at most; with 1 each :name is a single value.)"
            ]),
        LintCase(
            "bulk of nothing",
            sql("d: { input: { sn: text }, query: 'SELECT * FROM share WHERE sn IN (:sn)', bulk: { size: 1️⃣0 } }"),
            [
                "1️⃣ invalid-value: 'size' is from 1 to 100000"
            ]),
        LintCase(
            "more values than the database takes",
            sql(
                "d: { input: { a: text, b: text }, query: '1️⃣SELECT * FROM t WHERE (a, b) IN (:keys)', bulk: { size: 20000 } }"
            ),
            [
                "1️⃣ query: 20000 keys are 40000 values, and a query holds 32766"
                    + " (ask for fewer at once: 'bulk: { size: 16383 }')"
            ]),
    ])
func sqlServices(lint: LintCase) {
    var lint = lint
    lint.isWhole = true
    #expect(lint.problems(in: .service) == lint.expected)
}

private func sql(_ lookup: String) -> String { "kind: sql\nconnection: crm\nlookups:\n  \(lookup)" }

@Test("A connection that is wrong, or waits for a variable, matters to a service once that is used")
func brokenConnection() throws {
    let project = SampleProject()
    project.writeTables()
    project.write("connections:\n  crm: { kind: sqlite, fil: crm.db }\n", to: "quire.yaml")
    var loader = project.loader()
    let found = loader.service("share")
    let service = try #require(found)
    #expect(loader.diagnostics.isEmpty)
    #expect(service.hasErrors == false)
    #expect(project.check(["services/share"]).map(\.code) == ["unknown-key"])
}
