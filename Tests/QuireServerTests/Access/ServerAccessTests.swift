import QuireAccess
import QuireModel
import Testing

@testable import QuireServer

@Suite("A server's access")
struct ServerAccessTests {
    @Test("without users and tokens anyone on loopback may do everything")
    func open() async throws {
        try await TestServer.with { server async throws in
            #expect(try await server.get("/reports").body == "anyone from 127.0.0.1\n")
            #expect(try await server.get("/api/v1/users").body == "users")
        }
    }

    @Test("as soon as there is a user or a token, everything but health, login, assets and metrics here needs one")
    func closed() async throws {
        for isToken in [true, false] {
            try await TestServer.with { server async throws in
                if isToken { _ = try await server.token("ci") } else { try await server.add("ann") }
                for path in ["/health/live", "/metrics", "/login", "/assets/style.css"] {
                    #expect(try await server.get(path).status == 200, "\(path)")
                }
                let page = try await server.get("/reports?q=1&r=%2F")
                #expect(page.status == 303)
                #expect(page["Location"] == "/login?next=%2Freports%3Fq%3D1%26r%3D%252F")
                #expect(try await server.get("/nowhere").status == 303)
                #expect(try await server.send(.init("POST", "/reports"))["Location"] == "/login")
                let api = try await server.get("/api/v1/reports")
                #expect(api.status == 401)
                #expect(api["Content-Type"] == "application/problem+json")
                #expect(api["WWW-Authenticate"] == "Bearer realm=\"quire\"")
                #expect(api.json?["title"] == "Unauthorized")
                let forwarded = try await server.get("/metrics", ["X-Forwarded-For": "192.0.2.1"])
                #expect(forwarded.status == 401)
            }
        }
    }

    @Test("a token lets in as far as its roles go; a wrong one does not, not even where all is open to browsers")
    func token() async throws {
        try await TestServer.with { server async throws in
            let token = try await server.token("ci")
            let bearer = "Bearer \(token)"
            #expect(
                try await server.get("/api/v1/reports", ["Authorization": bearer]).body == "token:ci from 127.0.0.1\n")
            #expect(try await server.get("/reports", ["Authorization": bearer]).status == 200)
            let refused = try await server.get("/api/v1/users", ["Authorization": bearer])
            #expect(refused.status == 403)
            #expect(refused.json?["detail"] == "your roles may not change users")
            let wrong = try await server.get("/api/v1/reports", ["Authorization": "Bearer quire_wrong"])
            #expect(wrong.status == 401)
            #expect(wrong["WWW-Authenticate"]?.contains("invalid_token") == true)
            let sent = try await server.send(
                .init("POST", "/api/v1/runs", ["Authorization": bearer, "Origin": "https://evil.example"], body: "{}"))
            #expect(sent.status == 200)
            #expect(try await server.get("/metrics", ["Authorization": bearer, "Forwarded": "for=x"]).status == 200)
        }
    }

    @Test("the last user gone, a server for others stays shut")
    func lastUser() async throws {
        var options = TestServer.Options()
        options.address = ListeningAddress(host: "0.0.0.0", port: 8080)
        try await TestServer.with(options) { server async throws in
            #expect(try await server.get("/api/v1/reports").status == 401)
            #expect(try await server.get("/reports").status == 303)
        }
        options.isOpenAskedFor = true
        try await TestServer.with(options) { server async throws in
            #expect(try await server.get("/reports").status == 200)
        }
    }

    @Test("before it listens it refuses to be open to others, and says that it is open")
    func check() async throws {
        try await TestServer.with { server async throws in
            let outside = ListeningAddress(host: "0.0.0.0", port: 8080)
            let access = try ServerAccess(server.state, at: outside)
            let error = await #expect(throws: DiagnosticError.self) { try await access.check() }
            #expect(error?.description.contains("0.0.0.0:8080 is reached from other machines") == true)
            #expect(try await ServerAccess(server.state, at: outside, isOpenAskedFor: true).check() != nil)
            #expect(try await ServerAccess(server.state, at: .standard).check()?.contains("anyone") == true)
            try await server.add("ann")
            #expect(try await access.check() == nil)
        }
    }

    @Test(
        "another host is refused, none and two as well",
        arguments: [
            ("evil.example", 421), ("localhost:1", 200), ("named.example", 200), ("", 421), ("public.example", 200),
        ])
    func host(_ host: String, status: Int) async throws {
        var options = TestServer.Options()
        options.hostNames = ["named.example"]
        options.publicURL = "http://public.example"
        try await TestServer.with(options) { server async throws in
            let answer = try await server.get("/api/v1/reports", ["Host": host])
            #expect(answer.status == status)
            if status == 421 {
                #expect(answer["Content-Type"] == "application/problem+json")
                #expect(answer["Content-Security-Policy"] != nil)
            }
            let two = try await RawConnection.exchange(
                port: server.port,
                ["GET /reports HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n"])
            #expect([400, 421].contains(TestAnswer(two).status))
        }
    }

    @Test(
        "every answer tells browsers what to refuse",
        arguments: ["/reports", "/login", "/nowhere", "/api/v1/boom", "/health/live"])
    func headers(_ path: String) async throws {
        try await TestServer.with { server async throws in
            let answer = try await server.get(path)
            #expect(
                answer["Content-Security-Policy"] == """
                    default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; \
                    form-action 'self'; frame-ancestors 'none'; base-uri 'none'
                    """)
            #expect(answer["X-Content-Type-Options"] == "nosniff")
            #expect(answer["Referrer-Policy"] == "same-origin")
            #expect(answer["Cross-Origin-Opener-Policy"] == "same-origin")
            #expect(answer["Cross-Origin-Resource-Policy"] == "same-origin")
            #expect(answer["Cross-Origin-Embedder-Policy"] == "require-corp")
            #expect(answer["Cache-Control"] == "no-store")
            #expect(answer["Strict-Transport-Security"] == nil)
        }
    }

    @Test("behind TLS browsers are told to stay with it")
    func strictTransport() async throws {
        var options = TestServer.Options()
        options.publicURL = "https://public.example"
        try await TestServer.with(options) { server async throws in
            #expect(try await server.get("/reports")["Strict-Transport-Security"] == "max-age=31536000")
        }
    }

    @Test("the language that a reader picks is kept in a cookie, and wins over what the browser asks for")
    func language() async throws {
        try await TestServer.with { server async throws in
            func page(_ path: String, _ cookie: String = "a=b") async throws -> TestAnswer {
                try await server.get(path, ["Accept": "text/html", "Accept-Language": "en", "Cookie": cookie])
            }
            let picked = try await page("/nowhere?lang=zh-CN")
            #expect(picked.body.contains("chinese"))
            let set = "quire_language=zh-CN; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000"
            #expect(picked["Set-Cookie"] == set)
            let kept = try await page("/nowhere", "a=b; quire_language=zh-CN")
            #expect(kept.body.contains("chinese") && kept["Set-Cookie"] == nil)
            let changed = try await page("/nowhere?lang=en", "quire_language=zh-CN")
            #expect(changed.body.contains("english") && changed["Set-Cookie"]?.hasPrefix("quire_language=en;") == true)
            let unknown = try await page("/nowhere?lang=%0D%0Ax", "quire_language=tlh")
            #expect(unknown.body.contains("english") && unknown["Set-Cookie"] == nil)
        }
    }

    @Test("errors are problems, for readers of pages drawn, and nothing of the program's insides goes out")
    func errors() async throws {
        try await TestServer.with { server async throws in
            let missing = try await server.get("/api/v1/nowhere")
            #expect(
                missing.json?.text
                    == #"{"type":"about:blank","title":"Not Found","status":404,"detail":"there is nothing here"}"#)
            let boom = try await server.get("/api/v1/boom")
            #expect(boom.status == 500)
            #expect(!boom.body.contains("Boom"))
            #expect(server.log.text.contains("error: a request failed: Boom(secret: \"***\")"))
            let wrong = try await server.get("/api/v1/wrong")
            #expect(wrong.status == 422)
            #expect(wrong.json?["detail"] == "no parameter 'reigon' of *** (did you mean 'region'?)")
            let state = try await server.get("/api/v1/state")
            #expect(state.status == 500 && !state.body.contains("/srv/x"))
            #expect(server.log.text.contains("/srv/x"))
            let drawn = try await server.get("/boom", ["Accept": "text/html,*/*", "Accept-Language": "zh"])
            #expect(drawn.status == 500)
            #expect(drawn.body == "<h1>Internal Server Error chinese</h1>")
            #expect(drawn["Content-Security-Policy"] != nil)
            let json = try await server.send(.init("POST", "/api/v1/json", body: "{", type: "application/json"))
            #expect(json.status == 400)
            let type = try await server.send(.init("POST", "/api/v1/json", body: "{}", type: "text/plain"))
            #expect(type.status == 415)
            let head = try await server.send(.init("HEAD", "/api/v1/nowhere"))
            #expect(head.status == 404 && head.body.isEmpty)
        }
    }
}
