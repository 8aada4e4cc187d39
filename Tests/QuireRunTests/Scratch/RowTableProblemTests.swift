import QuireModel
import QuireTesting
import Testing

@testable import QuireRun

@Suite struct RowTableProblemTests {
    private let fixture = RowTableFixture()

    /// Each with a mark where the problem is.
    static let problemCases: [(query: String, problem: String)] = [
        ("SELECT 1️⃣amuont FROM rows", "unknown-column: there is no column 'amuont' (did you mean 'amount'?)"),
        ("SELECT sn,\n  1️⃣r.snn\nFROM rows r", "unknown-column: there is no column 'r.snn' (did you mean 'sn'?)"),
        (
            "SELECT 1️⃣tether.ours FROM rows",
            "unknown-column: there is no column 'tether.ours' (in 'rows' it is 'tether_ours')"
        ),
        (
            "SELECT '汉', /* 🙂 */ 1️⃣\"West Coast\" FROM rows",
            "unknown-column: there is no column 'West Coast' (double quotes hold names; text stands in single ones: 'West Coast')"
        ),
        (
            "SELECT sn FROM rows WHERE 1️⃣region = 1",
            "unknown-column: there is no column 'region' ('rows' has sn, amount, signed_on, tether_ours, is_open, 金额, order, a \"b\")"
        ),
        (
            "SELECT * -- contracts\n FROM 1️⃣contracts",
            "unknown-table: there is no table 'contracts' (the table is 'rows')"
        ),
        ("SELECT name FROM 1️⃣sqlite_schema", "unknown-table: there is no table 'sqlite_schema' (the table is 'rows')"),
        (
            "SELECT count(*) AS n FROM 1️⃣sqlite_master",
            "unknown-table: there is no table 'sqlite_master' (the table is 'rows')"
        ),
        ("SELECT * FROM 1️⃣dbstat", "unknown-table: there is no table 'dbstat' (the table is 'rows')"),
        ("SELECT * FROM other.1️⃣rows", "unknown-table: there is no table 'other.rows' (the table is 'rows')"),
        ("SELECT 1️⃣cuont(*) AS n FROM rows", "unknown-function: there is no function 'cuont' (did you mean 'count'?)"),
        (
            "SELECT 1️⃣load_extension('x') AS n FROM rows",
            "query: 'load_extension' is not allowed: it reads or changes more than its arguments"
        ),
        ("SELECT 1️⃣readfile('/etc/passwd') AS n", "unknown-function: there is no function 'readfile'"),
        ("SELECT sn FORM 1️⃣rows", "query: the query is wrong: near \"rows\": syntax error"),
        ("SELECT sum(1️⃣sum(amount)) AS s FROM rows", "query: the query is wrong: misuse of aggregate function sum()"),
        (
            "SELECT :least, 1️⃣:laest FROM rows",
            "unknown-parameter: the query uses ':laest', which is no parameter (did you mean ':least'?)"
        ),
        (
            "SELECT 1️⃣:x FROM rows",
            "unknown-parameter: the query uses ':x', which is no parameter (declare it under 'parameters')"
        ),
        ("1️⃣SELECT ?1 FROM rows", "query: '?1' is no parameter (parameters are written ':name')"),
        ("1️⃣SELECT $x FROM rows", "query: '$x' is no parameter (parameters are written ':name')"),
        (
            "SELECT sn FROM rows WHERE sn = 1️⃣:names",
            "query: the list ':names' must stand in parentheses (write 'IN (:names)')"
        ),
        (
            "1️⃣SELECT sn, amount AS sn FROM rows",
            "duplicate-field: two fields of the query are named 'sn' (give one another name: '… AS other')"
        ),
        ("1️⃣-- nothing", "query: the query is empty (write one SELECT)"),
        ("1️⃣SELECT 1 AS a; SELECT 2", "query: the query holds more than one statement (keep one)"),
        ("1️⃣SELECT 1 AS a; DROP TABLE rows", "query: the query holds more than one statement (keep one)"),
    ]

    @Test("a query that cannot be used says why, and where", arguments: problemCases)
    func problems(query: String, problem: String) throws {
        let marked = MarkedText(query)
        let error = #expect(throws: DiagnosticError.self) {
            try RowTable(
                columns: RowTableFixture.columns,
                queries: [
                    ExpressionText(marked.text, at: FilePosition(file: "a.yaml", line: 1, column: 1), style: .literal)
                ], parameters: RowTableFixture.parameters, in: fixture.folder.path)
        }
        #expect(error?.diagnostics.map { marked.describe($0) } == ["1️⃣ " + problem])
    }

    @Test(
        "nothing but reading is allowed",
        arguments: [
            "DELETE FROM rows", "DELETE FROM rows RETURNING sn", "INSERT INTO rows DEFAULT VALUES",
            "UPDATE rows SET sn = 1",
            "CREATE TEMP TABLE t (a)", "DROP TABLE rows", "BEGIN", "COMMIT", "ATTACH 'other.db' AS other", "VACUUM",
            "PRAGMA journal_mode", "PRAGMA table_info(rows)", "VACUUM INTO 'copy.db'", "EXPLAIN SELECT sn FROM rows",
            "EXPLAIN QUERY PLAN SELECT 1", "REINDEX", "SELECT * FROM pragma_database_list",
            "SELECT count(*) AS n FROM pragma_database_list", "ANALYZE", "SAVEPOINT s",
            "CREATE VIRTUAL TABLE v USING fts5(a)", "WITH t AS (SELECT 1) DELETE FROM rows",
        ])
    func readOnly(query: String) throws {
        let error = #expect(throws: DiagnosticError.self) { try fixture.table([query]) }
        #expect(
            error?.description
                == "a.yaml:10:5: error: the query does not read rows [query]\n"
                + "  hint: only SELECT is allowed; reports change nothing")
        #expect(try fixture.folder.names == [])
    }

    @Test("all queries are looked at before one is refused")
    func severalQueries() {
        let error = #expect(throws: DiagnosticError.self) {
            try fixture.table(["SELECT x FROM rows", "SELECT sn FROM rows", "SELECT y FROM rows"])
        }
        #expect(error?.diagnostics.map(\.message) == ["there is no column 'x'", "there is no column 'y'"])
    }

    @Test("names in another place than the text's are told by the start of the query")
    func foldedQuery() {
        let place = FilePosition(file: "a.yaml", line: 4, column: 12)
        let error = #expect(throws: DiagnosticError.self) {
            try RowTable(
                columns: RowTableFixture.columns, queries: [ExpressionText("SELECT x FROM rows", at: place)],
                parameters: [:], in: fixture.folder.path)
        }
        #expect(error?.diagnostics.map(\.position) == [place])
    }
}
