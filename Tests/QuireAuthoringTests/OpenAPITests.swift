import Foundation
import QuireAuthoring
import QuireComponents
import QuireDefinition
import QuireModel
import QuirePlugin
import QuireTesting
import Testing

/// Services made of OpenAPI documents.
@Suite struct OpenAPITests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()

    struct Operation: Sendable, CustomTestStringConvertible {
        var document: String
        var name: String
        var service: String
        var testDescription: String { service }
    }

    private func draft(_ operation: Operation) throws -> ServiceDraft {
        let path = Self.folder.appending(path: "Documents/\(operation.document)").path
        return try OpenAPIDocument(atPath: path, as: operation.document)
            .service(named: try StartingName(ofService: operation.service), operation: operation.name)
    }

    @Test(
        "are what they were, and pass the check",
        arguments: [
            Operation(document: "petstore.yaml", name: "getPetById", service: "pets"),
            Operation(document: "petstore.yaml", name: "findPetsByStatus", service: "shop/pets-by-status"),
            Operation(document: "quotes.json", name: "quote-of-day", service: "quotes"),
            Operation(document: "quotes.json", name: "GET /quotes/{isin}", service: "quote"),
        ])
    func golden(_ operation: Operation) throws {
        let file = try draft(operation).file
        let name = operation.service.replacing("/", with: "-") + ".yaml"
        let golden = Self.folder.appending(path: "expected/\(name)")
        if ProcessInfo.processInfo.environment["QUIRE_RENEW"] == "1" {
            try file.text.write(to: golden, atomically: true, encoding: .utf8)
        }
        #expect(file.text == (try String(contentsOf: golden, encoding: .utf8)))
        #expect(file.path == "services/\(operation.service).yaml")
        let project = TemporaryFolder()
        let folder = try ProjectFolder(project.path)
        #expect(try file.write(in: folder) == project.path + "/" + file.path)
        var loader = ProjectLoader(
            folder: folder, environment: Environment(variables: [:]) { _ in nil }, registry: Builtins.registry)
        let found = try loader.check(["services/" + operation.service])
        #expect(found.filter { $0.code != "missing-variable" } == [])
    }

    private func problem(_ text: String, operation: String? = nil) -> Diagnostic? {
        let file = TemporaryFolder()
        do {
            _ = try OpenAPIDocument(atPath: file.write(text, to: "api.yaml"), as: "api.yaml")
                .service(named: try StartingName(ofService: "a"), operation: operation)
            return nil
        } catch {
            return error.diagnostics.first
        }
    }

    @Test(
        "are not made of what is no such document",
        arguments: [
            ("swagger: '2.0'", "this is Swagger 2.0, not OpenAPI 3"), ("openapi: 4.0.0", "OpenAPI 4.0.0 is not known"),
            ("a: 1", "this is no OpenAPI document: it has no 'openapi'"),
            ("", "this is no OpenAPI document: it has no 'openapi'"),
            ("[]", "this is no OpenAPI document: it has no 'openapi'"),
            ("openapi: 3.0.0\npaths: {}", "the document has no operations"),
            ("openapi: 3.0.0\npaths: { /a: { get: {} } }", "'GET /a' takes nothing that could be a key"),
            (
                "openapi: 3.0.0\npaths: { /a: { get: { parameters: [ { $ref: 'x.yaml#/p' } ] } } }",
                "a parameter of 'GET /a' cannot be read: 'x.yaml#/p' leads nowhere in this document"
            ),
            (
                "openapi: 3.0.0\npaths: { /a: { get: { parameters: [ { $ref: '#/b' } ] } } }\nb: { $ref: '#/b' }",
                "a parameter of 'GET /a' cannot be read: '#/b' leads nowhere in this document"
            ),
        ])
    func refused(text: String, message: String) {
        #expect(problem(text)?.message == message)
    }

    @Test("name the operations that there are where none or a wrong one is asked for")
    func unknown() {
        let text = "openapi: 3.1.0\npaths: { /a: { get: { operationId: getA }, post: {} } }"
        #expect(problem(text)?.hint == "it has getA, POST /a")
        #expect(problem(text, operation: "geta")?.code == "unknown-operation")
        #expect(problem(text, operation: "geta")?.hint == "did you mean 'getA'? it has getA, POST /a")
    }

    @Test(
        "know who asks from the document's security",
        arguments: [
            ("{ type: http, scheme: Bearer }", "{ type: token, token: \"${A_TOKEN}\" }"),
            ("{ type: http, scheme: basic }", "{ type: basic, username: \"${A_USER}\", password: \"${A_PASSWORD}\" }"),
            (
                "{ type: apiKey, in: query, name: 'k:1' }",
                "{ type: api_key, inject_into: query, name: k:1, value: \"${A_TOKEN}\" }"
            ),
            ("{ type: apiKey, in: cookie, name: k }", nil), ("{ type: mutualTLS }", nil),
            ("{ type: openIdConnect, openIdConnectUrl: https://a }", "{ type: token, token: \"${A_TOKEN}\" }"),
        ])
    func security(scheme: String, authenticator: String?) throws {
        let text = """
            openapi: 3.0.0
            security: [ {}, { s: [] } ]
            paths: { "/a/{b}": { get: { parameters: [ { name: b, in: path } ] } } }
            components: { securitySchemes: { s: \(scheme) } }
            """
        let file = TemporaryFolder()
        let document = try OpenAPIDocument(atPath: file.write(text, to: "api.yaml"), as: "api.yaml")
        let draft = try document.service(named: StartingName(ofService: "a"), operation: nil)
        #expect(draft.authenticator == authenticator)
    }

    @Test("hold nothing of the document but as text")
    func hostile() throws {
        let text = #"""
            openapi: 3.0.0
            info: { title: "a\nurl: http://evil", description: "# x" }
            servers: [ { url: "http://a/ #}\nx: 1" } ]
            paths:
              "/a/{b}":
                get:
                  operationId: "c:\n  d"
                  summary: "e\nkind: file"
                  parameters:
                    - { name: b, in: path }
                    - { name: "f\ng: 1", in: query }
                    - { name: "h'}\ni", in: query, required: true }
                  responses:
                    "200": { content: { application/json: { schema: { properties: { "j'\n]": { type: string }, "${K}": {} } } } } }
            """#
        let file = TemporaryFolder()
        let document = try OpenAPIDocument(atPath: file.write(text, to: "api.yaml"), as: "api.yaml")
        let draft = try document.service(named: StartingName(ofService: "a"), operation: nil)
        let project = TemporaryFolder()
        let folder = try ProjectFolder(project.path)
        _ = try draft.file.write(in: folder)
        var loader = ProjectLoader(
            folder: folder, environment: Environment(variables: [:]) { _ in nil }, registry: Builtins.registry)
        #expect(try loader.check(["services/a"]).filter { $0.severity == .error } == [], "\(draft.file.text)")
        let found = loader.service("a")
        let service = try #require(found)
        #expect(service.title == "a")
        #expect(service.blueprint.lookups["c_d"]?.inputs.map(\.name) == ["b", "h_i"])
    }
}
