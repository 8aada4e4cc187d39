import QuireComponents
import QuireModel
import QuirePlugin
import QuireStandIn
import Testing

@Suite("A secret of an HTTP service")
struct HTTPServiceSecretTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var title: String
        var authenticator: HTTPServiceConfiguration.Authenticator = .none
        var headers: [HTTPServiceConfiguration.Header] = []
        var user = ""
        var sent: String
        var hidden: [String]
        var testDescription: String { title }
    }

    static let cases: [Case] = [
        .init(
            title: "token", authenticator: .token(scheme: "Token", token: "tok en/ü\""), sent: "Token tok en/ü\"",
            hidden: ["tok en/ü", "tok%20en", "tok+en"]),
        .init(
            title: "key in a header", authenticator: .apiKey(injectInto: .header, name: "X-Api", value: "k3y-value"),
            sent: "k3y-value", hidden: ["k3y-value"]),
        .init(
            title: "key in the query", authenticator: .apiKey(injectInto: .query, name: "api", value: "k3y value&"),
            sent: "k3y%20value%26", hidden: ["k3y value", "k3y%20value"]),
        .init(
            title: "basic", authenticator: .basic(username: "anna", password: "pässword"),
            sent: "Basic YW5uYTpww6Rzc3dvcmQ=", hidden: ["pässword", "YW5uYTpww6Rzc3dvcmQ", "anna:"]),
        .init(
            title: "header", headers: [.init("X-Other-Key", "h3ader")], sent: "h3ader", hidden: ["h3ader"]),
        .init(
            title: "user of the url", user: "bob:s%40crt@", sent: "Basic Ym9iOnNAY3J0",
            hidden: ["s@crt", "Ym9iOnNAY3J0", "s%40crt"]),
    ]

    /// Echoes everything it is sent, also percent-encoded and as JSON.
    private static func echo(_ request: StandInRequest, status: Int) -> StandInAnswer {
        let headers = request.headers.map { "\($0.name): \($0.value)" }.joined(separator: " | ")
        let document = JSON.members([
            "uri": .string(request.uri), "query": .string(request.query.map(\.value).joined(separator: " ")),
            "headers": .string(headers),
        ])
        return StandInAnswer(document, status: status)
    }

    @Test("is sent, and in no message", arguments: cases)
    func hidden(_ example: Case) async throws {
        let (requests, sent) = AsyncStream.makeStream(of: String.self)
        let handler: StandIn.Handler = { request in
            sent.yield("\(request.uri) \(request.headers)")
            return Self.echo(request, status: request.query("sn") == "C1" ? 403 : 503)
        }
        try await StandIn.with(handler: handler) { standIn in
            let url = "http://\(example.user)127.0.0.1:\(standIn.port)"
            var rules = [ResponseRule(httpCodes: [503], action: .fail, message: try .init("$.headers"))]
            for lookup in [try Tether.single(), try Tether.single(responses: rules)] {
                let configuration = HTTPServiceConfiguration(
                    name: "tether", url: url, authenticator: example.authenticator, headers: example.headers,
                    lookups: ["discount": lookup])
                try await HTTPService.with(configuration) { service in
                    for sn in ["C1", "C2"] {
                        let message = try #require(await service.failure(sn)).message
                        for secret in example.hidden { #expect(!message.contains(secret), "\(message)") }
                    }
                }
            }
            rules.removeAll()
        }
        sent.finish()
        for await request in requests { #expect(request.contains(example.sent), "\(request)") }
    }

    @Test("may stand in a request, under a name that says so")
    func named() throws {
        let request = RequestTemplate(
            path: try TextTemplate("/"),
            query: [.init("access_token", try TextTemplate("s1")), .init("key", try TextTemplate("a{sn}"))],
            headers: [.init("Cookie", try TextTemplate("s2"))],
            json: try JSONTemplate([.members(["app_secret": "s3", "name": "n4", "each": .members(["password": "s5"])])])
        )
        let lookup = LookupConfiguration(inputs: Tether.sn, request: request, fields: [])
        let configuration = HTTPServiceConfiguration(
            name: "t", url: "https://t", lookups: ["l": lookup], secrets: ["s6"])
        #expect(configuration.redactor.redact("a s1 s2 s3 n4 s5 s6") == "a *** *** *** n4 *** ***")
    }

    @Test("cut by the end of the excerpt does not show")
    func cut() async throws {
        let body = String(repeating: "x", count: 195) + "topsecretvalue"
        try await StandIn.with(answer: StandInAnswer(body, status: 400)) { standIn in
            let token = HTTPServiceConfiguration.Authenticator.token(scheme: "", token: "topsecretvalue")
            try await HTTPService.with(.tether(standIn, Tether.single(), authenticator: token)) { service in
                let message = try #require(await service.failure("C1")).message
                #expect(message.hasSuffix("xxx***"))
            }
        }
    }
}
