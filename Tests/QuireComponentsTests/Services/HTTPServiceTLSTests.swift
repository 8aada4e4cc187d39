import QuireComponents
import QuireModel
import QuirePlugin
import QuireStandIn
import QuireTesting
import Testing

@Suite("An HTTP service over TLS")
struct HTTPServiceTLSTests {
    private func ask(
        _ tls: HTTPServiceConfiguration.TLSFiles, certificate: String = Certificates.loopback,
        clientAuthority: String? = nil
    ) async throws -> (reply: LookupReply?, failure: AttemptFailure?, port: Int) {
        let answer = StandInAnswer(#"{"discount":{"ours":1,"theirs":0}}"#)
        let server = StandIn.TLS(certificate: certificate, key: Certificates.key, clientAuthority: clientAuthority)
        let handler: StandIn.Handler = { _ in answer }
        return try await StandIn.with(tls: server, handler: handler) { standIn in
            var configuration = HTTPServiceConfiguration.tether(standIn, try Tether.single())
            configuration.tls = tls
            return try await HTTPService.with(configuration) { service in
                do throws(AttemptFailure) {
                    return (try await service.ask("C1"), nil, standIn.port)
                } catch {
                    return (nil, error, standIn.port)
                }
            }
        }
    }

    @Test("is trusted by the authority that it names, and shows its own certificate")
    func trusted() async throws {
        let reply = try await ask(.init(ca: Certificates.loopback)).reply
        #expect(reply?.replies == [.found([.number(1), .number(0)])])
        let both = HTTPServiceConfiguration.TLSFiles(
            ca: Certificates.loopback, certificate: Certificates.loopback, key: Certificates.key)
        #expect(try await ask(both, clientAuthority: Certificates.loopback).reply != nil)
    }

    struct Mistrust: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// The server's.
        var certificate = Certificates.loopback
        var ca: String?
        var client: String?
        var clientAuthority: String?
        /// What the message says of the server's address, ADDRESS.
        var message: String

        static let all = [
            Mistrust(
                testDescription: "an authority that the machine does not know",
                message:
                    "the certificate of ADDRESS is not trusted: it has expired, or no authority known to this machine"
                    + " signed it; 'tls.ca' names one of your own"),
            Mistrust(
                testDescription: "another authority", ca: Certificates.named,
                message:
                    "the certificate of ADDRESS is not trusted: it has expired, or no authority in 'tls.ca' signed it"),
            Mistrust(
                testDescription: "a certificate that has expired", certificate: Certificates.expired,
                ca: Certificates.expired,
                message:
                    "the certificate of ADDRESS is not trusted: it has expired, or no authority in 'tls.ca' signed it"),
            Mistrust(
                testDescription: "a certificate for another host", certificate: Certificates.named,
                ca: Certificates.named,
                message: "the certificate of ADDRESS is for another host: it must be asked by a name that is in there"),
            Mistrust(
                testDescription: "no certificate of ours", ca: Certificates.loopback,
                clientAuthority: Certificates.loopback,
                message: "ADDRESS wants a client certificate, which 'tls.certificate' and 'tls.key' name"),
            Mistrust(
                testDescription: "a certificate of ours that it does not know", ca: Certificates.loopback,
                client: Certificates.named, clientAuthority: Certificates.loopback,
                message: "ADDRESS does not accept the certificate in 'tls.certificate': tlsv1 alert unknown ca"),
        ]
    }

    @Test("is not trusted, or does not trust, and says why, once and for all", arguments: Mistrust.all)
    func refused(_ example: Mistrust) async throws {
        let tls = HTTPServiceConfiguration.TLSFiles(
            ca: example.ca, certificate: example.client, key: example.client.map { _ in Certificates.key })
        let (_, failure, port) = try await ask(
            tls, certificate: example.certificate, clientAuthority: example.clientAuthority)
        #expect(failure?.message == example.message.replacing("ADDRESS", with: "127.0.0.1:\(port)"))
        #expect(failure?.mayRetry == false)
    }

    @Test("is not taken for one without")
    func plain() async throws {
        try await StandIn.with(answer: StandInAnswer("{}")) { standIn in
            let configuration = HTTPServiceConfiguration(
                name: "t", url: "https://127.0.0.1:\(standIn.port)", lookups: ["discount": try Tether.single()])
            let failure = try #require(try await HTTPService.with(configuration) { await $0.failure("C1") })
            let address = "127.0.0.1:\(standIn.port)"
            #expect(failure.message == "\(address) does not speak TLS: its address begins with http://, it seems")
            #expect(!failure.mayRetry)
        }
    }

    struct File: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var tls: HTTPServiceConfiguration.TLSFiles
        var problem: String

        static let all = [
            File(
                testDescription: "authorities in no file", tls: .init(ca: "/nowhere.pem"),
                problem: "tls.ca: '/nowhere.pem' cannot be read: No such file or directory"),
            File(
                testDescription: "authorities in another file", tls: .init(ca: #filePath),
                problem: "tls.ca: '\(#filePath)' does not hold certificates in PEM"),
            File(
                testDescription: "a certificate in another file",
                tls: .init(certificate: Certificates.key, key: Certificates.key),
                problem: "tls.certificate: '\(Certificates.key)' does not hold certificates in PEM"),
            File(
                testDescription: "a key in another file",
                tls: .init(certificate: Certificates.loopback, key: Certificates.loopback),
                problem: "tls.key: '\(Certificates.loopback)' does not hold an unencrypted private key in PEM"),
            File(
                testDescription: "another certificate's key",
                tls: .init(certificate: Certificates.loopback, key: Certificates.otherKey),
                problem: "tls.key: '\(Certificates.otherKey)' is not the key of '\(Certificates.loopback)'"),
            File(
                testDescription: "a certificate without a key", tls: .init(certificate: Certificates.loopback),
                problem: "tls: 'certificate' needs its 'key'"),
            File(
                testDescription: "a key without a certificate", tls: .init(key: Certificates.key),
                problem: "tls: 'key' needs its 'certificate'"),
        ]
    }

    @Test("has files that can be used, or says which cannot", arguments: File.all)
    func files(_ file: File) {
        let configuration = HTTPServiceConfiguration(name: "t", url: "https://localhost", tls: file.tls, lookups: [:])
        let problems = #expect(throws: DefinitionProblems.self) { try HTTPService(configuration) }
        #expect(problems?.description == file.problem)
    }
}
