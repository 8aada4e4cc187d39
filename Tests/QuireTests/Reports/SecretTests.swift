import Foundation
import QuireModel
import QuireStandIn
import QuireTesting
import Synchronization
import Testing

/// A way of proving who one is, with a service that shows everything it is sent in its errors.
struct Identity: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var settings: String
    /// User and password of the URL.
    var user = ""
    /// What must not be seen, in no encoding.
    var secrets: [String] = [Self.word]
    /// What the stand-in must have been sent.
    var sent: String

    static let word = "pa55 word/+=é"
    static let file = "f1le+content"
    static let accessToken = "acc3ss/t0ken+="
    private static let client = ["cl1ent7", word, "cl1ent7:" + word, "cl1ent7:pa55+word%2F%2B%3D%C3%A9"]

    static let all = [
        Identity(
            testDescription: "a token",
            settings: #"authenticator: { type: token, scheme: Bearer, token: "${SECRET}" }"#,
            sent: "Bearer \(word)"),
        Identity(
            testDescription: "an api key in the query",
            settings: #"authenticator: { type: api_key, inject_into: query, name: appid, value: "${SECRET}" }"#,
            sent: "appid=pa55%20word%2F%2B%3D%C3%A9"),
        Identity(
            testDescription: "an api key in a header",
            settings: #"authenticator: { type: api_key, inject_into: header, name: X-App, value: "${SECRET}" }"#,
            sent: word),
        Identity(
            testDescription: "a user and a password",
            settings: #"authenticator: { type: basic, username: reader, password: "${SECRET}" }"#,
            secrets: [word, "reader:" + word], sent: Data("reader:\(word)".utf8).base64EncodedString()),
        Identity(
            testDescription: "a header", settings: #"headers: { X-Session-Token: "${SECRET}" }"#, sent: word),
        Identity(
            testDescription: "a file's content",
            settings: #"authenticator: { type: token, scheme: Token, token: "${file:secret.txt}" }"#, secrets: [file],
            sent: "Token \(file)"),
        Identity(
            testDescription: "an access token",
            settings: """
                authenticator:
                  type: oauth2_client_credentials
                  token_url: ${SERVICE_URL}/token
                  client_id: cl1ent7
                  client_secret: "${SECRET}"
                """, secrets: client + [accessToken], sent: "Bearer " + accessToken),
        Identity(
            testDescription: "a client that is given no token",
            settings: """
                authenticator:
                  type: oauth2_client_credentials
                  token_url: ${SERVICE_URL}/refused
                  client_id: cl1ent7
                  client_secret: "${SECRET}"
                  scopes: [read]
                """, secrets: client, sent: Data("cl1ent7:pa55+word%2F%2B%3D%C3%A9".utf8).base64EncodedString()),
        Identity(
            testDescription: "the URL's user", settings: "", user: "reader:u5er-part@",
            secrets: ["u5er-part", "reader:u5er-part"], sent: Data("reader:u5er-part".utf8).base64EncodedString()),
    ]
}

@Suite struct SecretTests {
    @Test(
        "No secret is seen in anything a run says or writes, even where the service repeats it", arguments: Identity.all
    )
    func echoed(_ identity: Identity) async throws {
        let service = """
            url: ${SERVICE_URL}
            \(identity.settings)
            retry: { max_attempts: 1 }
            lookups:
              discount:
                input: { sn: text }
                request: { path: /contract/, query: { sn: "{sn}" } }
                fields: { ours: { path: $.ours, type: number } }
            """
        var project = Project(report: FaultTests.report, service: service)
        project.folder.write(Identity.file + "\n", to: "reports/secret.txt")
        project.environment["SECRET"] = Identity.word
        let heard = Heard()
        let handler: StandIn.Handler = { request in
            let all = request.uri + "\n" + request.headers.map { "\($0): \($1)" }.joined(separator: "\n")
            heard.add(all)
            if request.path == "/token" {
                return StandInAnswer(.members(["access_token": .string(Identity.accessToken)]))
            }
            let isBroken = request.query("sn") == "C1"
            return StandInAnswer(all + "\n" + StandInRequest.decoded(all), status: isBroken ? 200 : 400)
        }
        try await StandIn.with(handler: handler) { standIn in
            let url = "http://\(identity.user)127.0.0.1:\(standIn.port)"
            for arguments in [
                ["run", "share", "-o", "out.csv", "-v"], ["run", "share", "-o", "out.csv", "--summary", "json"],
                ["run", "share", "-o", "out.csv", "--log-format", "json"], ["preview", "share"], ["check", "-v"],
                ["check", "--json"], ["show", "share", "--json"], ["show", "share"], ["list", "--json"],
            ] {
                let outcome = try await project.quire(arguments, environment: ["SERVICE_URL": url])
                #expect([0, 3].contains(outcome.exitCode), "\(arguments): \(outcome.said)")
                expectNone(identity, in: outcome.said, "\(arguments)")
                if arguments[0] == "run" {
                    expectNone(identity, in: try project.text("out.problems.csv"), "\(arguments)")
                }
            }
        }
        #expect(heard.text.contains(identity.sent), "\(heard.text)")
        let dead = try await StandIn.with(answer: StandInAnswer("")) { $0.port }
        let refused = try await project.quire(
            "run", "share", "-o", "out.csv", environment: ["SERVICE_URL": "http://\(identity.user)127.0.0.1:\(dead)"])
        expectNone(identity, in: refused.said, "refused")
        let broken = try await project.quire(
            "run", "share", "-o", "out.csv", environment: ["SERVICE_URL": "http//\(identity.user)nowhere"])
        expectNone(identity, in: broken.said, "broken")
    }

    private func expectNone(_ identity: Identity, in text: String, _ place: String) {
        for secret in identity.secrets {
            for form in Secret.forms(of: secret) where text.contains(form) {
                Issue.record("\(place) shows '\(form)':\n\(text)")
            }
        }
    }
}

/// What a stand-in was sent.
private final class Heard: Sendable {
    private let state = Mutex("")

    var text: String { state.withLock { $0 } }

    func add(_ text: String) { state.withLock { $0 += text } }
}
