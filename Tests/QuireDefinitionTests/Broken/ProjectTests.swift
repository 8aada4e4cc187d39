import QuireTesting
import Testing

@Test(
    "What a project cannot be is told at its place",
    arguments: [
        LintCase(
            "misspelt key of the project",
            "1️⃣timezon: UTC",
            [
                "1️⃣ unknown-key: unknown key 'timezon' (did you mean 'timezone'?)"
            ]),
        LintCase(
            "the project is a list",
            "1️⃣- a",
            [
                "1️⃣ wrong-type: the project is a mapping, not a list"
            ], isWhole: true),
        LintCase(
            "unknown zone",
            "timezone: 1️⃣Asia/Shangai",
            [
                "1️⃣ invalid-value: there is no time zone 'Asia/Shangai' (did you mean 'Asia/Shanghai'?)"
            ]),
        LintCase(
            "a destination that is no mapping",
            "destinations: { archive: 1️⃣[] }",
            [
                "1️⃣ wrong-type: a destination is a mapping, not a list"
            ]),
        LintCase(
            "plugins that cannot be run",
            """
            plugins:
              a: { command: 1️⃣[], processes: 2️⃣0 }
              b: { 3️⃣comand: [python3] }
            """,
            [
                "1️⃣ missing-value: 'command' names no program (write it as a list: [python3, plugins/scoring.py])",
                "2️⃣ invalid-value: 'processes' is from 1 to 64",
                "3️⃣ unknown-key: unknown key 'comand' (did you mean 'command'?)",
            ]),
        LintCase(
            "connections by ODBC",
            """
            connections:
              a: { kind: odbc, dsn: Server }
              b: { kind: odbc, dsn: 2️⃣"PWD={x" }
              c: { kind: odbc, dsn: 3️⃣"=x" }
              d: { kind: odbc, dsn: Driver=X, connect_timeout: 4️⃣0s }
            """,
            [
                "2️⃣ invalid-dsn: 'dsn' is no connection string (write Driver={…};Server=…;Database=…;UID=…;PWD=…; a value with ';' or '}' in it stands in braces)",
                "3️⃣ invalid-dsn: 'dsn' is no connection string (write Driver={…};Server=…;Database=…;UID=…;PWD=…; a value with ';' or '}' in it stands in braces)",
                "4️⃣ invalid-value: 'connect_timeout' is 1ms at least",
            ]),
        LintCase(
            "unknown kind of connection",
            """
            connections:
              a: { kind: 1️⃣sqlit, file: x }
            """,
            [
                "1️⃣ invalid-value: there is no connection of kind 'sqlit' (did you mean 'sqlite'?)"
            ]),
        LintCase(
            "connection without kind",
            """
            connections:
              a: 1️⃣{ file: x }
            """,
            [
                "1️⃣ missing-key: a connection needs 'kind' (it is one of sqlite, postgres, odbc)"
            ]),
        LintCase(
            "connection without file",
            """
            connections:
              a: 1️⃣{ kind: sqlite }
            """,
            [
                "1️⃣ missing-key: a connection needs 'file' (The database, relative to the project.)"
            ]),
        LintCase(
            "connection that is text",
            """
            connections:
              a: 1️⃣crm.db
            """,
            [
                "1️⃣ wrong-type: a connection is a mapping, not text"
            ]),
        LintCase(
            "misspelt key of a connection",
            """
            connections:
              a: { kind: sqlite, 1️⃣fle: x }
            """,
            [
                "1️⃣ unknown-key: unknown key 'fle' (did you mean 'file'?)"
            ]),
        LintCase(
            "batch size of nothing",
            "defaults: { batch_size: 1️⃣0, row_limit: 2️⃣-1 }",
            [
                "1️⃣ invalid-value: 'batch_size' is from 1 to 100000",
                "2️⃣ invalid-value: 'row_limit' is at least 1",
            ]),
        LintCase(
            "batch size is text",
            "defaults: { batch_size: 1️⃣many }",
            [
                "1️⃣ wrong-type: 'batch_size' takes a whole number, not 'many'"
            ]),
        LintCase(
            "misspelt default",
            "defaults: { 1️⃣rowlimit: 5 }",
            [
                "1️⃣ unknown-key: unknown key 'rowlimit' (did you mean 'row_limit'?)"
            ]),
        LintCase(
            "unknown colour of a style",
            "styles: { bad: { color: 1️⃣redd } }",
            [
                "1️⃣ invalid-value: 'redd' is no colour (did you mean 'red'?)"
            ]),
        LintCase(
            "key of a style",
            "styles: { bad: { 1️⃣colour: red } }",
            [
                "1️⃣ unknown-key: unknown key 'colour' (did you mean 'color'?)"
            ]),
        LintCase(
            "format is a list",
            "formats: { rate: 1️⃣[a] }",
            [
                "1️⃣ wrong-type: 'rate' takes text, not a list"
            ]),
        LintCase(
            "missing variables of the project",
            """
            timezone: 1️⃣${ZONE}
            tmp: 2️⃣${TMP_FOLDER}
            connections:
              a: { kind: sqlite, file: 3️⃣'${CRM}' }
            """,
            [
                "1️⃣ warning missing-variable: the environment has no 'ZONE'"
                    + " (set it, or write ${ZONE:-default})",
                "2️⃣ warning missing-variable: the environment has no 'TMP_FOLDER'"
                    + " (set it, or write ${TMP_FOLDER:-default})",
                "3️⃣ warning missing-variable: the environment has no 'CRM'"
                    + " (set it, or write ${CRM:-default})",
            ]),
    ])
func brokenProjects(example: LintCase) {
    #expect(example.problems(in: .project) == example.expected)
}
