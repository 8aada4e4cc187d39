import QuireModel
import QuireStandIn
import QuireTesting
import Testing

@Suite("How schedules and services of a server stand") struct ServedStandingTests {
    private static let failing = """
        source: { file: data/rows.csv }
        enrich:
          tether: { lookup: tether.discount, input: { sn: sn }, on_error: fail }
        columns: [sn, { title: Ours, value: tether.ours }]
        schedule: { name: yearly, cron: "0 7 1 1 *", pause_after_failures: 2 }
        """

    @Test("A schedule that failures paused says so, in the language of its reader, and in the audit log")
    func pausedByItself() async throws {
        let project = ServedProject.make(["failing.yaml": Self.failing])
        let handler = Asked().tether { _, _ in StandInAnswer("no", status: 400) }
        try await project.serving(answering: handler) { served in
            let schedule = "/api/v1/schedules/failing%2Fyearly"
            for _ in 0..<2 {
                let run = try #require(try await served.post("\(schedule)/run").json["run"]?.string)
                #expect(try await served.end(of: run)["status"] == "failed")
            }
            try await served.get("/schedules") { $0.contains("Paused by itself after 2 failures in a row.") }
            let chinese = try await served.get("/schedules", ["Accept-Language": "zh-CN"]).text
            #expect(chinese.contains("连续失败 2 次，已自动暂停。"))
            #expect(try await served.post("\(schedule)/resume").json["paused"] == .boolean(false))
            #expect(try await served.post("\(schedule)/pause").json["paused"] == .boolean(true))
            let page = try await served.get("/schedules").text
            #expect(!page.contains("by itself"))
        }
        let audited = try JSON.parse(try await project.quire("audit", "--json").standardOutput).items
        let own = audited.filter { $0["who"] == "schedule:failing/yearly" }
        #expect(own.map { $0["what"] } == ["pause"])
        #expect(own.first?["detail"] == "failing/yearly")
        #expect(own.first?["from"] == "scheduler")
    }

    @Test("The last result of a schedule is that of its last run, however many fires have been skipped since")
    func lastResult() async throws {
        let project = ServedProject.make()
        let (run, _) = try await project.serving(answering: Project.known) { served in
            let fired = try await served.post("/api/v1/schedules/plain%2Fyearly/run").json["run"]?.string
            let run = try #require(fired)
            _ = try await served.end(of: run)
            return run
        }
        try project.change(
            "reports/.quire/state.db",
            """
            WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 25)
            INSERT INTO fire (key, report, schedule, at, status, reason, run, attempts, is_open)
            SELECT key || n, report, schedule, at + n * 1000000, 'skipped', 'paused', NULL, 0, FALSE FROM fire, number
            """)
        try await project.serving(answering: Project.known) { served in
            let page = try await served.get("/schedules").text
            #expect(page.contains("href=\"/runs/\(run)\""))
            let schedules = try await served.get("/api/v1/schedules").json["items"]?.items ?? []
            let yearly = try #require(schedules.first { $0["id"] == "plain/yearly" })
            #expect(yearly["last"]?["reason"] == "paused")
        }
    }

    @Test("A service that fails says why, what waits for it, and when it is tried again, without what is secret")
    func failingService() async throws {
        let pin = "p1n-that-nobody-sees"
        let project = ServedProject.make(rows: 40, service: ServedProject.slowService)
        let handler = Asked().tether { sn, _ in StandInAnswer("not \(sn), not \(pin), try again", status: 503) }
        try await project.serving("--grace", "0s", answering: handler) { served in
            _ = try await served.start("share", #"{"parameters":{"pin":"\#(pin)"}}"#)
            let page = try await served.get("/services") { page in
                page.contains("no calls are made until") && page.contains(/1 of 1, [0-9]+ waiting/)
            }
            #expect(page.contains("Last error: 503 Service Unavailable: not ***, not ***, try again"), "\(page)")
            #expect(!page.contains(pin))
        }
    }
}

extension Served {
    /// Waits until a page is so.
    @discardableResult
    fileprivate func get(_ path: String, until isSo: @Sendable (String) -> Bool) async throws -> String {
        var page = ""
        for _ in 0..<600 {
            page = try await get(path).text
            if isSo(page) { return page }
            try await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("\(path) never came to be so: \(page)")
        return page
    }
}
