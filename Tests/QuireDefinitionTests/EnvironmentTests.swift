import QuireDefinition
import QuireExpression
import QuireModel
import QuirePlugin
import QuireTesting
import Testing

@Test(
    "Variables are filled in",
    arguments: [
        ("${NAME}", "value"), ("a ${NAME} b ${OTHER}", "a value b 5"), ("${EMPTY}", ""), ("${NAME:-x}", "value"),
        ("${NONE:-x}", "x"), ("${EMPTY:-x}", "x"), ("${NONE:-}", ""), ("${NONE:-a:-b}", "a:-b"),
        ("$${NAME}", "${NAME}"),
        ("$$${NAME}", "$${NAME}"), ("$NAME", "$NAME"), ("5 $", "5 $"), ("${file:/run/x}", "content"),
        ("${file:/run/two}", "a\n"), ("${file:/run/windows}", "a"),
    ])
func interpolation(written: String, expected: String) throws {
    var project = SampleProject()
    project.variables = ["NAME": "value", "OTHER": "5", "EMPTY": ""]
    project.files = ["/run/x": "content\n", "/run/two": "a\n\n", "/run/windows": "a\r\n"]
    project.write("formats: { a: '\(written)' }", to: "quire.yaml")
    let loader = project.loader()
    #expect(loader.diagnostics == [])
    #expect(loader.project.formats["a"] == expected)
}

@Test("A variable in a plain scalar has the meaning of its text")
func meaning() {
    var project = SampleProject()
    project.variables = ["SIZE": "10"]
    project.write("defaults:\n  batch_size: ${SIZE}\n  row_limit: ${LIMIT:-20}", to: "quire.yaml")
    let loader = project.loader()
    #expect(loader.diagnostics == [])
    #expect(loader.project.batchSize == 10)
    #expect(loader.project.rowLimit == 20)
}

@Suite("A variable that is missing")
struct MissingVariableTests {
    private let report = "source: { connection: crm, query: SELECT 1 }\ncolumns: [sn]"

    @Test("is a warning in a check, and kept by what needs it")
    func service() throws {
        let project = SampleProject()
        project.write(
            """
            url: ${TETHER_URL}
            lookups:
              d: { input: { sn: text }, request: { path: "/{sn}" }, fields: { ours: {} } }
            """, to: "services/a.yaml")
        #expect(project.check().map(\.severity) == [.warning])
        var loader = project.loader()
        let found = loader.service("a")
        let service = try #require(found)
        #expect(loader.diagnostics == [])
        #expect(service.missing.map(\.message) == ["the environment has no 'TETHER_URL'"])
    }

    @Test("of a connection matters only to what uses it")
    func connection() throws {
        let project = SampleProject()
        project.write(
            "connections:\n  crm: { kind: sqlite, file: a.db }\n  b: { kind: sqlite, file: '${B}' }", to: "quire.yaml")
        project.write(report, to: "a.yaml")
        var loader = project.loader()
        let report = try loader.report("a")
        #expect(report != nil)
        #expect(loader.diagnostics == [])
        #expect(loader.project.connections["crm"]?.missing == [])
        #expect(loader.project.connections["b"]?.missing.map(\.message) == ["the environment has no 'B'"])
    }

    @Test("of the project itself stops every report")
    func project() {
        let project = SampleProject()
        project.write("timezone: ${ZONE}\nconnections: { crm: { kind: sqlite, file: a.db } }", to: "quire.yaml")
        project.write(report, to: "a.yaml")
        #expect(project.check(["a"]).map(\.severity) == [.warning])
        var loader = project.loader()
        #expect {
            _ = try loader.report("a")
        } throws: { error in
            (error as? DiagnosticError)?.diagnostics.map(\.severity) == [.error]
        }
    }
}

@Test("Secrets are gathered from where they stand")
func secrets() {
    var project = SampleProject()
    project.variables = ["TOKEN": "from-environment", "HOST": "tether.example"]
    project.files = ["/run/secret": "from-file\n"]
    project.write(
        """
        title: "${file:/run/secret}"
        url: http://someone:pass%20word@${HOST}
        authenticator: { type: api_key, inject_into: query, name: key, value: "${TOKEN}" }
        headers:
          Authorization: Bearer in-authorization
          Cookie: in-cookie
          X-Api-Key: in-key
          X-Auth-Token: in-token
          Accept-Language: zh-CN
        lookups:
          d:
            input: { sn: text }
            request:
              path: "/{sn}"
              headers: { X-Other-Key: in-request }
              query: { api_token: in-query, lang: zh }
              json: { password: in-json, user: nobody }
            fields: { ours: {} }
        """, to: "services/a.yaml")
    var loader = project.loader()
    let service = loader.service("a")
    #expect(service != nil)
    #expect(loader.diagnostics == [])
    #expect(
        loader.secrets == [
            "from-file", "from-environment", "//someone:", "//someone@", "someone:pass word", "pass word",
            "Bearer in-authorization", "in-authorization", "in-cookie", "in-key", "in-token", "in-request", "in-query",
            "in-json",
        ])
}

@Test("The values of every authenticator are secret")
func authenticatorSecrets() {
    let project = SampleProject()
    project.write(
        """
        url: http://localhost
        authenticator: { type: basic, username: somebody, password: swordfish }
        lookups: { d: { input: { sn: text }, request: { path: "/{sn}" }, fields: { ours: {} } } }
        """, to: "services/a.yaml")
    var loader = project.loader()
    let service = loader.service("a")
    #expect(service != nil)
    #expect(loader.secrets == ["somebody", "swordfish"])
}
