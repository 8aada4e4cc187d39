import QuireComponents
import QuireModel
import Testing

@Suite("A proxy")
struct ProxySettingsTests {
    static let environment = [
        "HTTPS_PROXY": "http://proxy.local:3128", "http_proxy": "anna:s%40crt@proxy.local",
        "NO_PROXY": ".internal, other.com:8443",
    ]

    @Test(
        "is taken from the environment, but for what NO_PROXY names and loopback",
        arguments: [
            ("https://a.com", "proxy.local:3128"), ("http://a.com", "proxy.local:80"), ("https://a.internal", nil),
            ("https://internal", nil), ("https://notinternal", "proxy.local:3128"), ("https://other.com:8443", nil),
            ("https://other.com", "proxy.local:3128"), ("http://127.0.0.1:1", nil), ("http://localhost", nil),
            ("http://[::1]:5", nil),
        ] as [(String, String?)])
    func environment(_ url: String, _ expected: String?) throws {
        let proxy = try ProxySettings.proxy(for: ServiceURL(url), environment: Self.environment)
        #expect(proxy.map { "\($0.host):\($0.port)" } == expected)
    }

    @Test("has its user, and may be a SOCKS one")
    func kinds() throws {
        let plain = try ServiceURL("http://a.com")
        let http = try ProxySettings.proxy(for: plain, environment: Self.environment)
        #expect(http?.credentials == Redactor.Credentials(username: "anna", password: "s@crt"))
        let socks = try ProxySettings.proxy(for: plain, environment: ["HTTP_PROXY": "socks5://p:1080"])
        #expect(socks?.kind == .socks5)
        #expect(throws: DefinitionProblem.self) {
            try ProxySettings.proxy(for: plain, environment: ["HTTP_PROXY": "https://p:1080"])
        }
        #expect(try ProxySettings.proxy(for: plain, environment: ["HTTP_PROXY": "http://p", "NO_PROXY": "*"]) == nil)
    }
}
