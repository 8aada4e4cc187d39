import Foundation
import QuireModel
import QuireStandIn
import QuireTesting
import Synchronization
import Testing

@Suite("Schedules, services and definitions of a server") struct ServerAPITests {
    @Test("A schedule is shown, paused, resumed and fired; each fire is remembered")
    func schedules() async throws {
        try await ServedProject.make().serving(answering: Project.known) { served in
            let list = try await served.get("/api/v1/schedules?limit=1").json
            #expect(list["items"]?.items.map { $0["id"] } == ["plain/off"])
            let cursor = try #require(list["next_cursor"]?.string)
            let rest = try await served.get("/api/v1/schedules?cursor=\(cursor)").json["items"]?.items
            let yearly = try #require(rest?.first)
            #expect(yearly["id"] == "plain/yearly")
            #expect(yearly["next"]?.items.count == 5)
            #expect(yearly["next"]?.items.first?.string?.hasSuffix("-01-01T07:00:00+08:00") == true)
            #expect(list["items"]?.items.first?["next"] == .array([]))
            let path = "/api/v1/schedules/plain%2Fyearly"
            for (action, isPaused) in [("pause", true), ("pause", true), ("resume", false), ("resume", false)] {
                #expect(try await served.post("\(path)/\(action)").json["paused"] == .boolean(isPaused))
            }
            var runs: [String] = []
            for _ in 0..<3 {
                let fired = try await served.post("\(path)/run")
                #expect(fired.status == 202)
                let run = try #require(fired.json["run"]?.string)
                #expect(fired["Location"] == "/api/v1/runs/\(run)")
                #expect(fired.json["schedule"] == "yearly")
                #expect(fired.json["scheduled_at"]?.string != nil)
                #expect(try await served.end(of: run)["status"] == "succeeded")
                runs.append(run)
            }
            var fires: [JSON] = []
            var next: String? = ""
            while let cursor = next {
                let part = try await served.get("\(path)/fires?limit=2&\(cursor.isEmpty ? "" : "cursor=\(cursor)")")
                    .json
                fires += part["items"]?.items ?? []
                next = part["next_cursor"]?.string
            }
            #expect(fires.compactMap { $0["run"]?.string } == runs.reversed())
            #expect(fires.allSatisfy { $0["status"] == "run" && $0["reason"] == .null })
            #expect(try await served.get("\(path)/fires?cursor=6162").status == 422)
            for path in ["plain%2Fnothing", "nothing%2Fyearly", "plain", "%2F"] {
                #expect(try await served.get("/api/v1/schedules/\(path)/fires").status == 404, "\(path)")
                #expect(try await served.post("/api/v1/schedules/\(path)/run").status == 404, "\(path)")
                #expect(try await served.post("/api/v1/schedules/\(path)/pause").status == 404, "\(path)")
            }
        }
    }

    @Test("Services, health and metrics tell what the server does")
    func services() async throws {
        try await ServedProject.make().serving(answering: Project.known) { served in
            #expect(try await served.get("/health/live").text == "live\n")
            #expect(try await served.get("/health/ready").text == "ready\n")
            _ = try await served.end(of: try await served.start("share"))
            let service = try #require(try await served.get("/api/v1/services").json["items"]?.items.first)
            #expect(service["name"] == "tether")
            #expect(service["breaker"] == "closed")
            let metrics = try await served.get("/metrics")
            #expect(metrics["Content-Type"]?.hasPrefix("text/plain; version=0.0.4") == true)
            #expect(metrics.text.contains("quire_runs{status=\"succeeded\"} 1\n"))
            let lines = metrics.text.split(separator: "\n")
            let form = /[a-z_]+(\{[a-z]+="[^"]*"\})? [0-9]+/
            for line in lines where !line.hasPrefix("#") { #expect(line.wholeMatch(of: form) != nil, "\(line)") }
        }
    }

    @Test("Edits are used at once; a broken one leaves the last good version in use; a report that is deleted is gone")
    func reload() async throws {
        let project = ServedProject.make()
        try await project.serving(answering: Project.known) { served in
            let path = "reports/plain.yaml"
            let good = try project.text(path)
            project.folder.write(good + "\ntitle: Renamed\n", to: path)
            try await served.report("plain") { $0?["title"] == "Renamed" }
            project.folder.write(good + "\ntitel: Broken\n", to: path)
            await eventually { served.running.standardError.contains("unknown key 'titel'") }
            #expect(try await served.get("/api/v1/reports/plain").json["title"] == "Renamed")
            #expect(try await served.end(of: try await served.start("plain"))["status"] == "succeeded")
            #expect(try await served.get("/metrics").text.contains("quire_definition_errors 1\n"))
            // What is broken for all of them.
            let shared = try project.text("reports/services/tether.yaml")
            project.folder.write(shared + "\nurll: x\n", to: "reports/services/tether.yaml")
            await eventually { served.running.standardError.contains("unknown key 'urll'") }
            #expect(try await served.end(of: try await served.start("share"))["status"] == "succeeded")
            project.folder.write(shared, to: "reports/services/tether.yaml")
            project.folder.write(good, to: path)
            try await served.report("plain") { $0?["title"] == "Plain" }
            project.folder.write(good, to: "reports/new/one.yaml")
            try await served.report("new%2Fone") { $0?["title"] != nil }
            #expect(try await served.end(of: try await served.start("new%2Fone"))["status"] == "succeeded")
            try FileManager.default.removeItem(atPath: project.folder.file(path))
            try await served.report("plain") { $0 == nil }
            try await served.get(
                "/api/v1/schedules",
                until: { list in
                    list?["items"]?.items.contains { $0["report"] == "plain" } == false
                })
            #expect(try await served.post("/api/v1/reports/plain/runs", "{}").status == 404)
        }
    }

    @Test("A stop leaves the run that goes on, and the server that starts next asks only for what is unknown")
    func stopAndGoOn() async throws {
        let asked = Asked()
        let project = ServedProject.make(rows: 30, service: ServedProject.slowService)
        let handler = ServedProject.slowly(asked)
        try await StandIn.with(handler: handler) { standIn in
            let environment = ["TETHER_URL": standIn.url]
            let (runs, stopped) = try await project.serving(
                ["--max-runs", "1", "--grace", "0s"], environment: environment
            ) { served in
                let first = try await served.start("share")
                let second = try await served.start("plain")
                await eventually { asked.all.count >= 5 }
                return [first, second]
            }
            #expect(stopped.exitCode == 0, "\(stopped.said)")
            let before = asked.all.count
            #expect(before < 30)
            let (_, again) = try await project.serving(environment: environment) { served in
                for run in runs {
                    let ended = try await served.end(of: run)
                    #expect(ended["status"] == "succeeded", "\(ended.text)")
                }
                #expect(try await served.get("/api/v1/runs").json["items"]?.items.count == 2)
            }
            #expect(again.exitCode == 0)
            #expect(asked.all.count == 30)
            #expect(asked.all.values.reduce(0, +) <= 31)
        }
    }

    @Test("A server with nothing to do stops at once, whatever its grace")
    func stopIdle() async throws {
        let start = ContinuousClock.now
        let (_, outcome) = try await ServedProject.make().serving("--grace", "500s", answering: Project.known) {
            served in
            _ = try await served.end(of: try await served.start("share"))
        }
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(ContinuousClock.now - start < .seconds(200))
    }

    @Test("A stop does not wait for those who watch, and what comes meanwhile is refused or answered whole")
    func stopWhileWatched() async throws {
        let project = ServedProject.make(rows: 1_000, service: ServedProject.slowService)
        let start = ContinuousClock.now
        let (_, outcome) = try await project.serving("--grace", "1s", answering: ServedProject.slowly()) { served in
            let run = try await served.start("share")
            async let watching = served.events(run)
            _ = try await served.run(run) { $0["status"] == "running" }
            served.stop.ask()
            let events = try? await watching
            #expect(events?.contains { $0.kind == "end" } != true)
        }
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(ContinuousClock.now - start < .seconds(60))
    }

    @Test("A stop takes none of the grace where no run is under way")
    func idleStop() async throws {
        let project = ServedProject.make(rows: 3)
        let (asked, outcome) = try await project.serving("--grace", "3m", answering: Project.known) { served in
            _ = try await served.end(of: try await served.start("share"))
            return ContinuousClock.now
        }
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(ContinuousClock.now - asked < .seconds(60))
    }
}

extension Served {
    /// Waits until a report is so, or gone.
    fileprivate func report(_ name: String, isSo: @Sendable (JSON?) -> Bool) async throws {
        try await get("/api/v1/reports/\(name)", until: isSo)
    }

    /// Waits until what is at a path is so, or gone.
    fileprivate func get(_ path: String, until isSo: @Sendable (JSON?) -> Bool) async throws {
        for _ in 0..<1_500 {
            let answer = try await get(path)
            if isSo(answer.status == 200 ? answer.json : nil) { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        Issue.record("\(path) never came to be so")
    }
}
