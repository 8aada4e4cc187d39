import Foundation
import QuireModel
import QuireStandIn
import QuireTesting
import Testing

@Suite struct ConnectionTests {
    private static let tls = StandIn.TLS(
        certificate: Certificates.loopback, key: Certificates.key, clientAuthority: Certificates.loopback)

    /// A project whose service speaks TLS, with files in its folder.
    private func project(_ keys: String) throws -> Project {
        let project = Project(service: Project.tether(keys.isEmpty ? "" : "tls: { \(keys) }"))
        for (file, name) in [(Certificates.loopback, "pair.pem"), (Certificates.key, "pair.key")] {
            project.folder.write(try String(contentsOfFile: file, encoding: .utf8), to: "reports/certs/" + name)
        }
        project.folder.write("", to: "elsewhere/empty")
        return project
    }

    @Test("A service over TLS is known by files in the project's folder, wherever the run begins")
    func tls() async throws {
        let project = try project("ca: certs/pair.pem, certificate: certs/pair.pem, key: certs/pair.key")
        let outcome = try await StandIn.with(tls: Self.tls, handler: Project.known) { standIn in
            try await project.quire(
                "run", "share", "--project", "../reports", "-o", "out.csv", environment: ["TETHER_URL": standIn.url],
                in: "elsewhere")
        }
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(try project.lines("elsewhere/out.csv").dropFirst() == ["C1,0.25", "C2,0.32", "C3,0.39"])
    }

    struct Mistake: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var keys: String
        /// Parts of what is said.
        var says: [String]

        static let all = [
            Mistake(
                testDescription: "A certificate that nobody known has signed ends the run at once", keys: "",
                says: ["the certificate of 127.0.0.1:", "is not trusted", "'tls.ca'"]),
            Mistake(
                testDescription: "A service that wants to know us says so", keys: "ca: certs/pair.pem",
                says: ["127.0.0.1:", "wants a client certificate", "'tls.certificate'"]),
            Mistake(
                testDescription: "A file that is not there is named", keys: "ca: certs/none.pem",
                says: ["service 'tether'", "tls.ca: '", "/reports/certs/none.pem' cannot be read: No such file"]),
        ]
    }

    @Test("What is wrong with TLS is said, with what to do", arguments: Mistake.all)
    func mistakes(_ mistake: Mistake) async throws {
        let project = try project(mistake.keys)
        let outcome = try await StandIn.with(tls: Self.tls, handler: Project.known) { standIn in
            try await project.quire("run", "share", "-o", "out.csv", environment: ["TETHER_URL": standIn.url])
        }
        #expect(outcome.exitCode == 1, "\(outcome.said)")
        for part in mistake.says { #expect(outcome.standardError.contains(part), "\(outcome.said)") }
    }

    private func environment(_ proxyPort: Int) -> [String: String] {
        ["TETHER_URL": "http://tether.test", "HTTP_PROXY": "http://anna:pr0xy%2Fpass@127.0.0.1:\(proxyPort)"]
    }

    private func expectNoUser(_ text: String) {
        for secret in ["anna", "pr0xy/pass", "anna:pr0xy/pass"] {
            for form in Secret.forms(of: secret) { #expect(!text.contains(form), "\(text)") }
        }
    }

    @Test("A service is reached by the proxy that the environment names")
    func proxy() async throws {
        let project = Project(report: Project.share)
        let asked = Asked()
        let handler: StandIn.Handler = { request in
            guard request.uri.hasPrefix("http://tether.test/contract/?") else { return StandInAnswer("", status: 400) }
            _ = asked.count(request.header("Proxy-Authorization") ?? "nobody")
            var request = request
            request.uri.trimPrefix("http://tether.test")
            return Project.known(request)
        }
        let outcome = try await StandIn.with(handler: handler) { proxy in
            try await project.quire("run", "share", "-o", "out.csv", environment: environment(proxy.port))
        }
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(try project.lines("out.csv").dropFirst() == ["C1,0.25", "C2,0.32", "C3,0.39"])
        #expect(asked.all == ["Basic " + Data("anna:pr0xy/pass".utf8).base64EncodedString(): 3])
        expectNoUser(outcome.said)
    }

    @Test("What a proxy has against us is said, without its user", arguments: [403, 407, nil])
    func proxyFault(_ status: Int?) async throws {
        let project = Project(report: FaultTests.report, service: Project.tether("retry: { max_attempts: 1 }"))
        func run(_ port: Int) async throws -> Program.Outcome {
            try await project.quire("run", "share", "-o", "out.csv", environment: environment(port))
        }
        let outcome: Program.Outcome
        if let status {
            let handler: StandIn.Handler = {
                StandInAnswer("\($0.header("Proxy-Authorization") ?? "")", status: status)
            }
            outcome = try await StandIn.with(handler: handler) { try await run($0.port) }
        } else {
            outcome = try await run(try await StandIn.with(answer: StandInAnswer("")) { $0.port })
        }
        let expected =
            switch status {
            case 403: "403 Forbidden: Basic ***"
            case 407: "wants a user and a password"
            default: "cannot connect to the proxy 127.0.0.1:"
            }
        #expect(outcome.exitCode == 3, "\(outcome.said)")
        let problems = try project.text("out.problems.csv")
        #expect(problems.contains(expected), "\(problems)")
        expectNoUser(outcome.said + problems)
    }
}
