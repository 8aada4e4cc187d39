import GRDBSQLite
import Testing

@testable import QuireExpression

struct ConnectionTests {
    @Test(
        "What gets past the tokens is refused by SQLite's authorizer",
        arguments: [
            "SELECT (SELECT 1)", "SELECT 1 UNION SELECT 2", "SELECT name FROM sqlite_master",
            "SELECT 1 FROM (SELECT 1)", "SELECT 1 IN (SELECT 1)", "SELECT EXISTS (SELECT 1)",
            "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT n FROM t", "PRAGMA user_version",
            "ATTACH ':memory:' AS x", "CREATE TABLE t (a)", "CREATE TEMP TABLE t (a)", "BEGIN", "SAVEPOINT s",
            "ANALYZE",
            "SELECT * FROM pragma_function_list", "SELECT * FROM json_each('[1]')",
            "SELECT value FROM generate_series(1, 9)",
            "SELECT load_extension('x')", "SELECT random()", "SELECT sqlite_version()", "SELECT count(*)",
            "SELECT row_number() OVER ()", "SELECT CURRENT_TIMESTAMP", "SELECT sqlite_log(1, 'x')",
            "SELECT fts3_tokenizer('simple')", "SELECT \"a string in double quotes\"",
        ])
    func authorizer(_ sql: String) throws {
        let connection = try Connection.restricted()
        #expect(throws: SQLiteProblem.self) { sqlite3_finalize(try connection.prepare(sql)) }
        sqlite3_finalize(try connection.prepare("SELECT 1"))
    }

    @Test func `vacuum finds no file to write`() throws {
        let connection = try Connection.restricted()
        let statement = try? connection.prepare("VACUUM INTO 'somewhere.db'")
        defer { sqlite3_finalize(statement) }
        if let statement { #expect(sqlite3_step(statement) != SQLITE_DONE) }
    }

    @Test(
        "Functions that look at more than their arguments are not among the allowed",
        arguments: [
            "random", "randomblob", "load_extension", "changes", "total_changes", "last_insert_rowid", "sqlite_version",
            "sqlite_source_id", "sqlite_compileoption_get", "sqlite_log", "fts3_tokenizer", "fts5", "rtreenode",
            "matchinfo",
            "snippet", "count", "sum", "row_number", "subtype", "current_date",
        ])
    func forbidden(_ name: String) {
        #expect(!ScalarFunctions.allowed.contains(name))
    }

    @Test(
        "SQLite's deterministic functions are allowed",
        arguments: [
            "abs", "round", "coalesce", "ifnull", "nullif", "iif", "length", "lower", "upper", "trim", "substr",
            "replace",
            "instr", "printf", "format", "date", "datetime", "strftime", "julianday", "json_extract", "like", "glob",
            "hex",
            "max", "min", "typeof", "unicode", "char", "quote", "sqrt", "ceil", "floor", "pow", "ln",
        ])
    func allowed(_ name: String) {
        #expect(ScalarFunctions.allowed.contains(name))
    }
}
