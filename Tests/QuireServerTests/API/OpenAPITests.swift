import QuireModel
import Testing

@testable import QuireServer

@Suite("The API's description")
struct OpenAPITests {
    private func sessionCookie(_ document: JSON) -> String? {
        document["components"]?["securitySchemes"]?["session"]?["name"]?.string
    }

    @Test("names the cookie that a session is known by", arguments: [false, true])
    func cookie(isSecure: Bool) async throws {
        let name = try #require(sessionCookie(OpenAPI.document(isSecure: isSecure)))
        var options = TestServer.Options()
        options.publicURL = isSecure ? "https://public.example" : nil
        try await TestServer.with(options) { server async throws in
            try await server.add("ann")
            var request = TestRequest(
                "POST", "/login", body: "name=ann&password=correct+horse", type: TestRequest.form)
            if isSecure {
                request.headers += [("Host", "public.example"), ("Origin", "https://public.example")]
            }
            let answer = try await server.send(request)
            #expect(answer["Set-Cookie"]?.hasPrefix("\(name)=") == true)
        }
    }

    @Test("has the header that writes with a session need on every write, and on nothing else")
    func csrf() throws {
        let document = OpenAPI.document(isSecure: false)
        let header = try #require(document["components"]?["parameters"]?["csrfToken"])
        #expect(header["name"] == "X-CSRF-Token")
        #expect(header["in"] == "header")
        #expect(header["required"] == .boolean(false))
        #expect(header["description"]?.string?.isEmpty == false)
        var writes = 0
        for path in document["paths"]?.members ?? [] {
            for operation in path.value.members {
                guard case .array(let parameters)? = operation.value["parameters"] ?? .array([]) else { continue }
                let hasHeader = parameters.contains { $0["$ref"] == "#/components/parameters/csrfToken" }
                #expect(hasHeader == (operation.name != "get"), "\(operation.name) \(path.name)")
                if hasHeader { writes += 1 }
            }
        }
        #expect(writes == 8)
    }

    @Test("refers to nothing that it does not have")
    func references() {
        let document = OpenAPI.document(isSecure: false)
        for reference in references(in: document) {
            let found = reference.split(separator: "/").dropFirst().reduce(document as JSON?) { $0?[String($1)] }
            #expect(found != nil, "\(reference)")
        }
    }

    private func references(in json: JSON) -> Set<String> {
        switch json {
        case .array(let items): items.reduce(into: []) { $0.formUnion(references(in: $1)) }
        case .object(let members):
            members.reduce(into: Set(json["$ref"]?.string.map { [$0] } ?? [])) {
                $0.formUnion(references(in: $1.value))
            }
        default: []
        }
    }
}

extension JSON {
    fileprivate var string: String? { if case .string(let text) = self { text } else { nil } }
    fileprivate var members: [JSON.Member] { if case .object(let members) = self { members } else { [] } }
}
