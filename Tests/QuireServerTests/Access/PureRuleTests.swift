import HTTPTypes
import QuireAccess
import QuireModel
import Testing

@testable import QuireServer

@Suite("Who comes in")
struct EntranceTests {
    private static let ann = Principal(.user, name: "ann", roles: Roles(.viewer))
    private static let known = Visitor.known(ann, nil)

    @Test(
        "by the path, and by who it is",
        arguments: [
            // Somebody.
            (.page, known, true, .enter(ann, nil)), (.api, known, false, .enter(ann, nil)),
            (.health, known, false, .enter(ann, nil)), (.metrics, known, false, .enter(ann, nil)),
            // Nobody, where there are users.
            (.page, .unknown, true, .signIn), (.api, .unknown, true, .unauthorised(isTokenWrong: false)),
            (.metrics, .unknown, true, .unauthorised(isTokenWrong: false)),
            (.health, .unknown, false, .enter(nil, nil)),
            (.login, .unknown, false, .enter(nil, nil)), (.asset, .unknown, false, .enter(nil, nil)),
            // A token that is none.
            (.page, .wrongToken, true, .unauthorised(isTokenWrong: true)),
            (.api, .wrongToken, true, .unauthorised(isTokenWrong: true)),
            (.health, .wrongToken, false, .enter(nil, nil)),
            // No users and no tokens: on loopback or by --no-auth.
            (.page, .noAccounts, true, .enter(.anyone, nil)), (.api, .noAccounts, true, .enter(.anyone, nil)),
            (.metrics, .noAccounts, true, .enter(.anyone, nil)),
            // Neither: the last user was removed while an outside address is served.
            (.page, .noAccounts, false, .signIn), (.api, .noAccounts, false, .unauthorised(isTokenWrong: false)),
            (.metrics, .noAccounts, false, .unauthorised(isTokenWrong: false)),
        ] as [(RequestPath, Visitor, Bool, Entrance.Decision)])
    func decide(_ path: RequestPath, _ visitor: Visitor, isOpen: Bool, decision: Entrance.Decision) {
        #expect(Entrance(isOpen: isOpen).decide(path, visitor, isDirectFromHere: false) == decision)
    }

    @Test("metrics are open to this machine itself")
    func metrics() {
        for visitor in [Visitor.unknown, .wrongToken, .noAccounts] {
            #expect(Entrance(isOpen: false).decide(.metrics, visitor, isDirectFromHere: true) == .enter(nil, nil))
        }
        #expect(Entrance(isOpen: false).decide(.page, .unknown, isDirectFromHere: true) == .signIn)
    }

    @Test(
        "what a path is of",
        arguments: [
            ("/health/live", .health), ("/health/live/x", .page), ("/health", .page), ("/metrics", .metrics),
            ("/metrics/x", .page), ("/login", .login), ("//login/", .login), ("/login/x", .page), ("/Login", .page),
            ("/assets/a.css", .asset), ("/assets/../reports", .page), ("/api/v1/reports", .api), ("//api/v1", .api),
            ("/%61ssets/a", .page), ("/", .page), ("", .page), ("/apix", .page),
        ] as [(String, RequestPath)])
    func path(_ path: String, is kind: RequestPath) { #expect(RequestPath(path) == kind) }
}

@Suite("Where the server may listen")
struct ListeningAddressTests {
    @Test(
        "is a host and a port",
        arguments: [
            ("127.0.0.1:8080", "127.0.0.1:8080", true), ("localhost:0", "localhost:0", true),
            ("[::1]:80", "[::1]:80", true),
            ("0.0.0.0:8080", "0.0.0.0:8080", false), ("[::]:8080", "[::]:8080", false),
            ("Reports.corp:81", "reports.corp:81", false),
        ])
    func read(_ text: String, shown: String, isLoopback: Bool) throws {
        let address = try ListeningAddress(text)
        #expect(address.description == shown)
        #expect(address.isLoopback == isLoopback)
    }

    @Test(
        "and nothing else",
        arguments: ["", "8080", ":8080", "localhost", "::1:8080", "a:b", "a:70000", "a:-1", "a b:80", "http://a:80"])
    func refuse(_ text: String) { #expect(throws: DiagnosticError.self) { try ListeningAddress(text) } }

    @Test(
        "to others only where one has to sign in, or it is asked for",
        arguments: [
            ("127.0.0.1:80", false, false, false), ("0.0.0.0:80", false, false, true),
            ("10.0.0.1:80", false, false, true),
            ("reports.corp:80", false, false, true), ("[::]:80", false, false, true),
            ("0.0.0.0:80", true, false, false),
            ("0.0.0.0:80", false, true, false),
        ])
    func refusal(_ text: String, haveAccounts: Bool, isAskedFor: Bool, isRefused: Bool) throws {
        let refusal = try ListeningAddress(text).refusal(haveAccounts: haveAccounts, isAskedFor: isAskedFor)
        #expect((refusal != nil) == isRefused)
        if let refusal {
            #expect(refusal.description.contains("quire user add NAME --role admin"))
            #expect(refusal.description.contains("--no-auth"))
        }
    }

    @Test("an open server says so")
    func notice() {
        #expect(ListeningAddress.standard.notice(haveAccounts: true) == nil)
        #expect(ListeningAddress.standard.notice(haveAccounts: false)?.contains("anyone on this machine") == true)
    }

    @Test(
        "its public URL is one of a server",
        arguments: [
            ("https://reports.example.com", true), ("https://reports.example.com/", true),
            ("http://10.0.0.1:8080", true),
            ("https://[::1]:8443", true), ("reports.example.com", false), ("https://a/b", false), ("ftp://a", false),
            ("https://u:p@a", false), ("https://a?x", false), ("https://", false), ("", false),
        ])
    func publicURL(_ text: String, isOne: Bool) {
        #expect(((try? PublicURL(text)) != nil) == isOne)
        if isOne { #expect((try? PublicURL(text))?.description.hasSuffix("/") == false) }
    }
}

@Suite("The hosts it answers to")
struct AllowedHostsTests {
    @Test(
        "are what it listens on, and what it is told",
        arguments: [
            ("127.0.0.1:8080", "127.0.0.1:8080", true), ("127.0.0.1:8080", "localhost:8080", true),
            ("127.0.0.1:8080", "LOCALHOST", true), ("127.0.0.1:8080", "localhost.:9000", true),
            ("127.0.0.1:8080", "[::1]:8080", true), ("127.0.0.1:8080", "evil.example", false),
            ("127.0.0.1:8080", "10.0.0.1:8080", false), ("127.0.0.1:8080", "127.0.0.1.evil.example", false),
            ("127.0.0.1:8080", "localhost.evil.example", false), ("127.0.0.1:8080", "", false),
            ("127.0.0.1:8080", "localhost:x", false), ("127.0.0.1:8080", "a@localhost", false),
            ("localhost:8080", "localhost:8080", true), ("localhost:8080", "127.0.0.1:8080", true),
            ("0.0.0.0:8080", "10.0.0.1:8080", true), ("0.0.0.0:8080", "localhost", true),
            ("[::]:8080", "[2001:db8::1]:8080", true), ("0.0.0.0:8080", "evil.example", false),
            ("10.0.0.1:8080", "10.0.0.1", true), ("10.0.0.1:8080", "10.0.0.2", false),
            ("10.0.0.1:8080", "localhost", false),
            ("reports.corp:8080", "Reports.corp:8080", true), ("reports.corp:8080", "other.corp", false),
            ("10.0.0.1:8080", "named.example:1", true), ("10.0.0.1:8080", "public.example", true),
        ])
    func allow(_ address: String, host: String, isAllowed: Bool) throws {
        let hosts = try AllowedHosts(
            try ListeningAddress(address), names: ["named.example"], publicURL: try PublicURL("https://public.example"))
        #expect(hosts.allow(host) == isAllowed)
    }

    @Test("none at all is none of them")
    func none() throws { #expect(try !AllowedHosts(.standard).allow(nil)) }

    @Test("a name that is none is refused", arguments: ["", "a:80", "https://a", "a/b", "a b"])
    func refused(_ name: String) {
        #expect(throws: DiagnosticError.self) { try AllowedHosts(.standard, names: [name]) }
    }
}

@Suite("Requests of other sites")
struct ForgeryRuleTests {
    @Test(
        "are known by what the browser says",
        arguments: [
            ("same-origin", nil, true), ("none", nil, true), ("same-site", nil, false), ("cross-site", nil, false),
            ("cross-site", "http://10.0.0.1:8080", false), ("same-origin", "https://evil.example", true),
            (nil, nil, true), (nil, "http://10.0.0.1:8080", true), (nil, "http://10.0.0.1", false),
            (nil, "http://10.0.0.1:8081", false), (nil, "null", false), (nil, "https://evil.example", false),
            (nil, "https://public.example", true), (nil, "http://public.example", false), (nil, "file://", false),
            (nil, "", false),
        ] as [(String?, String?, Bool)])
    func own(_ fetchSite: String?, origin: String?, isOwn: Bool) throws {
        let publicURL = try PublicURL("https://public.example")
        #expect(
            ForgeryCheck.isOwn(fetchSite: fetchSite, origin: origin, host: "10.0.0.1:8080", publicURL: publicURL)
                == isOwn)
    }

    @Test("a port that goes without saying is the same port")
    func ports() {
        #expect(ForgeryCheck.isOwn(fetchSite: nil, origin: "http://a", host: "a:80", publicURL: nil))
        #expect(ForgeryCheck.isOwn(fetchSite: nil, origin: "https://a:443", host: "a", publicURL: nil))
        #expect(!ForgeryCheck.isOwn(fetchSite: nil, origin: "http://a", host: nil, publicURL: nil))
    }
}

@Suite("The way of a request")
struct ForwardedRouteTests {
    private static let publicURL = try? PublicURL("http://reports.example")

    @Test(
        "through a proxy is believed to a proxy on this machine, which --public-url speaks of",
        arguments: [
            ("127.0.0.1", ["192.0.2.1"], true, "192.0.2.1"), ("127.0.0.1", ["6.6.6.6, 192.0.2.1"], true, "192.0.2.1"),
            ("127.0.0.1", ["6.6.6.6", "192.0.2.1"], true, "192.0.2.1"),
            ("127.0.0.1", ["192.0.2.1"], false, "127.0.0.1"),
            ("192.0.2.9", ["192.0.2.1"], true, "192.0.2.9"), ("127.0.0.1", ["nonsense"], true, "127.0.0.1"),
            ("127.0.0.1", [], true, "127.0.0.1"),
        ])
    func address(_ peer: String, forwarded: [String], isPublic: Bool, address: String) {
        var headers = HTTPFields()
        headers[values: .forwardedFor] = forwarded
        let route = ForwardedRoute(headers, peer: peer, publicURL: isPublic ? Self.publicURL : nil)
        #expect(route.address == address)
        #expect(!route.isSecure)
    }

    @Test("is through TLS where the public URL or the proxy says so")
    func secure() throws {
        #expect(ForwardedRoute([:], peer: "::1", publicURL: try PublicURL("https://a")).isSecure)
        #expect(ForwardedRoute([.forwardedProto: "https"], peer: "192.0.2.1", publicURL: nil).isSecure)
        #expect(!ForwardedRoute([.forwardedProto: "http"], peer: "192.0.2.1", publicURL: nil).isSecure)
    }

    @Test(
        "is from this machine itself where no proxy has touched it",
        arguments: [
            ("127.0.0.1", "localhost:8080", [:], true), ("::1", "[::1]:8080", [:], true),
            ("127.0.0.1", "reports.example", [:], false), ("192.0.2.1", "localhost", [:], false),
            ("127.0.0.1", "localhost", [.forwardedFor: "192.0.2.1"], false),
            ("127.0.0.1", "localhost", [.forwarded: "for=192.0.2.1"], false),
        ] as [(String, String, HTTPFields, Bool)])
    func direct(_ peer: String, host: String, headers: HTTPFields, isDirect: Bool) {
        #expect(ForwardedRoute.isDirectFromHere(headers, peer: peer, host: host) == isDirect)
    }
}
