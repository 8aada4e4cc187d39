import NIOHTTP1
import QuireModel
import QuireStandIn
import QuireTesting
import Testing

/// What `quire audit` has to say of what was done at a server.
@Suite("The audit log of a server") struct AuditTests {
    private static let told = """
        source: { file: data/rows.csv }
        columns: [sn]
        output: { file: told.csv }
        schedule: { name: yearly, cron: "0 7 1 1 *" }
        deliver: [{ to: file, directory: data }]
        """

    /// What was done from an address, as `who what detail from`.
    private static func audited(_ project: Project) async throws -> [String] {
        let outcome = try await project.quire("audit", "--json", "--limit", "1000")
        return try JSON.parse(outcome.standardOutput).items.compactMap { entry in
            let parts = ["who", "what", "detail", "from"].map { entry[$0]?.string ?? "none" }
            return parts[3].contains(".") && entry["at"]?.string != nil ? parts.joined(separator: " ") : nil
        }
    }

    @Test("What a program does through the API is noted, once each, with its token and its address")
    func api() async throws {
        let project = ServedProject.make(service: ServedProject.slowService, ["told.yaml": Self.told])
        let token = try await project.makeToken("bot", role: "editor")
        let viewer = try await project.makeToken("eye", role: "viewer")
        let expected = try await StandIn.with(answer: StandInAnswer(manner: .hang)) { standIn in
            let (expected, _) = try await project.serving(
                ["--grace", "0s"], token: token, environment: ["TETHER_URL": standIn.url]
            ) { served in
                let bot = served.asked(with: token)
                let done = try await bot.start("told", #"{"deliver":true}"#)
                _ = try await bot.run(done) { $0["deliveries"]?.items.first?["status"] == "delivered" }
                _ = try await bot.post("/api/v1/reports/told/preview", "{}")
                let file = "/api/v1/runs/\(done)/files/told.csv"
                _ = try await bot.get(file)
                _ = try await bot.get(file, ["Range": "bytes=0-1"])
                _ = try await bot.post("/api/v1/runs/\(done)/deliveries/1/retry")
                let long = try await bot.start("share")
                _ = try await bot.run(long) { $0["status"] == "running" }
                _ = try await bot.post("/api/v1/runs/\(long)/cancel")
                _ = try await bot.end(of: long)
                _ = try await bot.post("/api/v1/runs/\(long)/resume")
                let schedule = "/api/v1/schedules/told%2Fyearly"
                for change in ["pause", "resume"] { _ = try await bot.post("\(schedule)/\(change)") }
                let fired = try #require(try await bot.post("\(schedule)/run").json["run"]?.string)
                _ = try await bot.run(fired) { $0["status"] == "succeeded" }
                // What was not done is not noted, nor what is only looked at.
                let eye = served.asked(with: viewer)
                for path in ["reports/told/runs", "reports/told/preview", "runs/\(done)/cancel", "runs/\(done)/resume"]
                {
                    #expect(try await eye.post("/api/v1/\(path)").status == 403)
                }
                #expect(try await eye.post("\(schedule)/pause").status == 403)
                #expect(try await bot.post("/api/v1/reports/told/runs", #"{"limit":0}"#).status == 422)
                #expect(try await bot.post("/api/v1/runs/\(done)/cancel").status == 409)
                #expect(try await bot.post("/api/v1/runs/\(done)/resume").status == 409)
                #expect(try await bot.get(file + "x").status == 404)
                #expect(try await bot.send(.HEAD, file).status == 200)
                #expect(try await eye.get("/api/v1/runs/\(done)").status == 200)
                return [
                    "run told \(done)", "preview told", "download \(done) told.csv", "download \(done) told.csv",
                    "retry-delivery \(done) 1", "run share \(long)", "cancel \(long)", "resume \(long)",
                    "pause told/yearly", "unpause told/yearly", "fire told/yearly \(fired)",
                ]
            }
            return expected
        }
        #expect(try await Self.audited(project) == expected.map { "token:bot \($0) 127.0.0.1" })
    }

    @Test("What people do on the pages is noted with their names, and where they are before a proxy")
    func pages() async throws {
        let project = ServedProject.make(["told.yaml": Self.told])
        try await project.addUser("ann", role: "editor")
        let token = try await project.makeToken("bot", role: "viewer")
        let (expected, _) = try await project.serving(
            ["--public-url", "http://reports.example.com"], token: token,
            environment: ["TETHER_URL": "http://127.0.0.1:1"]
        ) { served in
            let route: Served.Headers = ["X-Forwarded-For": "203.0.113.9, 198.51.100.7"]
            let (ann, _) = try await served.signIn("ann", route)
            let form = "csrf=\(try await ann.formToken())"
            func send(_ path: String) async throws -> Served.Answer { try await ann.submit(path, form, route) }
            let wrong = try await served.submit("/login", "name=ann&password=wrong", route)
            #expect(wrong.status == 401)
            let started = try #require(try await send("/reports/told/run")["Location"])
            let run = String(started.dropFirst("/runs/".count))
            _ = try await ann.run(run) { $0["status"] == "succeeded" }
            #expect(try await send("/reports/told/preview").status == 200)
            #expect(try await ann.get("/api/v1/runs/\(run)/files/told.csv", route).status == 200)
            for change in ["pause", "resume"] {
                #expect(try await send("/schedules/told%2Fyearly/\(change)").status == 303)
            }
            let location = try #require(try await send("/schedules/told%2Fyearly/run")["Location"])
            let fired = String(location.dropFirst("/runs/".count).prefix { $0 != "?" })
            _ = try await ann.run(fired) { $0["deliveries"]?.items.first?["status"] == "delivered" }
            #expect(try await send("/runs/\(fired)/deliveries/1/retry").status == 303)
            #expect(try await send("/logout").status == 303)
            return [
                "login", "failed-login", "run told \(run)", "preview told", "download \(run) told.csv",
                "pause told/yearly", "unpause told/yearly", "fire told/yearly \(fired)", "retry-delivery \(fired) 1",
                "logout",
            ]
        }
        let audited = try await Self.audited(project)
        #expect(audited.count == expected.count, "\(audited)")
        for (entry, words) in zip(audited, expected) {
            #expect(entry.hasPrefix("ann \(words) ") && entry.hasSuffix(" 198.51.100.7"), "\(entry)")
        }
    }
}
