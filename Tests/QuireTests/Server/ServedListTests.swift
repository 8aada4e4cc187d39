import QuireModel
import QuireStandIn
import QuireTesting
import Testing

@Suite("What a server lists") struct ServedListTests {
    @Test("The next run of a report is that of a schedule which is not paused")
    func nextRun() async throws {
        let twice = """
            source: { file: data/rows.csv }
            columns: [sn]
            schedule:
              - { name: spring, cron: "0 7 1 4 *" }
              - { name: autumn, cron: "0 7 1 10 *" }
            """
        try await ServedProject.make(["twice.yaml": twice]).serving(answering: Project.known) { served in
            let schedules = try await served.get("/api/v1/schedules").json["items"]?.items ?? []
            func next(_ id: String) throws -> String {
                let schedule = try #require(schedules.first { $0["id"]?.string == id })
                return try #require(schedule["next"]?.items.first?.string)
            }
            let both = [("twice/spring", try next("twice/spring")), ("twice/autumn", try next("twice/autumn"))]
            let inOrder = both.sorted { $0.1 < $1.1 }
            func expectNext(_ expected: String?) async throws {
                let reports = try await served.get("/api/v1/reports").json["items"]?.items ?? []
                let twice = reports.first { $0["name"] == "twice" }
                #expect(twice?["next_run"] == expected.map(JSON.string) ?? .null)
                let page = try await served.get("/").text
                for (_, time) in both { #expect(page.contains(time) == (time == expected), "\(time)") }
            }
            try await expectNext(inOrder[0].1)
            for (place, expected) in [(0, inOrder[1].1), (1, nil)] as [(Int, String?)] {
                let path = inOrder[place].0.replacing("/", with: "%2F")
                #expect(try await served.post("/api/v1/schedules/\(path)/pause").status == 200)
                try await expectNext(expected)
            }
            _ = try await served.post("/api/v1/schedules/\(inOrder[1].0.replacing("/", with: "%2F"))/resume")
            try await expectNext(inOrder[1].1)
        }
    }

    @Test("A run has its deliveries in lists as by itself")
    func deliveries() async throws {
        let told = """
            source: { file: data/rows.csv }
            columns: [sn]
            deliver: [{ to: file, directory: out }]
            """
        let project = ServedProject.make(["told.yaml": told])
        project.folder.write("", to: "reports/out/empty")
        try await project.serving(answering: Project.known) { served in
            let quiet = try await served.start("told")
            _ = try await served.end(of: quiet)
            let run = try await served.start("told", #"{"deliver":true}"#)
            let whole = try await served.run(run) { $0["deliveries"]?.items.first?["status"] == "delivered" }
            let items = try await served.get("/api/v1/runs").json["items"]?.items ?? []
            #expect(items.map { $0["run"]?.string } == [run, quiet])
            #expect(items.map { $0["deliveries"] } == [whole["deliveries"], .array([])])
        }
    }

    @Test("A parameter that is left empty is as if not given")
    func empty() async throws {
        try await ServedProject.make().serving(answering: Project.known) { served in
            for report in ["plain", "share"] { _ = try await served.end(of: try await served.start(report)) }
            for path in ["reports", "runs", "schedules", "services", "schedules/plain%2Fyearly/fires"] {
                let all = try await served.get("/api/v1/\(path)")
                #expect(all.status == 200)
                let same = try await served.get("/api/v1/\(path)?limit=&cursor=")
                #expect(same.status == 200, "\(same.text)")
                #expect(same.json["items"]?.items.count == all.json["items"]?.items.count)
            }
            let runs = try await served.get("/api/v1/runs?report=&status=&cursor=&limit=").json
            #expect(runs["items"]?.items.count == 2)
            let plain = try await served.get("/api/v1/runs?report=plain&status=").json
            #expect(plain["items"]?.items.map { $0["report"] } == ["plain"])
            #expect(try await served.get("/api/v1/runs?report=&status=failed").json["items"]?.items.isEmpty == true)
        }
    }

    @Test("A preview marks what could not be looked up; what is not there is blank")
    func preview() async throws {
        let handler = Asked().tether { sn, _ in
            switch sn {
            case "C2": StandInAnswer("no", status: 400)
            case "C3": StandInAnswer("", status: 404)
            default: nil
            }
        }
        try await ServedProject.make(rows: 20).serving(answering: handler) { served in
            let form: Served.Headers = ["Content-Type": "application/x-www-form-urlencoded"]
            let page = try await served.post("/reports/share/preview", "limit=20", form).text
            let rows = page.matches(of: /<tr>((?:<td[^>]*>.*?<\/td>)+)<\/tr>/).map { String($0.output.1) }
            let marked = rows.map { row in
                row.matches(of: /<td([^>]*)>/).map { $0.output.1.contains("problem") }
            }
            #expect(marked.prefix(4) == [[false, false], [false, true], [false, false], [false, false]], "\(rows)")
        }
    }
}
