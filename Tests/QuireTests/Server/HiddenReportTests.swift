import NIOHTTP1
import QuireModel
import QuireTesting
import Testing

/// Reports that are not for everybody, asked for by those whom they are not for.
@Suite("Hidden reports") struct HiddenReportTests {
    private static let project = ServedProject.make([
        "salaries.yaml": """
        access: { roles: [finance] }
        source: { file: data/rows.csv }
        columns: [sn]
        output: { file: out.csv }
        schedule: { name: yearly, cron: "0 7 1 1 *" }
        deliver: [{ to: file, directory: data }]
        """
    ])

    /// Everything that can be asked of a report, `{run}` being a run of it that has ended.
    private static let asks: [(method: HTTPMethod, path: String)] = [
        (.GET, "/api/v1/reports/salaries"), (.POST, "/api/v1/reports/salaries/runs"),
        (.POST, "/api/v1/reports/salaries/preview"), (.GET, "/api/v1/runs/{run}"), (.GET, "/api/v1/runs/{run}/events"),
        (.GET, "/api/v1/runs/{run}/files/out.csv"), (.HEAD, "/api/v1/runs/{run}/files/out.csv"),
        (.POST, "/api/v1/runs/{run}/cancel"), (.POST, "/api/v1/runs/{run}/resume"),
        (.POST, "/api/v1/runs/{run}/deliveries/1/retry"), (.GET, "/api/v1/schedules/salaries%2Fyearly/fires"),
        (.POST, "/api/v1/schedules/salaries%2Fyearly/pause"), (.POST, "/api/v1/schedules/salaries%2Fyearly/resume"),
        (.POST, "/api/v1/schedules/salaries%2Fyearly/run"), (.GET, "/reports/salaries"),
        (.POST, "/reports/salaries/run"), (.POST, "/reports/salaries/preview"), (.GET, "/runs/{run}"),
        (.POST, "/runs/{run}/cancel"), (.POST, "/runs/{run}/resume"), (.POST, "/runs/{run}/deliveries/1/retry"),
        (.POST, "/schedules/salaries%2Fyearly/pause"), (.POST, "/schedules/salaries%2Fyearly/resume"),
        (.POST, "/schedules/salaries%2Fyearly/run"),
    ]

    private static let lists = [
        "/api/v1/reports", "/api/v1/runs", "/api/v1/runs?report=salaries", "/api/v1/schedules", "/", "/runs",
        "/runs?report=salaries", "/schedules", "/problems", "/services", "/reports/plain",
    ]

    private static func send(_ method: HTTPMethod, _ path: String, to served: Served) async throws -> Served.Answer {
        if method == .POST, !path.hasPrefix("/api/") { return try await served.submit(path) }
        return try await served.send(method, path)
    }

    @Test("They do not exist, whatever is asked of them, for another group, another role and a token for others")
    func hidden() async throws {
        let project = Self.project
        let finance = try await project.makeToken("fay", role: "editor,finance")
        let strangers = [
            try await project.makeToken("ed", role: "editor,sales"), try await project.makeToken("boss", role: "admin"),
            try await project.makeToken("other", role: "editor,finance", "--report", "plai?"),
            try await project.makeToken("folder", role: "admin,finance", "--report", "salaries/**"),
        ]
        _ = try await project.serving(token: finance, environment: ["TETHER_URL": "http://127.0.0.1:1"]) { served in
            let own = served.asked(with: finance)
            let run = try await own.start("salaries", #"{"deliver":true}"#)
            _ = try await own.run(run) { $0["deliveries"]?.items.first?["status"] == "delivered" }
            let before = try await own.get("/api/v1/schedules").json
            for (method, path) in Self.asks {
                let path = path.replacing("{run}", with: run)
                let unknown = path.replacing(run, with: "nothing").replacing("salaries", with: "nothing")
                for token in strangers {
                    let stranger = served.asked(with: token)
                    let answer = try await Self.send(method, path, to: stranger)
                    #expect(answer.status == 404, "\(method) \(path)")
                    // Nothing tells it from one that never was.
                    let nothing = try await Self.send(method, unknown, to: stranger)
                    let said = answer.text.replacing(run, with: "nothing").replacing("salaries", with: "nothing")
                    #expect(said == nothing.text && nothing.status == 404, "\(method) \(path)")
                }
            }
            for token in strangers {
                let stranger = served.asked(with: token)
                // Not even by what is wrong with a request.
                let wrong = try await stranger.post("/api/v1/reports/salaries/runs", #"{"limit":0}"#)
                #expect(wrong.status == 404)
                let key: Served.Headers = ["Idempotency-Key": "a key"]
                #expect(try await stranger.post("/api/v1/reports/salaries/runs", "{}", key).status == 404)
                for path in Self.lists {
                    // Links to the same page have what it was asked.
                    let text = try await stranger.get(path).text.replacing("report=salaries", with: "")
                    #expect(!text.contains("salaries") && !text.contains(run), "\(path): \(text)")
                }
            }
            #expect(try await own.get("/api/v1/runs").json["items"]?.items.count == 1)
            #expect(try await own.get("/api/v1/schedules").json == before)
            // The same requests find it for whom it is.
            for (method, path) in Self.asks {
                let answer = try await Self.send(method, path.replacing("{run}", with: run), to: own)
                #expect([200, 202, 303, 409].contains(answer.status), "\(method) \(path): \(answer.status)")
            }
            for path in Self.lists.prefix(4) {
                #expect(try await own.get(path).text.contains("salaries"), "\(path)")
            }
        }
    }

    @Test("A token for some reports sees those, and nothing of the others", arguments: ["s*", "salaries", "?alaries"])
    func pattern(_ pattern: String) async throws {
        let project = ServedProject.make(["salaries.yaml": ServedProject.plain])
        let admin = try await project.makeToken("boss", role: "admin")
        let token = try await project.makeToken("some", role: "editor", "--report", pattern)
        _ = try await project.serving(token: admin, environment: ["TETHER_URL": "http://127.0.0.1:1"]) { served in
            let all = served.asked(with: admin)
            var runs: [String] = []
            for report in ["plain", "salaries"] {
                runs.append(try await all.start(report))
                _ = try await all.end(of: runs.last ?? "")
            }
            let some = served.asked(with: token)
            func listed(_ path: String, _ name: String) async throws -> [String] {
                try await some.get("/api/v1/\(path)").json["items"]?.items.compactMap { $0[name]?.string } ?? []
            }
            #expect(try await listed("reports", "name") == (pattern == "s*" ? ["salaries", "share"] : ["salaries"]))
            #expect(try await listed("runs", "run") == [runs[1]])
            #expect(try await listed("schedules", "id") == ["salaries/off", "salaries/yearly"])
            // A part of a list is as full as there is to see.
            #expect(try await listed("runs?limit=1", "run") == [runs[1]])
            #expect(try await listed("schedules?limit=1", "id") == ["salaries/off"])
            #expect(try await some.start("salaries").isEmpty == false)
            #expect(try await some.post("/api/v1/reports/plain/runs").status == 404)
        }
    }
}
