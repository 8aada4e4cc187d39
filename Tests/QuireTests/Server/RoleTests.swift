import NIOHTTP1
import QuireModel
import QuireStandIn
import QuireTesting
import Testing

/// What each role may ask of a server, request by request.
@Suite("Roles at a server") struct RoleTests {
    /// The lowest first.
    private static let roles = ["viewer", "analyst", "editor", "admin"]

    /// A request, the least role that may make it, and what it is answered then.
    ///
    /// In its path `{done}` is a run that has ended, `{own}` one of whoever asks, `{theirs}` one of somebody else.
    struct Ask: Sendable, CustomStringConvertible {
        var method: HTTPMethod
        var path: String
        var least: String
        var status: Int

        static func get(_ path: String, _ least: String = "viewer") -> Ask {
            Ask(method: .GET, path: path, least: least, status: 200)
        }

        static func post(_ path: String, _ least: String, _ status: Int) -> Ask {
            Ask(method: .POST, path: path, least: least, status: status)
        }

        var isOfAPI: Bool { path.hasPrefix("/api/") }
        var description: String { "\(method) \(path)" }

        /// The same of what is not there.
        var ofNothing: Ask {
            let names = /\{\w+\}|plain/
            return Ask(method: method, path: path.replacing(names, with: "nothing"), least: least, status: 404)
        }
    }

    static let asks: [Ask] = [
        .get("/api/v1/openapi.json"), .get("/api/v1/reports"), .get("/api/v1/reports/plain"),
        .post("/api/v1/reports/plain/runs", "analyst", 202), .post("/api/v1/reports/plain/preview", "analyst", 200),
        .get("/api/v1/runs"), .get("/api/v1/runs/{done}"), .get("/api/v1/runs/{done}/events"),
        .get("/api/v1/runs/{done}/files/plain.csv"),
        .post("/api/v1/runs/{own}/cancel", "analyst", 202), .post("/api/v1/runs/{own}/resume", "analyst", 202),
        .post("/api/v1/runs/{theirs}/cancel", "editor", 202), .post("/api/v1/runs/{theirs}/resume", "editor", 202),
        .post("/api/v1/runs/{done}/deliveries/1/retry", "editor", 200),
        .get("/api/v1/schedules"), .get("/api/v1/schedules/plain%2Fyearly/fires"),
        .post("/api/v1/schedules/plain%2Fyearly/pause", "editor", 200),
        .post("/api/v1/schedules/plain%2Fyearly/resume", "editor", 200),
        .post("/api/v1/schedules/plain%2Fyearly/run", "editor", 202),
        .get("/api/v1/services", "editor"),
        .get("/"), .get("/reports/plain"), .get("/runs"), .get("/runs/{done}"), .get("/schedules"),
        .get("/services", "editor"), .get("/problems", "editor"),
        .post("/reports/plain/run", "analyst", 303), .post("/reports/plain/preview", "analyst", 200),
        .post("/runs/{own}/cancel", "analyst", 303), .post("/runs/{own}/resume", "analyst", 303),
        .post("/runs/{theirs}/cancel", "editor", 303), .post("/runs/{theirs}/resume", "editor", 303),
        .post("/runs/{done}/deliveries/1/retry", "editor", 303),
        .post("/schedules/plain%2Fyearly/pause", "editor", 303),
        .post("/schedules/plain%2Fyearly/resume", "editor", 303),
        .post("/schedules/plain%2Fyearly/run", "editor", 303),
    ]

    /// What somebody asks with, and the runs that the paths are of.
    struct Asker: Sendable {
        var role: String
        var served: Served
        var runs: [String: String]

        func mayMake(_ ask: Ask) -> Bool {
            let ranks = [role, ask.least].map { roles.firstIndex(of: $0) ?? 0 }
            return ranks[0] >= ranks[1]
        }

        func answer(_ ask: Ask) async throws -> Served.Answer {
            let path = runs.reduce(ask.path) { $0.replacing("{\($1.key)}", with: $1.value) }
            if ask.method == .GET { return try await served.get(path) }
            return ask.isOfAPI ? try await served.post(path) : try await served.submit(path)
        }
    }

    @Test("A role may do what it is for and what those below it may; all else is refused, even of what is not there")
    func table() async throws {
        let project = Self.project
        let admin = try await project.makeToken("admin", role: "admin")
        let fallen = try await project.makeToken("viewer", role: "analyst")
        // Nothing ends while it lasts.
        try await StandIn.with(answer: StandInAnswer(manner: .hang)) { standIn in
            let options = ["--max-runs", "1", "--grace", "0s"]
            let environment = ["TETHER_URL": standIn.url]
            let (runs, _) = try await project.serving(options, token: admin, environment: environment) { served in
                let served = served.asked(with: fallen)
                let done = try await served.start("plain", #"{"deliver":true}"#)
                _ = try await served.run(done) { $0["deliveries"]?.items.first?["status"] == "delivered" }
                let blocking = try await served.start("share")
                _ = try await served.run(blocking) { $0["status"] == "running" }
                return (done: done, blocking: blocking)
            }
            // Who began them may only look from now on.
            #expect(try await project.quire("token", "revoke", "viewer").exitCode == 0)
            let tokens = [
                try await project.makeToken("viewer", role: "viewer"),
                try await project.makeToken("analyst", role: "analyst"),
                try await project.makeToken("editor", role: "editor"), admin,
            ]
            let other = try await project.makeToken("other", role: "analyst")
            _ = try await project.serving(options, token: admin, environment: environment) { served in
                _ = try await served.asked(with: admin).run(runs.blocking) { $0["status"] == "running" }
                for (role, token) in zip(Self.roles, tokens) {
                    let own = served.asked(with: token)
                    let asker = Asker(
                        role: role, served: own,
                        runs: [
                            "done": runs.done,
                            "own": role == "viewer" ? runs.blocking : try await own.start("plain"),
                            "theirs": try await served.asked(with: other).start("plain"),
                        ])
                    try await Self.expectAnswers(to: asker)
                }
            }
        }
    }

    private static func expectAnswers(to asker: Asker) async throws {
        let before = try await asker.state
        for ask in asks {
            let answer = try await asker.answer(ask)
            let expected = asker.mayMake(ask) ? ask.status : 403
            #expect(answer.status == expected, "\(asker.role): \(ask): \(answer.text.prefix(300))")
            guard ask.method == .POST, !ask.path.contains("{theirs}") else { continue }
            // Who may not do it is not told either what there is.
            let ofNothing = try await asker.answer(ask.ofNothing)
            #expect(ofNothing.status == (asker.mayMake(ask) ? 404 : 403), "\(asker.role): \(ask.ofNothing)")
        }
        if asker.role == "viewer" { #expect(try await asker.state == before) }
    }

    @Test("Who does not sign in is refused, or sent to where one does; every operation of the API is looked at")
    func nobody() async throws {
        let project = Self.project
        let admin = try await project.makeToken("admin", role: "admin")
        _ = try await project.serving(token: admin, environment: ["TETHER_URL": "http://127.0.0.1:1"]) { served in
            let run = try await served.asked(with: admin).start("plain")
            _ = try await served.asked(with: admin).end(of: run)
            let wrong = served.asked(with: "quire_" + String(repeating: "x", count: 43))
            for (strange, status) in [(served, 303), (wrong, 401)] {
                let asker = Asker(role: "nobody", served: strange, runs: ["done": run, "own": run, "theirs": run])
                for ask in Self.asks {
                    let answer = try await asker.answer(ask)
                    #expect(answer.status == (ask.isOfAPI ? 401 : status), "\(ask)")
                    #expect(answer["WWW-Authenticate"] != nil || answer["Location"]?.hasPrefix("/login") == true)
                }
                #expect(try await strange.get("/metrics", ["X-Forwarded-For": "192.0.2.1"]).status == 401)
                #expect(try await strange.get("/health/ready").status == 200)
            }
            let viewed = try await served.asked(with: admin).get("/api/v1/runs").json["items"]?.items
            #expect(viewed?.count == 1)
            let covered = Self.asks.compactMap { ask in
                served.description.operations(at: ask.path).map { "\(ask.method) \($0.template)" }
            }
            let paths = served.description.document["paths"]
            let described = (paths?.names ?? []).flatMap { path in
                (paths?[path]?.names ?? []).map { "\($0.uppercased()) \(path)" }
            }
            #expect(Set(covered) == Set(described))
        }
    }

    private static var project: Project {
        let delivered = ServedProject.plain + "\ndeliver: [{ to: file, directory: data }]"
        return ServedProject.make(rows: 100, service: ServedProject.slowService, ["plain.yaml": delivered])
    }
}

extension RoleTests.Asker {
    /// What requests could change.
    fileprivate var state: [JSON] {
        get async throws {
            var state: [JSON] = []
            for path in ["runs", "schedules", "schedules/plain%2Fyearly/fires"] {
                state.append(try await served.get("/api/v1/\(path)").json)
            }
            return state
        }
    }
}
