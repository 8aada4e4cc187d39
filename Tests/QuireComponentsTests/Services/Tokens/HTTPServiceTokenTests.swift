import NIOHTTP1
import QuireComponents
import QuireModel
import QuirePlugin
import QuireStandIn
import QuireTesting
import Synchronization
import Testing

@Suite("An HTTP service that wants access tokens")
struct HTTPServiceTokenTests {
    @Test("has one for all calls, asked for as OAuth 2 says")
    func once() async throws {
        let server = TokenServer { StandInAnswer($0, delay: .milliseconds(50)) }
        try await StandIn.with(handler: server.handler) { standIn in
            try await HTTPService.with(TokenServer.configuration(standIn)) { service in
                try await expectFound(service, calls: 200)
            }
        }
        #expect(server.tokensGiven == 1)
        let form = "grant_type=client_credentials&scope=read+write%2Fall"
        #expect(
            server.requests == [
                "POST /token application/x-www-form-urlencoded Basic Y2xpKyVDMyVBOW50OnMlM0FjJTI1ciUyQmV0 \(form)"
            ])
    }

    @Test("has another before it ends")
    func renewed() async throws {
        let now = Mutex<Int64>(1000)
        let server = TokenServer(lifetime: "100")
        try await StandIn.with(handler: server.handler) { standIn in
            var configuration = try TokenServer.configuration(standIn)
            configuration.now = { now.withLock { $0 } }
            try await HTTPService.with(configuration) { service in
                for (second, tokens) in [(1000, 1), (1089, 1), (1090, 2), (1179, 2), (1180, 3)] as [(Int64, Int)] {
                    now.withLock { $0 = second }
                    try await expectFound(service, calls: 20)
                    #expect(server.tokensGiven == tokens, "\(second)")
                }
            }
        }
    }

    @Test("has another, once for all calls, where it does not take the one they had")
    func refused() async throws {
        let server = TokenServer()
        try await StandIn.with(handler: server.handler) { standIn in
            try await HTTPService.with(TokenServer.configuration(standIn)) { service in
                try await expectFound(service, calls: 1)
                server.revoke()
                try await expectFound(service, calls: 50)
                #expect(server.tokensGiven == 2)
                try await expectFound(service, calls: 50)
                #expect(server.tokensGiven == 2)
            }
        }
    }

    @Test("that takes none is asked twice, and fails")
    func neverTaken() async throws {
        let server = TokenServer(isServiceOpen: false)
        try await StandIn.with(handler: server.handler) { standIn in
            try await HTTPService.with(TokenServer.configuration(standIn)) { service in
                let failure = try #require(await service.failure("C1"))
                #expect(failure.message == "401 Unauthorized: \"Bearer ***\"")
                #expect(!failure.mayRetry)
                #expect(server.tokensGiven == 2)
                #expect(standIn.counts.requests == 4)
            }
        }
    }

    @Test("may have them from another site, by its authorities and with its certificate")
    func elsewhere() async throws {
        let tls = StandIn.TLS(
            certificate: Certificates.loopback, key: Certificates.key, clientAuthority: Certificates.loopback)
        let server = TokenServer()
        try await StandIn.with(tls: tls, handler: server.handler) { tokens in
            try await StandIn.with(handler: server.handler) { standIn in
                var configuration = try TokenServer.configuration(
                    standIn, tokenURL: tokens.url.replacing("://", with: "://so:me@") + "/token/?tenant=a%20b")
                configuration.tls = .init(
                    ca: Certificates.loopback, certificate: Certificates.loopback, key: Certificates.key)
                try await HTTPService.with(configuration) { try await expectFound($0, calls: 3) }
            }
        }
        #expect(server.requests.count == 1)
        #expect(server.requests.first?.hasPrefix("POST /token/?tenant=a%20b ") == true)
    }

    @Test("may have them through a proxy")
    func proxied() async throws {
        let server = TokenServer()
        try await StandIn.with(handler: server.handler) { standIn in
            var configuration = try TokenServer.configuration(standIn, tokenURL: "http://tokens.test/token")
            configuration.environment = ["HTTP_PROXY": standIn.url]
            try await HTTPService.with(configuration) { try await expectFound($0, calls: 3) }
        }
        #expect(server.requests.first?.hasPrefix("POST http://tokens.test/token ") == true)
    }

    private func expectFound(_ service: HTTPService, calls: Int) async throws {
        let replies = try await withThrowingTaskGroup { group in
            for call in 1...calls { group.addTask { try await service.ask("C\(call)").replies[0] } }
            return try await group.reduce(into: Set<LookupReply.KeyReply>()) { $0.insert($1) }
        }
        #expect(replies == [.found([.number(0.5), .number(0.5)])])
    }
}

/// Gives out `t0ken-1`, `t0ken-2`, …, and is the service that takes the last of them as well.
final class TokenServer: Sendable {
    private struct State {
        var requests: [String] = []
        var given = 0
        var revoked = 0
    }

    private let state = Mutex(State())
    private let lifetime: String
    private let isServiceOpen: Bool
    private let answer: @Sendable (JSON) -> StandInAnswer

    init(
        lifetime: String = "3600", isServiceOpen: Bool = true,
        answer: @escaping @Sendable (JSON) -> StandInAnswer = { StandInAnswer($0) }
    ) {
        self.lifetime = lifetime
        self.isServiceOpen = isServiceOpen
        self.answer = answer
    }

    static let credentials = ClientCredentials(
        tokenURL: "", clientID: "cli ént", clientSecret: "s:c%r+et", scopes: ["read", "write/all"])

    static func configuration(_ standIn: StandIn, tokenURL: String? = nil) throws -> HTTPServiceConfiguration {
        var credentials = credentials
        credentials.tokenURL = tokenURL ?? standIn.url + "/token"
        return .tether(standIn, try Tether.single(), authenticator: .clientCredentials(credentials))
    }

    var requests: [String] { state.withLock { $0.requests } }
    var tokensGiven: Int { state.withLock { $0.given } }

    /// Tokens given out so far are no longer taken.
    func revoke() { state.withLock { $0.revoked = $0.given } }

    var handler: StandIn.Handler {
        { request in
            request.path.contains("/token") ? self.token(request) : self.discount(request)
        }
    }

    private func token(_ request: StandInRequest) -> StandInAnswer {
        let number = state.withLock { state in
            let parts = [
                request.method, request.uri, request.header("Content-Type") ?? "",
                request.header("Authorization") ?? "", String(decoding: request.body, as: UTF8.self),
            ]
            state.requests.append(parts.joined(separator: " "))
            state.given += 1
            return state.given
        }
        return answer(
            .members([
                "access_token": .string("t0ken-\(number)"), "token_type": "bearer", "expires_in": .string(lifetime),
            ]))
    }

    private func discount(_ request: StandInRequest) -> StandInAnswer {
        let sent = request.header("Authorization") ?? ""
        let number = Int(sent.trimmingPrefix("Bearer t0ken-"))
        let isTaken = state.withLock { state in number.map { $0 > state.revoked && $0 <= state.given } ?? false }
        guard isServiceOpen, isTaken else { return StandInAnswer(.string(sent), status: 401) }
        return StandInAnswer(#"{"discount":{"ours":0.5,"theirs":0.5}}"#)
    }
}
