import QuireTesting
import Testing

@Test(
    "What a service of kind file cannot be is told at its place",
    arguments: [
        LintCase(
            "every key of csv",
            "kind: file\nfile: a.csv.gz\nformat: csv\nfields: { amount: number }\ndelimiter: ';'\nencoding: gb18030\nheader: false\nragged: pad\ninvalid: blank\n\(lookup)",
            []),
        LintCase(
            "no file, and no lookups",
            "1️⃣kind: file",
            [
                "1️⃣ missing-key: a service needs 'file' (A file, relative to the project; may be a pattern.)",
                "1️⃣ missing-key: a service needs 'lookups' (What can be looked up, by name.)",
            ]),
        LintCase(
            "an empty mapping of lookups",
            "kind: file\nfile: a.csv\nlookups: 1️⃣{}",
            [
                "1️⃣ missing-value: a service needs at least one lookup"
            ]),
        LintCase(
            "standard input",
            "kind: file\nfile: 1️⃣'-'\nformat: csv\n\(lookup)",
            [
                "1️⃣ invalid-value: a service cannot read standard input (name a file, relative to the project)"
            ]),
        LintCase(
            "a file that waits for a variable",
            "kind: file\nfile: 1️⃣'${NAMES}'\n\(lookup)",
            [
                "1️⃣ warning missing-variable: the environment has no 'NAMES' (set it, or write ${NAMES:-default})"
            ]),
        LintCase(
            "a parameter in the path",
            "kind: file\nfile: 1️⃣'data/{region}.csv'\n\(lookup)",
            [
                "1️⃣ unknown-parameter: 'data/{region}.csv' uses '{region}', which is no parameter"
            ]),
        LintCase(
            "an ending that says nothing",
            "kind: file\nfile: 1️⃣data/names\n\(lookup)",
            [
                "1️⃣ missing-key: the ending of 'data/names' does not say its format (add 'format', one of csv, ndjson)"
            ]),
        LintCase(
            "unknown format",
            "kind: file\nfile: data/names.csv\nformat: 1️⃣cvs\n\(lookup)",
            [
                "1️⃣ invalid-value: there is no file format 'cvs' (did you mean 'csv'?)"
            ]),
        LintCase(
            "a list of formats",
            "kind: file\nfile: data/names.csv\nformat: 1️⃣[csv]\n\(lookup)",
            [
                "1️⃣ wrong-type: 'format' takes text, not a list"
            ]),
        LintCase(
            "csv's keys on ndjson",
            "kind: file\nfile: data/names.ndjson\n1️⃣delimiter: ';'\n\(lookup)",
            [
                "1️⃣ unknown-key: 'delimiter' is for files in csv, not in ndjson (remove it)"
            ]),
        LintCase(
            "csv's values",
            "kind: file\nfile: data/names.csv\ndelimiter: 1️⃣';;'\nencoding: 2️⃣utf8\n\(lookup)",
            [
                "1️⃣ invalid-value: 'delimiter' is one ASCII character, no quote and no line break, not ';;'"
                    + " (a tab is \"\\t\", in double quotes)",
                "2️⃣ invalid-value: 'encoding' cannot be 'utf8' (did you mean 'utf-8'?)",
            ]),
        LintCase(
            "keys of another kind",
            "kind: file\nfile: data/names.csv\n1️⃣conection: crm\n\(lookup)",
            [
                "1️⃣ unknown-key: unknown key 'conection' (it takes title, description, timeout, deadline, limits, retry,"
                    + " cache, format, fields, delimiter, encoding, header, ragged, invalid)"
            ]),
        LintCase(
            "a lookup without input",
            "kind: file\nfile: data/names.csv\nlookups: { d: 1️⃣{ match: { sn: No } } }",
            [
                "1️⃣ missing-key: a lookup needs 'input'"
                    + " (Names and types of what it is asked with; each is the column of its name.)"
            ]),
        LintCase(
            "a match of no input",
            "kind: file\nfile: data/names.csv\nlookups: { d: { input: { serial: text }, match: { 1️⃣serail: No, 2️⃣day: Day } } }",
            [
                "1️⃣ unknown-input: there is no input 'serail' (did you mean 'serial'?)",
                "2️⃣ unknown-input: there is no input 'day' (it takes serial)",
            ]),
        LintCase(
            "fields of a lookup, which the file says",
            "kind: file\nfile: data/names.csv\nlookups: { d: { input: { sn: text }, 1️⃣fields: { name: text } } }",
            [
                "1️⃣ unknown-key: unknown key 'fields' (it takes match)"
            ]),
    ])
func fileServices(lint: LintCase) {
    var lint = lint
    lint.isWhole = true
    #expect(lint.problems(in: .service) == lint.expected)
}

private let lookup = "lookups: { d: { input: { sn: text } } }"
