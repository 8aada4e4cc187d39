import NIOHTTP1
import QuireComponents
import QuireModel
import QuirePlugin
import QuireStandIn
import QuireTesting
import Synchronization
import Testing

@Suite("An HTTP service behind a proxy")
struct HTTPServiceProxyTests {
    private static let found = #"{"discount":{"ours":0.5,"theirs":0.5}}"#
    private static let user = "anna:s%40crt@"
    private static let basic = "Basic YW5uYTpzQGNydA=="

    /// A service at `url`, which no name server knows.
    private func service(
        _ url: String, environment: [String: String], ca: String? = nil
    ) throws -> HTTPServiceConfiguration {
        HTTPServiceConfiguration(
            name: "t", url: url, tls: .init(ca: ca), lookups: ["discount": try Tether.single()],
            environment: environment)
    }

    @Test("is asked for by its whole URL, where it speaks no TLS, and so are its redirects")
    func forwarded() async throws {
        let heard = Mutex<[String]>([])
        let handler: StandIn.Handler = { request in
            heard.withLock {
                $0.append(
                    "\(request.method) \(request.uri) \(request.headers["Host"]) \(request.headers["Proxy-Authorization"])"
                )
            }
            guard request.query("sn") == "C2" else { return StandInAnswer(Self.found) }
            return StandInAnswer("", status: 302, headers: [("Location", "/moved")])
        }
        try await StandIn.with(handler: handler) { proxy in
            let configuration = try service(
                "http://service.test:8080/base",
                environment: ["HTTP_PROXY": "http://\(Self.user)127.0.0.1:\(proxy.port)"])
            try await HTTPService.with(configuration) { service in
                for sn in ["C1", "C2"] {
                    let replies = try await service.ask(sn).replies
                    #expect(replies == [.found([.number(0.5), .number(0.5)])])
                }
            }
            #expect(proxy.counts.connections == 1)
        }
        let rest = "[\"service.test:8080\"] [\"\(Self.basic)\"]"
        #expect(
            heard.withLock { $0 } == [
                "GET http://service.test:8080/base/contract/?sn=C1 \(rest)",
                "GET http://service.test:8080/base/contract/?sn=C2 \(rest)",
                "GET http://service.test:8080/moved \(rest)",
            ])
    }

    @Test("is reached through a tunnel, where it speaks TLS, and sees nothing of the proxy's user")
    func tunnelled() async throws {
        let heard = Mutex("")
        let handler: StandIn.Handler = { request in
            heard.withLock { $0 += "\(request.uri) \(request.headers)" }
            return StandInAnswer(Self.found)
        }
        let tls = StandIn.TLS(certificate: Certificates.named, key: Certificates.key)
        try await StandIn.with(tls: tls, handler: handler) { standIn in
            try await TunnelProxy.with(.connect(port: standIn.port)) { proxy in
                let configuration = try service(
                    "https://service.test", environment: ["HTTPS_PROXY": "\(Self.user)127.0.0.1:\(proxy.port)"],
                    ca: Certificates.named)
                try await HTTPService.with(configuration) { service in
                    for _ in 1...2 {
                        let replies = try await service.ask("C1").replies
                        #expect(replies == [.found([.number(0.5), .number(0.5)])])
                    }
                }
                #expect(proxy.heads.count == 1)
                let head = try #require(proxy.heads.first).lowercased()
                #expect(head.hasPrefix("connect service.test:443 http/1.1\r\n"), "\(head)")
                #expect(head.contains("proxy-authorization: \(Self.basic.lowercased())\r\n"), "\(head)")
            }
        }
        let text = heard.withLock { $0 }
        #expect(text.hasPrefix("/contract/?sn=C1 "))
        #expect(!text.contains("Proxy"))
    }

    @Test("goes straight where NO_PROXY names it")
    func exempted() async throws {
        let handler: StandIn.Handler = { _ in StandInAnswer(Self.found) }
        try await StandIn.with(handler: handler) { standIn in
            try await StandIn.with(handler: handler) { proxy in
                // Not taken for loopback, which no proxy stands before, though it leads there.
                let url = "http://0.0.0.0:\(standIn.port)"
                for (exempt, expected) in [("other.test", 0), ("other.test, 0.0.0.0", 1), ("0.0.0.0:1", 1)] {
                    let environment = ["http_proxy": "127.0.0.1:\(proxy.port)", "no_proxy": exempt]
                    try await HTTPService.with(try service(url, environment: environment)) { service in
                        _ = try await service.ask("C1")
                    }
                    #expect(standIn.counts.requests == expected, "\(exempt)")
                }
                #expect(proxy.counts.requests == 2)
            }
        }
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var scheme = "https"
        /// What a tunnel is answered, or a forwarded request; nil: nothing listens.
        var status: Int?
        /// What the message says of the proxy's address, PROXY.
        var message: String
        var mayRetry: Bool

        static let all = [
            Refusal(
                testDescription: "that is not there", scheme: "http",
                message: "cannot connect to the proxy PROXY: Connection refused", mayRetry: true),
            Refusal(
                testDescription: "for TLS that is not there",
                message: "cannot connect to the proxy PROXY: Connection refused", mayRetry: true),
            Refusal(
                testDescription: "that wants another user", scheme: "http", status: 407, message: user, mayRetry: false),
            Refusal(testDescription: "for TLS that wants another user", status: 407, message: user, mayRetry: false),
            Refusal(
                testDescription: "that refuses", scheme: "http", status: 403,
                message: "403 Forbidden: {\"sent\":\"Basic ***\"}", mayRetry: false),
            Refusal(
                testDescription: "for TLS that refuses", status: 403,
                message: "the proxy PROXY refuses to connect to service.test:443, or cannot", mayRetry: true),
        ]

        private static let user =
            "the proxy PROXY wants a user and a password, or others: they go before its host,"
            + " http://user:password@host"
    }

    @Test("is not reached by one", arguments: Refusal.all)
    func refused(_ refusal: Refusal) async throws {
        func expectFailure(by port: Int) async throws {
            let variable = refusal.scheme.uppercased() + "_PROXY"
            let configuration = try service(
                "\(refusal.scheme)://service.test", environment: [variable: "http://\(Self.user)127.0.0.1:\(port)"])
            let failure = try #require(try await HTTPService.with(configuration) { await $0.failure("C1") })
            #expect(failure.message == refusal.message.replacing("PROXY", with: "127.0.0.1:\(port)"))
            #expect(failure.mayRetry == refusal.mayRetry)
        }
        switch (refusal.scheme, refusal.status) {
        case (_, nil):
            try await expectFailure(by: try await StandIn.with(answer: StandInAnswer("")) { $0.port })
        case ("http", let status?):
            let handler: StandIn.Handler = { request in
                let sent = request.header("Proxy-Authorization") ?? ""
                return StandInAnswer("{\"sent\":\"\(sent)\"}", status: status)
            }
            try await StandIn.with(handler: handler) { try await expectFailure(by: $0.port) }
        case (_, let status?):
            try await TunnelProxy.with(.refuse("\(status) No")) { try await expectFailure(by: $0.port) }
        }
    }

    @Test("is what a message speaks of, where a tunnel leads to it")
    func mistrusted() async throws {
        let tls = StandIn.TLS(certificate: Certificates.named, key: Certificates.key)
        let handler: StandIn.Handler = { _ in StandInAnswer(Self.found) }
        try await StandIn.with(tls: tls, handler: handler) { standIn in
            try await TunnelProxy.with(.connect(port: standIn.port)) { proxy in
                let configuration = try service(
                    "https://other.test", environment: ["HTTPS_PROXY": "127.0.0.1:\(proxy.port)"],
                    ca: Certificates.named)
                let failure = try await HTTPService.with(configuration) { await $0.failure("C1") }
                #expect(failure?.message.hasPrefix("the certificate of other.test:443 is for another host") == true)
            }
        }
    }
}
