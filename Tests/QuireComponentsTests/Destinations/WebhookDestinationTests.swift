import Crypto
import Foundation
import QuireModel
import QuirePlugin
import QuireStandIn
import QuireTesting
import Synchronization
import Testing

@testable import QuireComponents

@Suite("A webhook") struct WebhookDestinationTests {
    private static let secret = "wh00k/secret+of=mine"

    /// What came in.
    private final class Inbox: Sendable {
        private let requests = Mutex<[StandInRequest]>([])

        var all: [StandInRequest] { requests.withLock { $0 } }

        func handler(_ answer: StandInAnswer = StandInAnswer("", status: 204)) -> StandIn.Handler {
            { request in
                self.requests.withLock { $0.append(request) }
                return answer
            }
        }
    }

    private static func destination(
        _ url: String, _ more: KeyValuePairs<String, String> = [:]
    ) throws -> (WebhookDestination, secrets: Set<String>) {
        let keys = KeyValuePairs<String, String>(
            dictionaryLiteral: ("url", url), ("secret", secret), more.first ?? ("timeout", "20s"))
        let made = DestinationFixture.make(WebhookDestination.component, keys)
        return (try #require(made.destination as? WebhookDestination, "\(made.problems)"), made.secrets)
    }

    private static func send(
        _ destination: WebhookDestination, _ file: DeliveredFile = DestinationFixture.file("/srv/share.csv")
    ) async throws {
        try await destination.send(
            WebhookMessage(file), DestinationFixture.context("/srv", secrets: [secret])
        ) { 1_769_904_000 }
    }

    @Test("it is told of the run and its file, signed with the secret", arguments: ["succeeded", "partial"])
    func told(_ status: String) async throws {
        let inbox = Inbox()
        try await StandIn.with(handler: inbox.handler()) { standIn in
            let (destination, _) = try Self.destination(
                standIn.url.replacing("http://", with: "http://bob:p%2Fass@") + "/hook?team=finance",
                ["headers.X-Team": "finance"])
            let file = DestinationFixture.file("/srv/share.csv", status: status)
            try await Self.send(destination, file)
        }
        let request = try #require(inbox.all.first)
        #expect(inbox.all.count == 1)
        #expect(request.method == "POST")
        #expect(request.uri == "/hook?team=finance")
        #expect(request.header("Content-Type") == "application/json")
        #expect(request.header("X-Team") == "finance")
        #expect(request.header("Authorization") == "Basic " + Data("bob:p/ass".utf8).base64EncodedString())
        let body = String(decoding: request.body, as: UTF8.self)
        #expect(
            body == """
                {"event":"run.\(status)","run":{"run":"20260131T083000250Z-4f9a1c","status":"\(status)","rows":2},\
                "file":{"name":"share.csv","url":"https://reports.example.com/api/v1/runs/20260131T083000250Z-4f9a1c/files/share.csv",\
                "size":7,"sha256":"ab12"}}
                """)
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("1769904000.\(body)".utf8), using: SymmetricKey(data: Data(Self.secret.utf8)))
        let digits = code.map { String(format: "%02x", $0) }.joined()
        #expect(request.header("Quire-Signature") == "t=1769904000,v1=\(digits)")
    }

    @Test("it is told of a run that failed, which has no file")
    func failure() async throws {
        let inbox = Inbox()
        try await StandIn.with(handler: inbox.handler()) { standIn in
            let (destination, _) = try Self.destination(standIn.url)
            #expect(destination.takesFailures)
            try await destination.tell(
                of: FailedRun(report: "share", run: "r1", summary: .members(["run": "r1", "status": "failed"])),
                DestinationFixture.context("/srv"))
        }
        let request = try #require(inbox.all.first)
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == #"{"event":"run.failed","run":{"run":"r1","status":"failed"},"file":null}"#)
        #expect(request.header("Quire-Signature")?.hasPrefix("t=") == true)
    }

    @Test("the signature is that of another program")
    func signature() {
        // printf '1769904000.{"event":…}' | openssl dgst -sha256 -hmac abc
        var file = DestinationFixture.file("/srv/share.csv")
        file.summary = .object([])
        file.url = nil
        let message = WebhookMessage(file)
        #expect(
            String(decoding: message.body, as: UTF8.self)
                == #"{"event":"run.succeeded","run":{},"file":{"name":"share.csv","url":null,"size":7,"sha256":"ab12"}}"#
        )
        #expect(
            message.signature(secret: "abc", at: 1_769_904_000)
                == "t=1769904000,v1=9812449a2fe30b8b431fc9953ceded1ae2d788996fb83cef30fe8fdd629b4e6e")
    }

    struct Answer: Sendable, CustomTestStringConvertible {
        var answer: StandInAnswer
        var mayRetry: Bool
        var retryAfter: Duration?
        var says: String
        var testDescription: String { says }
    }

    @Test(
        "what else it answers than 2xx is a failure that may pass, or not",
        arguments: [
            Answer(
                answer: StandInAnswer("busy", status: 503, headers: [("Retry-After", "7")]), mayRetry: true,
                retryAfter: .seconds(7), says: "the webhook answered 503 Service Unavailable: busy"),
            Answer(
                answer: StandInAnswer("", status: 500), mayRetry: true,
                says: "the webhook answered 500 Internal Server Error"),
            Answer(
                answer: StandInAnswer(
                    "slow down", status: 429, headers: [("Retry-After", "Sun, 01 Feb 2026 00:01:00 GMT")]),
                mayRetry: true, retryAfter: .seconds(60), says: "the webhook answered 429 Too Many Requests: slow down"),
            Answer(
                answer: StandInAnswer("who are you? \(secret)", status: 401), mayRetry: false,
                says: "the webhook answered 401 Unauthorized: who are you? ***"),
            Answer(
                answer: StandInAnswer("", status: 404, headers: [("Retry-After", "7")]), mayRetry: false,
                says: "the webhook answered 404 Not Found"),
            Answer(
                answer: StandInAnswer("", status: 302, headers: [("Location", "/elsewhere")]), mayRetry: false,
                says: "the webhook answered 302 Found; it leads to /elsewhere, and redirects are not followed"),
            Answer(
                answer: StandInAnswer("", manner: .reset), mayRetry: true, says: ""),
        ])
    func refused(_ given: Answer) async throws {
        let inbox = Inbox()
        try await StandIn.with(handler: inbox.handler(given.answer)) { standIn in
            let (destination, _) = try Self.destination(standIn.url)
            let failure = await #expect(throws: AttemptFailure.self) { try await Self.send(destination) }
            #expect(failure?.mayRetry == given.mayRetry)
            #expect(failure?.retryAfter == given.retryAfter)
            if !given.says.isEmpty { #expect(failure?.message == given.says) }
        }
        #expect(inbox.all.count(where: { $0.uri == "/elsewhere" }) == 0)
    }

    @Test("one that nobody listens at, or that never answers, may do so later")
    func silent() async throws {
        let (nobody, _) = try Self.destination("http://127.0.0.1:1/hook")
        let refused = await #expect(throws: AttemptFailure.self) { try await Self.send(nobody) }
        #expect(refused?.mayRetry == true)
        #expect(refused?.message == "cannot connect to 127.0.0.1:1: Connection refused")
        try await StandIn.with(answer: StandInAnswer("", manner: .hang)) { standIn in
            let (destination, _) = try Self.destination(standIn.url, ["timeout": "100ms"])
            let late = await #expect(throws: AttemptFailure.self) { try await Self.send(destination) }
            #expect(late == AttemptFailure("the webhook gave no answer within 100 ms", mayRetry: true))
        }
    }

    @Test("it is cancelled while it waits")
    func cancelled() async throws {
        let (reached, reach) = AsyncStream<Void>.makeStream()
        let handler: StandIn.Handler = { _ in
            reach.yield()
            return StandInAnswer("", manner: .hang)
        }
        try await StandIn.with(handler: handler) { standIn in
            let (destination, _) = try Self.destination(standIn.url)
            let sending = Task { try await Self.send(destination) }
            for await _ in reached { break }
            sending.cancel()
            await #expect(throws: CancellationError.self) { try await sending.value }
        }
    }

    @Test("its secret, the user of its URL, what is secret by its name in its query and among its headers are secrets")
    func secrets() throws {
        let (_, secrets) = try Self.destination(
            "https://bob:pass%2Fword@hooks.example.com/a?token=t%2Fok&team=finance", ["headers.X-Api-Key": "k3y"])
        #expect(
            secrets == [
                Self.secret, "//bob:", "//bob@", "bob:pass/word", "pass/word", "t%2Fok", "t/ok", "k3y",
            ])
    }

    @Test(
        "what it cannot be is told",
        arguments: [
            (["url": "ftp://hooks.example.com", "secret": "abc"], ["the url is neither http nor https"]),
            (["url": "hooks.example.com", "secret": "abc"], ["the url is not complete: it has no scheme"]),
            (["url": "https://hooks.example.com/a#b", "secret": "abc"], ["the url is one with '?' or '#'"]),
            (
                ["url": "https://hooks.example.com/a?b=c d", "secret": "abc"],
                ["the query of the url has characters that URLs do not have"]
            ),
            (
                ["url": "https://hooks.example.com/a?b#d", "secret": "abc"],
                ["the query of the url has characters that URLs do not have"]
            ),
            (["url": "https://hooks.example.com", "secret": ""], ["'secret' is empty"]),
            (["url": "https://hooks.example.com"], ["a destination needs 'secret'"]),
            (
                ["url": "https://hooks.example.com", "secret": "abc", "timeout": "0s"],
                ["'timeout' is more than nothing"]
            ),
            (
                ["url": "https://hooks.example.com", "secret": "abc", "headers.X Y": "a"], ["'X Y' is no header"]
            ),
            (
                ["url": "https://hooks.example.com", "secret": "abc", "headers.X-Y": "a\nb"],
                ["a header is one line"]
            ),
            (
                ["url": "https://hooks.example.com", "secret": "abc", "tls.certificate": "a.pem"],
                ["'certificate' needs its 'key'"]
            ),
        ] as [(KeyValuePairs<String, String>, [String])])
    func unfit(_ keys: KeyValuePairs<String, String>, _ problems: [String]) {
        let made = DestinationFixture.make(WebhookDestination.component, keys)
        #expect(made.destination == nil)
        #expect(made.problems == problems)
    }
}
