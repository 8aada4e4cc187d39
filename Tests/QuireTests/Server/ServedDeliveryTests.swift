import QuireModel
import QuireStandIn
import QuireTesting
import Synchronization
import Testing

@Suite("Deliveries of a server") struct ServedDeliveryTests {
    /// A webhook that can be out of order.
    private final class Hook: Sendable {
        private let state = Mutex((status: 204, told: [String](), files: [JSON]()))

        var status: Int {
            get { state.withLock { $0.status } }
            set { state.withLock { $0.status = newValue } }
        }
        /// What it was told of the runs' files.
        var files: [JSON] { state.withLock { $0.files } }
        /// The runs that it was told of.
        var told: [String] { state.withLock { $0.told } }

        @Sendable func answer(_ request: StandInRequest) -> StandInAnswer {
            let run = (try? JSON.parse(request.body))?["run"]
            return state.withLock { state in
                state.told.append(run?["run"]?.string ?? "")
                state.files += [run?["file"], run?["files"]].compactMap(\.self)
                return StandInAnswer("", status: state.status)
            }
        }
    }

    private static func project(_ hook: StandIn) -> Project {
        ServedProject.make([
            "told.yaml": """
            source: { file: data/rows.csv }
            columns: [sn]
            output: { file: told.csv }
            schedule: { name: yearly, cron: "0 7 1 1 *" }
            deliver:
              - { to: webhook, url: "\(hook.url)/told", secret: abcdef }
            """
        ])
    }

    @Test("A scheduled run is delivered, one by hand where that is asked for; what failed is sent again by hand")
    func retry() async throws {
        let hook = Hook()
        try await StandIn.with(handler: hook.answer) { standIn in
            _ = try await Self.project(standIn).serving(answering: Project.known) { served in
                let quiet = try await served.end(of: try await served.start("told"))
                #expect(quiet["deliveries"] == .array([]))
                let fired = try await served.post("/api/v1/schedules/told%2Fyearly/run").json["run"]?.string
                let run = try #require(fired)
                let delivered = try await served.run(run) { $0["deliveries"]?.items.first?["status"] == "delivered" }
                #expect(delivered["deliveries"]?.items.first?["n"] == .integer(1))
                hook.status = 403
                let asked = try await served.start("told", #"{"deliver":true}"#)
                let failed = try await served.run(asked) { $0["deliveries"]?.items.first?["status"] == "failed" }
                #expect(failed["status"] == "succeeded")
                #expect(failed["deliveries"]?.items.first?["error"]?.string?.contains("403") == true)
                let error =
                    "error run \(asked): 'told.csv' could not be delivered to 'webhook': the webhook answered 403"
                await eventually { served.running.standardError.contains(error) }
                #expect(try await served.get("/metrics").text.contains("quire_delivery_failures_total 1\n"))
                for page in ["/", "/runs", "/reports/told"] {
                    #expect(try await served.get(page).text.contains("Not delivered"), "\(page)")
                }
                // Where the server keeps it is nobody's business.
                #expect(Set(hook.files) == ["told.csv", ["told.csv"]])
                // Who asks by hand is told at once.
                hook.status = 503
                let still = try await served.post("/api/v1/runs/\(asked)/deliveries/1/retry")
                #expect(still.json["deliveries"]?.items.first?["status"] == "failed")
                hook.status = 200
                let again = try await served.post("/api/v1/runs/\(asked)/deliveries/1/retry")
                #expect(again.status == 200)
                #expect(again.json["deliveries"]?.items.first?["status"] == "delivered")
                #expect(again.json["deliveries"]?.items.first?["attempts"] == .integer(3))
                #expect(try await served.post("/api/v1/runs/\(asked)/deliveries/2/retry").status == 404)
                #expect(hook.told == [run, asked, asked, asked])
            }
        }
    }

    @Test(
        "Who wants to hear of failures does, by a webhook; it is told again by hand",
        arguments: ["source: { file: data/gone.csv }", "source: { file: data/rows.csv, fields: { none: text } }"])
    func failure(_ source: String) async throws {
        let hook = Hook()
        try await StandIn.with(handler: hook.answer) { standIn in
            let project = ServedProject.make([
                "told.yaml": """
                \(source)
                columns: [sn]
                deliver:
                  - { to: file, directory: ../exports, when: always }
                  - { to: webhook, url: "\(standIn.url)/failed", secret: abcdef, when: failed }
                  - { to: webhook, url: "\(standIn.url)/done", secret: abcdef }
                  - { to: webhook, url: "\(standIn.url)/always", secret: abcdef, when: always, when_empty: skip }
                """
            ])
            _ = try await project.serving(answering: Project.known) { served in
                hook.status = 403
                let run = try await served.start("told", #"{"deliver":true}"#)
                let told = try await served.run(run) { run in
                    let statuses = run["deliveries"]?.items.map { $0["status"] } ?? []
                    return !statuses.isEmpty && !statuses.contains("pending")
                }
                #expect(told["status"] == "failed")
                #expect(told["finished_at"] != .null)
                #expect(told["deliveries"]?.items.map { $0["to"] } == ["webhook", "webhook"])
                #expect(told["deliveries"]?.items.map { $0["status"] } == ["failed", "failed"])
                hook.status = 204
                let again = try await served.post("/api/v1/runs/\(run)/deliveries/1/retry")
                #expect(again.json["deliveries"]?.items.map { $0["status"] } == ["delivered", "failed"])
                #expect(hook.told == [run, run, run])
                let quiet = try await served.end(of: try await served.start("told"))
                #expect(quiet["status"] == "failed")
                #expect(quiet["deliveries"] == .array([]))
            }
        }
    }

    @Test("A stop waits for an attempt at a delivery, and not for the next")
    func stop() async throws {
        let hook = Hook()
        hook.status = 503
        let start = ContinuousClock.now
        try await StandIn.with(handler: hook.answer) { standIn in
            let project = Self.project(standIn)
            let (run, outcome) = try await project.serving(["--grace", "10m"]) { served in
                let run = try await served.start("told", #"{"deliver":true}"#)
                await eventually { hook.told == [run] }
                return run
            }
            #expect(outcome.exitCode == 0, "\(outcome.said)")
            let record = try JSON.parse(try await project.quire("runs", run, "--json").standardOutput)
            #expect(record["deliveries"]?.items.first?["status"] == "pending")
        }
        #expect(ContinuousClock.now - start < .seconds(120))
    }

    @Test("A webhook that is down holds up no other run, and is told after a stop and a kill")
    func outage() async throws {
        let hook = Hook()
        try await StandIn.with(handler: hook.answer) { standIn in
            let project = Self.project(standIn)
            hook.status = 503
            let options = ["--max-runs", "1", "--grace", "0s"]
            let (runs, stopped) = try await project.serving(options) { served in
                var runs: [String] = []
                for _ in 0..<2 {
                    let run = try await served.start("told", #"{"deliver":true}"#)
                    let ended = try await served.end(of: run)
                    #expect(ended["status"] == "succeeded")
                    #expect(ended["deliveries"]?.items.first?["status"] == "pending")
                    runs.append(run)
                }
                #expect(try await served.end(of: try await served.start("plain"))["status"] == "succeeded")
                #expect(try await served.post("/api/v1/runs/\(runs[0])/cancel").status == 409)
                let all = runs
                await eventually { Set(hook.told) == Set(all) }
                return all
            }
            #expect(stopped.exitCode == 0, "\(stopped.said)")
            let before = hook.told.count
            let (_, killed) = try await project.serving(options) { served in
                await eventually { Set(hook.told.dropFirst(before)) == Set(runs) }
                let left = try await served.run(runs[0])
                let delivery = left["deliveries"]?.items.first
                #expect(delivery?["status"] == "pending")
                #expect((delivery?["attempts"]?.integer ?? 0) > 0)
                #expect(delivery?["error"]?.string?.contains("503") == true)
                served.running.send(9)
            }
            #expect(killed.exitCode == 128 + 9)
            hook.status = 200
            _ = try await project.serving(options) { served in
                for run in runs {
                    _ = try await served.run(run) { $0["deliveries"]?.items.first?["status"] == "delivered" }
                }
            }
        }
    }
}
