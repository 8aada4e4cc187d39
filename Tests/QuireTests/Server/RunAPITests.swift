import Foundation
import NIOHTTP1
import QuireModel
import QuireStandIn
import QuireTesting
import Testing

@Suite("Runs in the API") struct RunAPITests {
    @Test("A run is taken on, told of while it goes on, and shown when it has ended")
    func whole() async throws {
        let project = ServedProject.make(rows: 10, service: ServedProject.slowService)
        try await project.serving(answering: ServedProject.slowly()) { served in
            let taken = try await served.post("/api/v1/reports/share/runs", #"{"parameters":{"region":"west"}}"#)
            #expect(taken.status == 202)
            #expect(taken.json["status"] == "queued")
            let run = try #require(taken.json["run"]?.string)
            #expect(taken["Location"] == "/api/v1/runs/\(run)")
            let events = try await served.events(run)
            #expect(events.last?.kind == "end")
            #expect(events.dropLast().allSatisfy { ["status", "progress"].contains($0.kind) })
            let progress = try #require(events.last { $0.kind == "progress" }?.data)
            #expect(progress["lookups"]?["tether"]?["known"]?.integer != nil, "\(progress.text)")
            #expect(Set(progress.names).isSuperset(of: ["rows_read", "rows_written", "lookups", "seconds_left"]))
            #expect(events.map { Int($0.id) ?? 0 } == events.compactMap { Int($0.id) }.sorted())
            let ended = try #require(events.last?.data)
            #expect(ended["status"] == "succeeded")
            #expect(ended["rows"] == .integer(10))
            #expect(ended["parameters"]?["region"] == "west")
            #expect(ended["resumable"] == .boolean(false))
            #expect(ended["deliveries"] == .array([]))
            #expect(try await served.run(run) == ended)
            // Who comes later is told the end, whatever they knew.
            for last in [nil, events.first?.id, events.last?.id, "never"] as [String?] {
                #expect(try await served.events(run, after: last).map(\.kind) == ["end"])
            }
            #expect(try await served.get("/api/v1/runs/nothing/events").status == 404)
            #expect(try await served.post("/api/v1/runs/\(run)/resume").status == 409)
            #expect(try await served.post("/api/v1/runs/\(run)/cancel").status == 409)
            #expect(try await served.post("/api/v1/runs/nothing/cancel").status == 404)
            for number in ["1", "0", "-1", "x"] {
                #expect(try await served.post("/api/v1/runs/\(run)/deliveries/\(number)/retry").status == 404)
            }
        }
    }

    @Test("A key gives the same run again, also to those who come at once, and none for another request")
    func idempotency() async throws {
        let project = ServedProject.make()
        try await project.serving(answering: Project.known) { served in
            let body = #"{"limit":1}"#
            let runs = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<10 {
                    group.addTask { try await served.start("share", body, ["Idempotency-Key": "a key"]) }
                }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(runs.count == 1)
            let path = "/api/v1/reports/share/runs"
            #expect(try await served.post(path, #"{"limit":2}"#, ["Idempotency-Key": "a key"]).status == 422)
            #expect(
                try await served.post("/api/v1/reports/plain/runs", body, ["Idempotency-Key": "a key"]).status == 422)
            #expect(
                try await served.post(path, body, ["Idempotency-Key": String(repeating: "k", count: 256)]).status == 422
            )
            // One that was refused has made nothing that would be given again.
            #expect(try await served.post(path, #"{"limit":0}"#, ["Idempotency-Key": "b"]).status == 422)
            let other = try await served.start("share", body, ["Idempotency-Key": "b"])
            #expect(!runs.contains(other))
            #expect(try await served.get("/api/v1/runs").json["items"]?.items.count == 2)
        }
    }

    @Test("Runs are listed the latest first, a part at a time, by report and status")
    func list() async throws {
        let project = ServedProject.make()
        try await project.serving(answering: Project.known) { served in
            var made: [String] = []
            for report in ["plain", "share", "plain", "plain", "share"] {
                let run = try await served.start(report)
                _ = try await served.end(of: run)
                made.append(run)
            }
            let all = try await served.get("/api/v1/runs").json["items"]?.items.compactMap { $0["run"]?.string }
            #expect(all == made.reversed())
            let plain = try await served.get("/api/v1/runs?report=plain&status=succeeded").json["items"]?.items
            #expect(plain?.count == 3)
            #expect(try await served.get("/api/v1/runs?status=failed").json["items"]?.items.isEmpty == true)
            var parts: [String] = []
            var cursor = ""
            while true {
                let part = try await served.get("/api/v1/runs?limit=2\(cursor)").json
                parts += (part["items"]?.items ?? []).compactMap { $0["run"]?.string }
                guard let next = part["next_cursor"]?.string else { break }
                cursor = "&cursor=\(next)"
            }
            #expect(parts == made.reversed())
            for query in ["limit=0", "limit=201", "limit=x", "cursor=x", "cursor=zz", "status=done"] {
                let answer = try await served.get("/api/v1/runs?\(query)")
                #expect(answer.status == 422, "\(query)")
                #expect(answer.json["errors"]?.names == [String(query.prefix { $0 != "=" })], "\(query)")
            }
            #expect(try await served.get("/api/v1/runs?limit=200").status == 200)
        }
    }

    @Test("A file is sent whole or in parts, by its name; nothing else is")
    func files() async throws {
        let project = ServedProject.make()
        try await project.serving(answering: Project.known) { served in
            let run = try await served.start("share")
            let ended = try await served.end(of: run)
            #expect(ended["file"] == "share east 份额.csv")
            #expect(ended["files"] == ["share east 份额.csv"])
            let path = "/api/v1/runs/\(run)/files/share%20east%20%E4%BB%BD%E9%A2%9D.csv"
            let whole = try await served.get(path)
            #expect(whole.status == 200)
            #expect(whole.text.hasPrefix("Sn,Ours\r\nC1,0.25\r\n"), "\(whole.text)")
            #expect(whole["Content-Length"] == "\(whole.body.count)")
            #expect(
                whole["Content-Disposition"] == "attachment; filename*=UTF-8''share%20east%20%E4%BB%BD%E9%A2%9D.csv")
            #expect(whole["Content-Type"]?.hasPrefix("text/csv") == true)
            let tag = try #require(whole["ETag"])
            let size = whole.body.count
            let parts: [(headers: Served.Headers, status: Int, text: Substring)] = [
                (["Range": "bytes=0-1"], 206, "Sn"), (["Range": "bytes=3-6"], 206, "Ours"),
                (["Range": "bytes=-2"], 206, "\r\n"), (["Range": "bytes=0-99999"], 206, whole.text[...]),
                (["Range": "bytes=0-1", "If-Range": tag], 206, "Sn"),
                (["Range": "bytes=0-1", "If-Range": "\"other\""], 200, whole.text[...]),
                (["Range": "bytes=0-1,4-5"], 200, whole.text[...]), (["Range": "lines=1-2"], 200, whole.text[...]),
                (["Range": "bytes=5-2"], 200, whole.text[...]),
            ]
            for (headers, status, text) in parts {
                let answer = try await served.get(path, headers)
                #expect(answer.status == status, "\(headers)")
                #expect(answer.text == text, "\(headers)")
                #expect(answer["Content-Length"] == "\(text.utf8.count)", "\(headers)")
                #expect((answer["Content-Range"] != nil) == (status == 206), "\(headers)")
            }
            let late = try await served.get(path, ["Range": "bytes=\(size)-"])
            #expect(late.status == 416)
            #expect(late["Content-Range"] == "bytes */\(size)")
            for headers: Served.Headers in [[:], ["Range": "bytes=0-1"]] {
                let head = try await served.send(.HEAD, path, headers)
                #expect(head.status == 200)
                #expect(head.body.isEmpty)
                #expect(head["Content-Length"] == "\(size)")
            }
            for name in [
                "nothing.csv", "..%2Fstate.db", "..%2F..%2Fstate.db", "%2e%2e%2fstate.db", "../../state.db",
                "..", ".", "%00", "share%20east%20%E4%BB%BD%E9%A2%9D.csv%00", "%2Fetc%2Fpasswd",
                "./share%20east%20%E4%BB%BD%E9%A2%9D.csv",
            ] {
                let answer = try await served.get("/api/v1/runs/\(run)/files/\(name)")
                let isSame = answer.text == whole.text
                #expect(answer.status == 404 || isSame, "\(name): \(answer.status) \(answer.text.prefix(100))")
            }
            #expect(try await served.get("/api/v1/runs/%2e%2e/files/state.db").status == 404)
            let name = try project.filesBelow("reports/.quire/files/\(run)").first ?? ""
            try FileManager.default.removeItem(atPath: project.folder.file("reports/.quire/files/\(run)/\(name)"))
            #expect(try await served.get(path).status == 410)
        }
    }

    @Test("A run that waits and one that is under way are cancelled; what is left is asked for when it is resumed")
    func cancelAndResume() async throws {
        let asked = Asked()
        let project = ServedProject.make(rows: 40, service: ServedProject.slowService)
        try await project.serving("--max-runs", "1", answering: ServedProject.slowly(asked)) { served in
            let first = try await served.start("share")
            let second = try await served.start("share")
            _ = try await served.run(first) { $0["status"] == "running" }
            await eventually { asked.all.count >= 3 }
            #expect(try await served.run(second)["status"] == "queued")
            #expect(try await served.post("/api/v1/runs/\(second)/resume").status == 409)
            #expect(try await served.post("/api/v1/runs/\(second)/cancel").json["status"] == "cancelled")
            #expect(try await served.post("/api/v1/runs/\(first)/cancel").status == 202)
            let cancelled = try await served.end(of: first)
            #expect(cancelled["status"] == "cancelled")
            #expect(cancelled["resumable"] == .boolean(true))
            #expect(cancelled["files"] == .array([]))
            let before = asked.all.count
            #expect(before < 40)
            let resumed = try await served.post("/api/v1/runs/\(first)/resume")
            #expect(resumed.status == 202)
            #expect(resumed["Location"] == "/api/v1/runs/\(first)")
            #expect(resumed.json["run"]?.string == first)
            #expect(try await served.post("/api/v1/runs/\(first)/resume").status == 409)
            let ended = try await served.end(of: first)
            #expect(ended["status"] == "succeeded", "\(ended.text)")
            #expect(ended["rows"] == .integer(40))
            #expect(asked.all.count == 40)
            // The one call that was under way was given up, and is made again.
            #expect(asked.all.values.reduce(0, +) <= 41)
        }
    }

    @Test("As many runs as are allowed go on at once; who asked for one comes before schedules")
    func bounded() async throws {
        let project = ServedProject.make(
            rows: 10, service: ServedProject.slowService,
            ["share.yaml": ServedProject.share + "\nschedule: { name: yearly, cron: \"0 7 1 1 *\" }"])
        try await project.serving("--max-runs", "1", answering: ServedProject.slowly()) { served in
            let first = try await served.start("share")
            _ = try await served.run(first) { $0["status"] == "running" }
            let scheduled = try await served.post("/api/v1/schedules/share%2Fyearly/run")
            #expect(scheduled.status == 202)
            let fired = try #require(scheduled.json["run"]?.string)
            let second = try await served.start("share")
            let metrics = try await served.get("/metrics").text
            #expect(metrics.contains("quire_runs_under_way 1\n"))
            var ends: [String: String] = [:]
            for run in [first, fired, second] {
                let ended = try await served.end(of: run)
                #expect(ended["status"] == "succeeded")
                ends[run] = ended["started_at"]?.string
            }
            let order = [first, second, fired].map { ends[$0] ?? "" }
            #expect(order == order.sorted(), "\(order)")
        }
    }

    @Test("A secret parameter is in no record, no answer, no log; a run that waits has it all the same")
    func secrets() async throws {
        let secret = "p1n/of+mine=secret"
        let project = ServedProject.make()
        let (run, outcome) = try await project.serving(answering: Project.known) { served in
            let body = #"{"parameters":{"pin":"\#(secret)"}}"#
            let taken = try await served.post("/api/v1/reports/share/runs", body)
            let run = try #require(taken.json["run"]?.string)
            let ended = try await served.end(of: run)
            #expect(ended["status"] == "succeeded", "\(ended.text)")
            #expect(ended["parameters"]?["pin"] == "***")
            let without = try await served.end(of: try await served.start("share"))
            #expect(without["parameters"]?["pin"] == .null)
            let wrong = try await served.post(
                "/api/v1/reports/share/runs", #"{"parameters":{"pin":"\#(secret)"},"where":"sn = '\#(secret)"}"#)
            #expect(wrong.status == 422)
            let list = try await served.get("/api/v1/runs").text
            for text in [taken.text, ended.text, wrong.text, list] { #expect(!text.contains(secret), "\(text)") }
            return run
        }
        #expect(!outcome.said.contains(secret))
        #expect(try !project.stateHolds(secret))
        #expect(!run.isEmpty)
    }
}
