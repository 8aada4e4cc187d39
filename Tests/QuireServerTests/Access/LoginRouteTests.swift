import QuireAccess
import QuireModel
import Testing

@testable import QuireServer

@Suite("Signing in on a page")
struct LoginRouteTests {
    private static func login(_ body: String, _ headers: KeyValuePairs<String, String> = [:]) -> TestRequest {
        TestRequest("POST", "/login", headers, body: body, type: TestRequest.form)
    }

    @Test("with the right password sets the cookie, goes where it was meant to, and lets in")
    func signIn() async throws {
        try await TestServer.with { server async throws in
            try await server.add("ann")
            let answer = try await server.send(Self.login("name=ann&password=correct+horse&next=%2Fruns%3Fa%3D1"))
            #expect(answer.status == 303)
            #expect(answer["Location"] == "/runs?a=1")
            let cookie = try #require(answer["Set-Cookie"])
            #expect(cookie.contains("HttpOnly; SameSite=Lax") && !cookie.contains("Secure"))
            let sent = String(cookie.prefix { $0 != ";" })
            #expect(try await server.get("/reports", ["Cookie": sent]).body == "ann from 127.0.0.1\n")
            #expect(try await server.get("/api/v1/reports", ["Cookie": "a=b; " + sent]).status == 200)
            #expect(try await server.get("/login?next=%2Freports", ["Cookie": sent])["Location"] == "/reports")
            #expect(try await server.audited.last == "ann login 127.0.0.1")
        }
    }

    @Test(
        "goes nowhere else",
        arguments: ["https%3A%2F%2Fevil.example", "%2F%2Fevil.example", "%2F%5Cevil.example", "%2F%0Ax"])
    func elsewhere(_ next: String) async throws {
        try await TestServer.with { server async throws in
            try await server.add("ann")
            let answer = try await server.send(Self.login("name=ann&password=correct+horse&next=\(next)"))
            #expect(answer.status == 303 && answer["Location"] == "/")
            #expect(try await server.get("/login?next=\(next)").body.contains("next=/ "))
        }
    }

    @Test("with a wrong one shows the page again with what was typed but the password")
    func wrong() async throws {
        try await TestServer.with { server async throws in
            try await server.add("ann")
            let answer = try await server.send(Self.login("name=ann&password=tYped-wrong&next=%2Freports"))
            #expect(answer.status == 401)
            #expect(answer.body == "name=ann next=/reports refusal=wrongNameOrPassword")
            #expect(answer["Set-Cookie"] == nil)
            #expect(!server.log.text.contains("tYped-wrong"))
        }
    }

    @Test("five times in vain is told to wait")
    func tooMany() async throws {
        try await TestServer.with { server async throws in
            try await server.add("ann")
            for _ in 0..<5 { #expect(try await server.send(Self.login("name=ann&password=wrong")).status == 401) }
            let answer = try await server.send(Self.login("name=ann&password=correct+horse"))
            #expect(answer.status == 429)
            let wait = try #require(answer["Retry-After"].flatMap { Int($0) })
            #expect((800...900).contains(wait))
            #expect(answer.body.contains("tooMany(secondsToWait: \(wait))"))
        }
    }

    @Test("addresses behind a proxy on this machine are told apart")
    func proxied() async throws {
        var options = TestServer.Options()
        options.publicURL = "https://public.example"
        try await TestServer.with(options) { server async throws in
            try await server.add("ann")
            let answer = try await server.send(
                Self.login(
                    "name=ann&password=correct+horse",
                    ["X-Forwarded-For": "192.0.2.1", "Host": "public.example", "Origin": "https://public.example"]))
            #expect(answer["Set-Cookie"]?.hasPrefix("__Host-quire=") == true)
            #expect(answer["Set-Cookie"]?.hasSuffix("; Secure") == true)
            #expect(try await server.audited.last == "ann login 192.0.2.1")
        }
    }

    @Test("what is no form is refused, and a form of another site")
    func refused() async throws {
        try await TestServer.with { server async throws in
            try await server.add("ann")
            let body = "name=ann&password=correct+horse"
            #expect(try await server.send(.init("POST", "/login", body: body, type: "text/plain")).status == 415)
            #expect(try await server.send(Self.login("name=%FF")).status == 400)
            #expect(try await server.send(Self.login(body, ["Origin": "https://evil.example"])).status == 403)
            #expect(try await server.send(Self.login(body, ["Sec-Fetch-Site": "cross-site"])).status == 403)
        }
    }

    @Test("signing out ends the session, by a form of it alone")
    func signOut() async throws {
        try await TestServer.with { server async throws in
            try await server.add("ann")
            let cookie = try await server.cookie("ann")
            let forged = try await server.send(
                .init("POST", "/logout", ["Cookie": cookie], body: "", type: TestRequest.form))
            #expect(forged.status == 403)
            #expect(try await server.get("/reports", ["Cookie": cookie]).status == 200)
            let token = try await server.formToken(cookie)
            let answer = try await server.send(
                .init("POST", "/logout", ["Cookie": cookie], body: "csrf=\(token)", type: TestRequest.form))
            #expect(answer.status == 303)
            #expect(answer["Location"] == "/login")
            #expect(answer["Set-Cookie"]?.contains("Max-Age=0") == true)
            #expect(try await server.get("/reports", ["Cookie": cookie]).status == 303)
            #expect(try await server.audited.last == "ann logout 127.0.0.1")
        }
    }
}

@Suite("Forged requests")
struct ForgeryTests {
    @Test("a write of a session needs its token, in the form or in X-CSRF-Token, and a page of this server")
    func session() async throws {
        try await TestServer.with { server async throws in
            try await server.add("ann")
            try await server.add("ben")
            let cookie = try await server.cookie("ann")
            let token = try await server.formToken(cookie)
            let other = try await server.formToken(try await server.cookie("ben"))
            func form(_ body: String, _ headers: KeyValuePairs<String, String> = [:]) async throws -> TestAnswer {
                var request = TestRequest("POST", "/reports", headers, body: body, type: TestRequest.form)
                request.headers.append(("Cookie", cookie))
                return try await server.send(request)
            }
            #expect(try await form("a=b&csrf=\(token)").body == "ann a=b&csrf=\(token) \(4 + 5 + token.count)")
            #expect(try await form("a=b").status == 403)
            #expect(try await form("a=b&csrf=").status == 403)
            #expect(try await form("a=b&csrf=\(other)").status == 403)
            #expect(try await form("csrf=\(token)", ["Origin": "https://evil.example"]).status == 403)
            #expect(try await form("csrf=\(token)", ["Sec-Fetch-Site": "same-site"]).status == 403)
            #expect(try await form("csrf=\(token)", ["Sec-Fetch-Site": "same-origin"]).status == 200)
            func call(_ headers: KeyValuePairs<String, String>) async throws -> TestAnswer {
                var request = TestRequest("POST", "/api/v1/runs", headers, body: "{}", type: "application/json")
                request.headers.append(("Cookie", cookie))
                return try await server.send(request)
            }
            #expect(try await call(["X-CSRF-Token": token]).body == "ann {} 2")
            let refused = try await call([:])
            #expect(refused.status == 403)
            #expect(refused.json?["detail"]?.text.contains("X-CSRF-Token") == true)
            #expect(try await call(["X-CSRF-Token": other]).status == 403)
        }
    }

    @Test("without users a page of another site can send nothing either; a program can")
    func open() async throws {
        try await TestServer.with { server async throws in
            func send(_ headers: KeyValuePairs<String, String>) async throws -> Int {
                try await server.send(.init("POST", "/api/v1/runs", headers, body: "{}", type: "text/plain")).status
            }
            #expect(try await send([:]) == 200)
            #expect(try await send(["Origin": "http://127.0.0.1:\(server.port)"]) == 200)
            #expect(try await send(["Origin": "http://127.0.0.1:1"]) == 403)
            #expect(try await send(["Origin": "null"]) == 403)
            #expect(try await send(["Sec-Fetch-Site": "cross-site"]) == 403)
        }
    }
}
