import QuireModel
import QuireStandIn
import QuireTesting
import Testing

@Suite struct TokenTests {
    private static let service = """
        url: ${TETHER_URL}
        authenticator:
          type: oauth2_client_credentials
          token_url: ${TETHER_URL}/oauth/token
          client_id: quire-reports
          client_secret: "${TETHER_TOKEN}"
          scopes: [discounts]
        limits: { max_concurrency: 50 }
        lookups:
          discount:
            input: { sn: text }
            request: { path: /contract/, query: { sn: "{sn}" } }
            fields: { ours: { path: $.discount.ours, type: number } }
        """

    /// Gives out tokens, the last of which is taken until it was used so many times.
    private func handler(_ asked: Asked, uses: Int = .max) -> StandIn.Handler {
        { request in
            if request.path == "/oauth/token" {
                return StandInAnswer(
                    .members(["access_token": .string("t\(asked.count("token"))"), "expires_in": 600]))
            }
            let last = "t\(asked.all["token"] ?? 0)"
            let isTaken = request.header("Authorization") == "Bearer \(last)" && asked.count(last) <= uses
            guard isTaken else { return StandInAnswer("expired", status: 401) }
            return StandInAnswer(#"{"discount":{"ours":0.5}}"#)
        }
    }

    @Test("A run asks for one token, and for another when the service takes that no more", arguments: [.max, 100])
    func tokens(_ uses: Int) async throws {
        let project = Project(report: Project.share, service: Self.service, rows: Project.rows(150))
        let asked = Asked()
        let (outcome, _) = try await project.quire(
            "run", "share", "-o", "out.csv", "--summary", "json", answering: handler(asked, uses: uses))
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        let tether = try #require(try Summary(outcome.standardOutput).enrichments["tether"])
        #expect(tether.found == 150)
        #expect(tether.retries == 0)
        #expect(asked.all["token"] == (uses == .max ? 1 : 2))
    }

    @Test("A client that the server does not know ends the run at once, and asks once")
    func refused() async throws {
        let project = Project(report: Project.share, service: Self.service, rows: Project.rows(1_000))
        let answer = StandInAnswer(#"{"error":"invalid_client"}"#, status: 401)
        let (outcome, counts) = try await project.quire("run", "share", "-o", "out.csv") { _ in answer }
        #expect(outcome.exitCode == 1)
        #expect(
            outcome.standardError.contains(#"/oauth/token: 401 Unauthorized: {"error":"invalid_client"}"#),
            "\(outcome.said)")
        #expect(counts.requests == 1)
    }
}
