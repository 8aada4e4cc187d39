import QuireComponents
import QuireModel
import QuirePlugin
import QuireStandIn
import Testing

@Suite("An HTTP service over TLS")
struct HTTPServiceTLSTests {
    /// One certificate that signs itself, for 127.0.0.1, until 2120.
    private static let certificate = fixture("loopback.pem")
    private static let key = fixture("loopback.key.pem")

    private static func fixture(_ name: String) -> String {
        "\(#filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/"))/Fixtures/\(name)"
    }

    private func ask(
        _ tls: HTTPServiceConfiguration.TLSFiles, clientAuthority: String? = nil
    ) async throws -> LookupReply {
        let answer = StandInAnswer(#"{"discount":{"ours":1,"theirs":0}}"#)
        let server = StandIn.TLS(
            certificate: Self.certificate, key: Self.key, clientAuthority: clientAuthority)
        let handler: StandIn.Handler = { _ in answer }
        return try await StandIn.with(tls: server, handler: handler) { standIn in
            var configuration = HTTPServiceConfiguration.tether(standIn, try Tether.single())
            configuration.tls = tls
            return try await HTTPService.with(configuration) { service in
                try await service.ask("C1")
            }
        }
    }

    @Test("is trusted by the authority that it names, and shows its own certificate")
    func trusted() async throws {
        let reply = try await ask(.init(ca: Self.certificate))
        #expect(reply.replies == [.found([.number(1), .number(0)])])
        let both = HTTPServiceConfiguration.TLSFiles(ca: Self.certificate, certificate: Self.certificate, key: Self.key)
        _ = try await ask(both, clientAuthority: Self.certificate)
    }

    @Test("is not trusted otherwise")
    func untrusted() async throws {
        await #expect(throws: AttemptFailure.self) { try await ask(.init()) }
    }

    @Test("is not trusted without the certificate that it asks for")
    func noCertificate() async throws {
        await #expect(throws: AttemptFailure.self) {
            try await ask(.init(ca: Self.certificate), clientAuthority: Self.certificate)
        }
    }

    @Test("has files that can be read")
    func files() {
        let configuration = HTTPServiceConfiguration(
            name: "t", url: "https://localhost", tls: .init(ca: "/nowhere.pem"), lookups: [:])
        let problems = #expect(throws: DefinitionProblems.self) { try HTTPService(configuration) }
        #expect(problems?.description.hasPrefix("tls.ca: '/nowhere.pem' cannot be read") == true)
    }
}
