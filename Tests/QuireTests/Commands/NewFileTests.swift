import QuireModel
import QuireTesting
import Testing

@Suite("Starting files") struct NewFileTests {
    private static func project() throws -> Project {
        let project = Project(["quire.yaml": "connections:\n  crm: { kind: sqlite, file: data/crm.db }\n"])
        try project.makeDatabase(
            """
            CREATE TABLE orders (sn TEXT, "order" TEXT, amount DECIMAL, placed_on DATE);
            INSERT INTO orders VALUES ('C1', 'first', 12.5, '2026-01-31'), ('C2', NULL, 1, '2026-02-01');
            """)
        return project
    }

    private static let query =
        "SELECT sn, \"order\", amount AS \"Amount €\", placed_on FROM orders WHERE placed_on >= :placed_from AND sn IN (:names)"

    @Test("A report of a query has its columns and parameters, has no problems, and runs")
    func report() async throws {
        let project = try Self.project()
        let new = try await project.quire("new", "report", "sales/orders", "--connection", "crm", "--query", Self.query)
        #expect(new.exitCode == 0, "\(new.said)")
        let text = try project.text("reports/sales/orders.yaml")
        for part in [
            "  placed_from: { type: date }", "  names:       { type: [text] }", "    \(Self.query)\n",
            "value: '\"order\"'",
            "value: '\"Amount €\"', format: money, total: sum", "value: placed_on, format: date",
        ] { #expect(text.contains(part), "\(part)\n\(text)") }
        let checked = try await project.quire("check", "--online", "--strict")
        #expect(checked.exitCode == 0, "\(checked.said)")
        let run = try await project.quire(
            "run", "sales/orders", "placed_from=2026-01-31", "names=C1", "-o", "-", "--format", "csv")
        #expect(run.lines == ["Sn,Order,Amount €,Placed on", "C1,first,12.5,2026-01-31"], "\(run.said)")
    }

    @Test("A report of a file has its columns with the types of the first rows")
    func fileReport() async throws {
        let project = try Self.project()
        project.folder.write("count,b day,note\n1,2026-01-02,a\n2,2026-01-03,\n", to: "reports/data/x.csv")
        let new = try await project.quire("new", "report", "x", "--file", "data/x.csv")
        #expect(new.exitCode == 0, "\(new.said)")
        #expect(try project.text("reports/x.yaml").contains("    count: integer\n    b day: date\n"))
        let run = try await project.quire("run", "x", "-o", "-", "--format", "ndjson")
        #expect(
            run.lines == [
                #"{"count":1,"b day":"2026-01-02","note":"a"}"#, #"{"count":2,"b day":"2026-01-03","note":null}"#,
            ], "\(run.said)")
    }

    @Test("A report and a service of nothing are files that have no problems but what is to be filled in")
    func blank() async throws {
        let project = try Self.project()
        #expect(try await project.quire("new", "report", "blank").exitCode == 0)
        let url = "https://rates.example.com/v1"
        #expect(try await project.quire("new", "service", "rates", "--url", url).exitCode == 0)
        #expect(try project.text("reports/services/rates.yaml").contains("url: ${RATES_URL:-\(url)}"))
        let checked = try await project.quire("check", "services/rates")
        #expect(checked.exitCode == 0, "\(checked.said)")
    }

    @Test("A service of an OpenAPI document has no problems")
    func service() async throws {
        let project = try Self.project()
        let document = project.folder.write(
            """
            openapi: 3.1.0
            info: { title: Shares }
            paths:
              "/share/{sn}":
                get:
                  operationId: getShare
                  parameters: [ { name: sn, in: path, required: true, schema: { type: string } } ]
                  responses:
                    "200": { content: { application/json: { schema: { properties: { ours: { type: number } } } } } }
            """, to: "api.yaml")
        let new = try await project.quire("new", "service", "shares", "--openapi", document, "--operation", "getShare")
        #expect(new.exitCode == 0, "\(new.said)")
        let checked = try await project.quire("check", "--strict")
        #expect(checked.exitCode == 0, "\(checked.said)")
        let other = try await project.quire("new", "service", "b", "--openapi", document, "--operation", "getShares")
        #expect(other.exitCode == 2)
        #expect(other.standardError.contains("did you mean 'getShare'?"), "\(other.said)")
    }

    @Test("An operation that changes what it is asked about is warned of, and not offered")
    func changing() async throws {
        let project = try Self.project()
        let parameters = "parameters: [ { name: id, in: path, required: true, schema: { type: string } } ]"
        let document = project.folder.write(
            """
            openapi: 3.1.0
            paths:
              "/pets/{id}":
                \(parameters)
                get: { operationId: getPet }
                post: { operationId: findPet }
                put: { operationId: replacePet }
                patch: { operationId: changePet }
                delete: { operationId: deletePet }
            """, to: "api.yaml")
        let unnamed = try await project.quire("new", "service", "pets", "--openapi", document)
        #expect(unnamed.standardError.contains("hint: it has getPet, findPet\n"), "\(unnamed.said)")
        for (operation, warns) in [("getPet", false), ("findPet", false), ("deletePet", true), ("changePet", true)] {
            let new = try await project.quire(
                "new", "service", operation.lowercased(), "--openapi", document, "--operation", operation)
            #expect(new.exitCode == 0, "\(new.said)")
            #expect(new.standardError.contains("warning: the lookup") == warns, "\(new.said)")
        }
    }

    @Test(
        "What cannot be written is refused, and nothing is",
        arguments: [
            (["report", "../x"], "../x"), (["report", "x", "--connection", "crm"], "--connection needs --query"),
            (["report", "x", "--connection", "crn", "--query", "SELECT 1"], "did you mean 'crm'?"),
            (["report", "x", "--query", "SELECT nope FROM orders"], "--query:1:8: error: the query is wrong"),
            (["report", "x", "--file", "data/none.csv"], "data/none.csv"),
            (["service", "x", "--openapi", "none.yaml"], "none.yaml"),
            (["service", "x", "--url", "ftp://a"], "'ftp://a' is no address of a service"),
        ])
    func refused(_ arguments: [String], _ says: String) async throws {
        let project = try Self.project()
        let outcome = try await project.quire(["new"] + arguments)
        #expect(outcome.exitCode != 0)
        #expect(outcome.standardError.contains(says), "\(outcome.said)")
        #expect(try project.filesBelow("reports") == ["data", "quire.yaml"])
    }

    @Test("A file that is there is left as it is")
    func existing() async throws {
        let project = Project(report: "title: Mine\nsource: { file: data/rows.csv }\ncolumns: [sn]\n")
        let outcome = try await project.quire("new", "report", "share")
        #expect(outcome.exitCode == 2)
        #expect(outcome.standardError.contains("there is a file 'reports/share.yaml' already"), "\(outcome.said)")
        #expect(try project.text("reports/share.yaml").hasPrefix("title: Mine"))
    }

    @Test("schema prints a JSON Schema for each kind of file", arguments: ["report", "service", "project", "test"])
    func schema(_ kind: String) async throws {
        let outcome = try await Project().quire("schema", kind)
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        let schema = try JSON.parse(Array(outcome.standardOutput.utf8))
        #expect(schema["$schema"] == "https://json-schema.org/draft/2020-12/schema")
        #expect(schema["$id"] == .string("urn:quire:schema:\(kind)"))
    }
}
