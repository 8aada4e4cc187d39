import NIOHTTP1
import QuireModel
import QuireStandIn
import QuireTesting
import Testing

/// The API as a page uses it: with the cookie of a session.
@Suite("Sessions in the API") struct SessionTests {
    private static let path = "/api/v1/reports/plain/runs"

    /// Serves a project of which `ann` and `ben` are analysts while `body` runs.
    private static func serving(
        _ options: [String] = [], _ body: @escaping @Sendable (Served) async throws -> Void
    ) async throws {
        let project = ServedProject.make()
        for name in ["ann", "ben"] { try await project.addUser(name, role: "analyst") }
        let token = try await project.makeToken("bot", role: "viewer")
        let environment = ["TETHER_URL": "http://127.0.0.1:1"]
        _ = try await project.serving(options, token: token, environment: environment, body)
    }

    @Test("A cookie lets in to read; to write it takes the session's own token, and a page of this server")
    func cookie() async throws {
        try await Self.serving { served in
            let (ann, cookie) = try await served.signIn("ann")
            #expect(cookie.contains("; HttpOnly; SameSite=Lax; Max-Age=43200") && !cookie.contains("Secure"))
            for path in ["reports", "runs", "schedules", "openapi.json"] {
                #expect(try await ann.get("/api/v1/\(path)").status == 200, "\(path)")
            }
            let token = try await ann.formToken()
            let ofBen = try await served.signIn("ben").served.formToken()
            let refused: [Served.Headers] = [
                [:], ["X-CSRF-Token": ""], ["X-CSRF-Token": "x"], ["X-CSRF-Token": ofBen],
                ["X-CSRF-Token": token, "Sec-Fetch-Site": "cross-site"],
                ["X-CSRF-Token": token, "Sec-Fetch-Site": "same-site"],
                ["X-CSRF-Token": token, "Origin": "https://evil.example"],
                ["X-CSRF-Token": token, "Origin": "null"],
            ]
            for headers in refused {
                for path in [Self.path, "/api/v1/reports/plain/preview", "/api/v1/runs/nothing/cancel"] {
                    let answer = try await ann.post(path, "{}", headers)
                    #expect(answer.status == 403, "\(headers) \(path)")
                    #expect(answer["Content-Type"] == "application/problem+json")
                }
            }
            #expect(try await ann.get("/api/v1/runs").json["items"]?.items == [])
            // Whoever else has the token has no session.
            #expect(try await served.post(Self.path, "{}", ["X-CSRF-Token": token]).status == 401)
            let own: Served.Headers = [
                "X-CSRF-Token": token, "Sec-Fetch-Site": "same-origin", "Origin": "http://127.0.0.1:\(served.port)",
            ]
            let run = try await ann.start("plain", "{}", own)
            #expect(try await ann.end(of: run)["status"] == "succeeded")
            #expect(try await ann.start("plain", "{}", ["X-CSRF-Token": token]) != run)
            #expect(try await ann.submit("/logout", "csrf=\(token)").status == 303)
            #expect(try await ann.get("/api/v1/runs").status == 401)
            #expect(try await ann.post(Self.path, "{}", own).status == 401)
        }
    }

    @Test("A link to a file leads who follows it in a browser to signing in, and back")
    func link() async throws {
        try await Self.serving { served in
            let (ann, _) = try await served.signIn("ann")
            let run = try await ann.start("plain", "{}", ["X-CSRF-Token": try await ann.formToken()])
            _ = try await ann.end(of: run)
            let link = "/api/v1/runs/\(run)/files/plain.csv"
            #expect(try await ann.get(link).status == 200)
            let browser: Served.Headers = ["Accept": "text/html,application/xhtml+xml,*/*;q=0.8"]
            var followed = served
            followed.credentials = []
            let answer = try await followed.send(.GET, link, browser, isDescribed: false)
            #expect(answer.status == 303)
            #expect(answer["Location"] == "/login?next=%2Fapi%2Fv1%2Fruns%2F\(run)%2Ffiles%2Fplain.csv")
            #expect(try await followed.get(link).status == 401)
            #expect(try await followed.get("/api/v1/runs", browser).status == 401)
            #expect(try await followed.asked(with: "wrong").get(link, browser).status == 401)
        }
    }

    @Test("A page of another site has nothing written through a browser, where nobody signs in either")
    func open() async throws {
        _ = try await ServedProject.make().serving(answering: Project.known) { served async throws in
            for headers: Served.Headers in [["Sec-Fetch-Site": "cross-site"], ["Origin": "https://evil.example"]] {
                #expect(try await served.post(Self.path, "{}", headers).status == 403)
                #expect(try await served.get("/api/v1/runs", headers).json["items"]?.items == [])
            }
            #expect(try await served.post(Self.path, "{}", ["Sec-Fetch-Site": "none"]).status == 202)
        }
    }

    @Test("Behind TLS the cookie goes through TLS alone, and no other lets in")
    func secure() async throws {
        try await Self.serving(["--public-url", "https://reports.example.com"]) { served in
            let headers: Served.Headers = [
                "Host": "reports.example.com", "Origin": "https://reports.example.com",
                "X-Forwarded-For": "198.51.100.7", "X-Forwarded-Proto": "https",
            ]
            let (ann, cookie) = try await served.signIn("ann", headers)
            #expect(cookie.hasPrefix("__Host-quire=") && cookie.hasSuffix("; Secure"))
            let read = try await ann.get("/api/v1/runs", headers)
            #expect(read.status == 200)
            #expect(read["Strict-Transport-Security"] == "max-age=31536000")
            var plain = served
            plain.credentials = [("Cookie", "quire=" + cookie.dropFirst("__Host-quire=".count).prefix { $0 != ";" })]
            #expect(try await plain.get("/api/v1/runs", headers).status == 401)
            let own: Served.Headers = [
                "Host": "reports.example.com", "Origin": "https://reports.example.com",
                "X-CSRF-Token": try await ann.formToken(),
            ]
            #expect(try await ann.post(Self.path, "{}", own).status == 202)
            let other: Served.Headers = [
                "Host": "reports.example.com", "Origin": "https://reports.example.com:444",
                "X-CSRF-Token": try await ann.formToken(),
            ]
            #expect(try await ann.post(Self.path, "{}", other).status == 403)
        }
    }
}
