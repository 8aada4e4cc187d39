import QuireTesting
import Testing

@Test(
    "What a source cannot be is told at its place",
    arguments: [
        LintCase(
            "no source",
            "1️⃣columns: [sn]",
            [
                "1️⃣ missing-key: a report needs 'source' (Where the rows come from.)"
            ], isWhole: true),
        LintCase(
            "source without keys",
            "source: 1️⃣{}",
            [
                "1️⃣ missing-key: a source needs 'connection' and 'query', or 'file', or 'list'"
            ]),
        LintCase(
            "source is text",
            "source: 1️⃣crm",
            [
                "1️⃣ wrong-type: a source is a mapping, not text"
            ]),
        LintCase(
            "query without connection",
            "source: 1️⃣{ query: SELECT 1 }",
            [
                "1️⃣ missing-key: a source needs 'connection'"
            ]),
        LintCase(
            "connection without query",
            "source: 1️⃣{ connection: crm }",
            [
                "1️⃣ missing-key: a source needs 'query'"
            ]),
        LintCase(
            "misspelt connection key",
            "source: { 1️⃣conection: crm, query: SELECT 1 }",
            [
                "1️⃣ unknown-key: unknown key 'conection' (did you mean 'connection'?)"
            ]),
        LintCase(
            "unknown connection",
            "source: { connection: 1️⃣cmr, query: SELECT 1 }",
            [
                "1️⃣ unknown-connection: the project has no connection 'cmr' (did you mean 'crm'?)"
            ]),
        LintCase(
            "file and query",
            "source: 1️⃣{ file: a.csv, query: SELECT 1 }",
            [
                "1️⃣ invalid-source: a source has one of query, file, not several"
            ]),
        LintCase(
            "file without a known ending",
            "source: { file: 1️⃣a.dat }",
            [
                "1️⃣ invalid-value: there is no file format 'dat' (it is one of csv, ndjson)"
            ]),
        LintCase(
            "unknown format of a file",
            "source: { file: a.dat, format: 1️⃣cvs }",
            [
                "1️⃣ invalid-value: there is no file format 'cvs' (did you mean 'csv'?)"
            ]),
        LintCase(
            "delimiter of two characters",
            "source: { file: a.csv, delimiter: 1️⃣';;' }",
            [
                "1️⃣ invalid-value: 'delimiter' is one ASCII character, no quote and no line break, not ';;'"
                    + " (a tab is \"\\t\", in double quotes)"
            ]),
        LintCase(
            "unknown encoding",
            "source: { file: a.csv, encoding: 1️⃣utf8 }",
            [
                "1️⃣ invalid-value: 'encoding' cannot be 'utf8' (did you mean 'utf-8'?)"
            ]),
        LintCase(
            "csv's keys on ndjson",
            "source: { file: a.ndjson, 1️⃣delimiter: ';' }",
            [
                "1️⃣ unknown-key: unknown key 'delimiter'"
                    + " (it takes format, fields, invalid, where, distinct_by)"
            ]),
        LintCase(
            "a file's keys on a query",
            "source: { connection: crm, query: SELECT 1, 1️⃣encoding: utf-8 }",
            [
                "1️⃣ unknown-key: unknown key 'encoding' (it takes fields, invalid, where, distinct_by)"
            ]),
        LintCase(
            "unknown type of a field",
            "source: { file: a.csv, fields: { amount: 1️⃣float, day: 2️⃣dat } }",
            [
                "1️⃣ invalid-value: 'amount' cannot be 'float'"
                    + " (it is one of text, integer, number, boolean, date, datetime, time, interval, json)",
                "2️⃣ invalid-value: 'day' cannot be 'dat' (did you mean 'date'?)",
            ]),
        LintCase(
            "unknown treatment of invalid values",
            "source: { file: a.csv, invalid: 1️⃣skip }",
            [
                "1️⃣ invalid-value: 'invalid' cannot be 'skip' (it is one of fail, blank)"
            ]),
        LintCase(
            "unknown treatment of ragged lines",
            "source: { file: a.csv, ragged: 1️⃣cut }",
            [
                "1️⃣ invalid-value: 'ragged' cannot be 'cut' (it is one of fail, pad)"
            ]),
        LintCase(
            "unknown parameter of a query",
            """
            source:
              connection: crm
              query: |
                SELECT sn
                  FROM contract
                 WHERE region = 1️⃣:regoin
            parameters: { region: { type: text, required: false } }
            """,
            [
                "1️⃣ unknown-parameter: the query uses ':regoin', which is no parameter"
                    + " (did you mean ':region'?)"
            ]),
        LintCase(
            "list parameter outside parentheses",
            """
            source:
              connection: crm
              query: SELECT sn FROM contract WHERE region IN 1️⃣:regions
            parameters: { regions: { type: [text] } }
            """,
            [
                "1️⃣ query: the list ':regions' must stand in parentheses (write 'IN (:regions)')"
            ]),
        LintCase(
            "unknown parameter of a file's path",
            """
            source: { file: 1️⃣'data/{regoin}.csv' }
            parameters: { region: { type: text } }
            """,
            [
                "1️⃣ unknown-parameter: 'data/{regoin}.csv' uses '{regoin}', which is no parameter"
                    + " (did you mean 'region'?)"
            ]),
        LintCase(
            "list in a file's path",
            """
            source: { file: 1️⃣'data/{r}.csv' }
            parameters: { r: { type: [text] } }
            """,
            [
                "1️⃣ file: '{r}' is a list, which cannot be part of a path"
            ]),
        LintCase(
            "enrichment in where",
            """
            source: { connection: crm, query: SELECT 1, where: 'amount > 0 and 1️⃣tether.ours > 0' }
            enrich: { tether: { lookup: tether, input: { sn: sn } } }
            columns: [tether.ours]
            """,
            [
                "1️⃣ enrichment-in-where: 'where' drops rows before they are enriched, so it has no 'tether'"
                    + " (it sees the source's fields)"
            ]),
        LintCase(
            "unknown parameter in where",
            "source: { connection: crm, query: SELECT 1, where: 'amount > 1️⃣:least' }",
            [
                "1️⃣ unknown-parameter: there is no parameter ':least'"
            ]),
        LintCase(
            "distinct_by is text",
            "source: { connection: crm, query: SELECT 1, distinct_by: 1️⃣sn }",
            [
                "1️⃣ wrong-type: 'distinct_by' takes a list, not 'sn'"
            ]),
        LintCase(
            "an unreadable source does not hide the rest",
            """
            source: 1️⃣crm
            columns:
              - { title: A, value: "2️⃣:a" }
            """,
            [
                "1️⃣ wrong-type: a source is a mapping, not text",
                "2️⃣ unknown-parameter: there is no parameter ':a'",
            ]),
    ])
func brokenSources(example: LintCase) {
    #expect(example.problems(in: .report) == example.expected)
}
