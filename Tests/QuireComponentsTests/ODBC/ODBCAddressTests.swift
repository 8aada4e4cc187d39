import QuireModel
import Testing

@testable import QuireComponents

@Suite("A connection string of ODBC") struct ODBCAddressTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// Nil where it is none.
        var attributes: [String]?

        init(_ text: String, _ attributes: [String]?) {
            testDescription = text
            self.attributes = attributes
        }
    }

    @Test(
        "is a list of names and values, in braces where they hold what ends them",
        arguments: [
            Case("sales", ["DSN: sales"]), Case("DSN=sales", ["DSN: sales"]),
            Case("Driver={A B};Server=db", ["Driver: A B", "Server: db"]),
            Case(" Driver = A B ; ;Server=db; ", ["Driver: A B", "Server: db"]),
            Case("PWD={a;b}}c={};UID=u", ["PWD: a;b}c={", "UID: u"]), Case("PWD=a=b{c}", ["PWD: a=b{c}"]),
            Case("PWD=;UID=u", ["PWD: ", "UID: u"]), Case("PWD={}", ["PWD: "]), Case("", nil), Case("=x", nil),
            Case("a;b=c", nil), Case("PWD={a;b", nil), Case("PWD={a}b;UID=u", nil), Case(";;=", nil),
        ])
    func reading(_ given: Case) {
        let read = ODBCAddress(given.testDescription)?.attributes.map { "\($0.name): \($0.value)" }
        #expect(read == given.attributes)
    }

    @Test(
        "is named by its database and its server, never by its user",
        arguments: [
            ("Driver=X;Server=db;Port=5432;Database=sales;UID=reader", "the database 'sales' at db:5432"),
            ("Driver=X;SERVER=db;UID=reader", "the database at db"),
            ("Driver=SQLite3;Database=data/crm.db", "the database 'data/crm.db'"),
            ("DSN=sales;UID=reader;PWD=x", "the ODBC data source 'sales'"), ("Driver=X;UID=reader", "the database"),
        ])
    func phrase(_ text: String, _ phrase: String) throws { #expect(try #require(ODBCAddress(text)).phrase == phrase) }

    @Test("hides its user, its password and what else is called like a secret, in every way they are written")
    func secrets() {
        let found = ODBCAddress.secrets(
            in: "Driver=X;uid=reader;Pwd={p;a}}ss};AccessToken=t0ken;SSLKey=k3y;TrustStorePwd=trust;Database=sales")
        #expect(Set(["reader", "p;a}ss", "{p;a}}ss}", "t0ken", "k3y", "trust"]).isSubset(of: found))
        #expect(!found.contains("sales"))
        #expect(ODBCAddress.secrets(in: "PWD=a%2Fb;UID={u").contains("a/b"))
        #expect(ODBCAddress.secrets(in: "PWD=a%2Fb;UID={u").contains("{u"))
        #expect(ODBCAddress.secrets(in: "sales") == [])
        #expect(!ODBCAddress.secrets(in: "UID=postgres;Driver=X").contains("postgres"))
    }

    @Test(
        "is handed on as it is, with what its driver needs where the author says nothing of it",
        arguments: [
            (
                "Driver={PostgreSQL Unicode};PWD={a%2Fb}",
                "Driver={PostgreSQL Unicode};PWD={a%2Fb};UseDeclareFetch=1;BoolsAsChar=0;UseServerSidePrepare=0"
            ),
            (
                "Driver=/usr/lib/psqlodbcw.so;b6=0;BOOLSASCHAR=1",
                "Driver=/usr/lib/psqlodbcw.so;b6=0;BOOLSASCHAR=1;UseServerSidePrepare=0"
            ),
            ("Driver=SQLite3;Database=a.db", "Driver=SQLite3;Database=/project/a.db;NoCreat=1"),
            (
                "Driver=SQLite3;Database={a;b.db};NoCreat=0",
                "Driver=SQLite3;Database={/project/a;b.db};NoCreat=0"
            ),
            ("Driver=SQLite3;Database=/a.db", "Driver=SQLite3;Database=/a.db;NoCreat=1"),
            ("Driver=X;Database=a.db", "Driver=X;Database=a.db"), ("sales", "DSN=sales"),
        ])
    func handedOn(_ text: String, _ told: String) throws {
        let address = try #require(ODBCAddress(text))
        let settings = ODBCSettings(
            address: address, statementTimeout: .zero, connectTimeout: .seconds(1), folder: "/project",
            zoneName: "UTC", redactor: Redactor([]))
        #expect(settings.connectionString(for: ODBCDriver(named: address.driver ?? "")) == told)
    }

    @Test(
        "Messages of drivers are told on one line, without who said it",
        arguments: [
            ("[unixODBC][Driver Manager]Can't open lib 'X' : file not found", "Can't open lib 'X' : file not found"),
            (
                "ERROR: relation \"a\" does not exist;\nError while executing the query",
                "relation \"a\" does not exist"
            ),
            (
                "[Microsoft][ODBC Driver 18 for SQL Server][SQL Server]Invalid column name 'a'.",
                "Invalid column name 'a'."
            ),
            ("[SQLite]no such column: a (1)", "no such column: a (1)"), ("one\n\ttwo\n", "one two"),
        ])
    func message(_ said: String, _ plain: String) { #expect(ODBCFault.plain(said) == plain) }

    @Test(
        "What a message names is found in it",
        arguments: [
            ("column \"xyz\" does not exist", ["xyz"]),
            ("relation \"public.books\" does not exist", ["public.books", "books"]),
            ("Invalid object name 'books'.", ["books"]), ("no such column: t.amout (1)", ["t.amout", "amout"]),
            ("it's wrong", []), ("nothing", []),
        ])
    func names(_ message: String, _ names: [String]) { #expect(ODBCFault.names(in: message) == names) }
}
