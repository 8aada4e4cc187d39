import QuireComponents
import QuireModel
import QuirePlugin
import QuireStandIn
import Synchronization
import Testing

@Suite("A token that is not given")
struct TokenFailureTests {
    struct Refusal: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// Echoes what it is sent for ECHO.
        var answer: StandInAnswer
        /// After `no token from URL: `.
        var message: String
        var mayRetry = false
        var retryAfter: Duration?

        static let all = [
            Refusal(
                testDescription: "a client that is not known",
                answer: StandInAnswer(#"{"error":"invalid_client"}"#, status: 401),
                message: #"401 Unauthorized: {"error":"invalid_client"}"#),
            Refusal(
                testDescription: "a server that shows what it was sent", answer: StandInAnswer("ECHO", status: 400),
                message: "400 Bad Request: Basic *** *** *** grant_type=client_credentials&scope=read+write%2Fall"),
            Refusal(
                testDescription: "a server that shows secrets of others",
                answer: StandInAnswer(#"{"error":"x","old_token":"0ld","more":[{"api_key":"k3y"}]}"#, status: 403),
                message: #"403 Forbidden: {"error":"x","old_token":"***","more":[{"api_key":"***"}]}"#),
            Refusal(
                testDescription: "a long page",
                answer: StandInAnswer("<p>\n" + String(repeating: "x", count: 300), status: 404),
                message: "404 Not Found: <p> " + String(repeating: "x", count: 196) + "…"),
            Refusal(
                testDescription: "a server that fails", answer: StandInAnswer("", status: 500),
                message: "500 Internal Server Error: no body", mayRetry: true),
            Refusal(
                testDescription: "a server that fails in a rare way", answer: StandInAnswer("a", status: 599),
                message: "599: a", mayRetry: true),
            Refusal(
                testDescription: "a server that is busy",
                answer: StandInAnswer("b", status: 429, headers: [("Retry-After", "7")]),
                message: "429 Too Many Requests: b", mayRetry: true, retryAfter: .seconds(7)),
            Refusal(
                testDescription: "an answer that is no JSON", answer: StandInAnswer("access_token=s3cret"),
                message: "200 OK: the body is no JSON", mayRetry: true),
            Refusal(
                testDescription: "an error under the status of success",
                answer: StandInAnswer(
                    #"{"error":"unknown","error_description":"no\n such client","id_token":"s3cret"}"#),
                message: "200 OK: no 'access_token' in the answer: unknown: no such client"),
            Refusal(
                testDescription: "another type",
                answer: StandInAnswer(#"{"access_token":"s3cret","token_type":"mac"}"#),
                message: "200 OK: a token of type 'mac', where only Bearer is known"),
            Refusal(
                testDescription: "one that is no text", answer: StandInAnswer(#"{"access_token":7}"#),
                message: "200 OK: no 'access_token' in the answer"),
            Refusal(
                testDescription: "one that would be another header",
                answer: StandInAnswer(#"{"access_token":"s3cret\r\nX: y"}"#),
                message: "200 OK: a token that no header can hold"),
            Refusal(
                testDescription: "a redirect",
                answer: StandInAnswer("", status: 307, headers: [("Location", "/login")]),
                message: "307 Temporary Redirect: redirects are not followed, and this one leads to /login"),
            Refusal(
                testDescription: "no answer", answer: StandInAnswer("", manner: .hang), message: "no answer in time",
                mayRetry: true),
            Refusal(
                testDescription: "an answer that does not end",
                answer: StandInAnswer("{   }", manner: .drip(size: 1, interval: .seconds(60))),
                message: "no answer in time", mayRetry: true),
            Refusal(
                testDescription: "more than 10 MiB",
                answer: StandInAnswer(body: [UInt8](repeating: UInt8(ascii: " "), count: 11 << 20)),
                message: "an answer of more than 10 MiB is refused"),
        ]
    }

    @Test("is said to be so, by whom and why, without secrets", arguments: Refusal.all)
    func refused(_ refusal: Refusal) async throws {
        let handler: StandIn.Handler = { request in
            guard refusal.answer.body == Array("ECHO".utf8) else { return refusal.answer }
            let credentials = TokenServer.credentials
            let body = String(decoding: request.body, as: UTF8.self)
            return StandInAnswer(
                "\(request.header("Authorization") ?? "") \(credentials.clientID) \(credentials.clientSecret) \(body)",
                status: refusal.answer.status)
        }
        try await StandIn.with(handler: handler) { standIn in
            var configuration = try TokenServer.configuration(standIn)
            configuration.tokenTimeout = .milliseconds(refusal.message == "no answer in time" ? 100 : 60_000)
            let failure = try #require(try await HTTPService.with(configuration) { await $0.failure("C1") })
            #expect(failure.message == "no token from \(standIn.url)/token: \(refusal.message)")
            #expect(failure.mayRetry == refusal.mayRetry)
            #expect(failure.retryAfter == refusal.retryAfter)
        }
    }

    @Test("since nobody listens may be given later")
    func unreachable() async throws {
        let port = try await StandIn.with(answer: StandInAnswer("")) { $0.port }
        try await StandIn.with(answer: StandInAnswer("{}")) { standIn in
            let url = "http://so:me@127.0.0.1:\(port)/token?secret=x"
            let configuration = try TokenServer.configuration(standIn, tokenURL: url)
            let failure = try #require(try await HTTPService.with(configuration) { await $0.failure("C1") })
            #expect(
                failure.message
                    == "no token from http://127.0.0.1:\(port)/token: cannot connect to 127.0.0.1:\(port): Connection refused"
            )
            #expect(failure.mayRetry)
            #expect(standIn.counts.requests == 0)
        }
    }

    @Test("to a client that the server does not know is not asked for again for a while")
    func remembered() async throws {
        let now = Mutex<Int64>(0)
        try await StandIn.with(answer: StandInAnswer("no", status: 401)) { standIn in
            var configuration = try TokenServer.configuration(standIn)
            configuration.now = { now.withLock { $0 } }
            try await HTTPService.with(configuration) { service in
                for second in [0, 9, 10] as [Int64] {
                    now.withLock { $0 = second }
                    #expect(await service.failure("C1")?.message.hasSuffix("401 Unauthorized: no") == true)
                }
            }
            #expect(standIn.counts.requests == 2)
        }
    }

    @Test("and one that is does not show where the service repeats it, whole or cut")
    func echoed() async throws {
        let handler: StandIn.Handler = { request in
            let token = String(repeating: "t0ken/", count: 20)
            if request.path == "/token" { return StandInAnswer(.members(["access_token": .string(token)])) }
            return StandInAnswer(.members(["discount": .members(["ours": .string("a \(token) b")])]))
        }
        try await StandIn.with(handler: handler) { standIn in
            try await HTTPService.with(TokenServer.configuration(standIn)) { service in
                let replies = try await service.ask("C1").replies
                let problem = "field 'ours' ($.discount.ours) should be a number and is \"a *** b\""
                #expect(replies == [.failed(message: "200 OK: \(problem)", mayRetry: false)])
            }
        }
    }
}
