import Foundation
import QuireModel
import QuireStandIn
import QuireTesting
import Testing

/// How a server ends that is asked to while it is asked for more.
@Suite("A server that stops") struct StopTests {
    @Test("Runs are left to be taken up again, whatever request is still open, and no other begins")
    func openRequest() async throws {
        let asked = Asked()
        let project = ServedProject.make(rows: 200, service: ServedProject.slowService)
        let handler = ServedProject.slowly(asked, .milliseconds(200))
        try await StandIn.with(handler: handler) { standIn in
            let environment = ["TETHER_URL": standIn.url]
            let (runs, stopped) = try await project.serving(
                ["--max-runs", "1", "--grace", "2s"], environment: environment
            ) { served in
                let first = try await served.start("share")
                let second = try await served.start("plain")
                // Twenty rows, for which the run's own calls leave it little room.
                async let preview = try? served.post(
                    "/api/v1/reports/share/preview", "{\"parameters\":{\"least\":100}}")
                await eventually { asked.all.count >= 3 }
                served.stop.ask()
                _ = await preview
                return [first, second]
            }
            #expect(stopped.exitCode == 0, "\(stopped.said)")
            for run in runs {
                let record = try JSON.parse(try await project.quire("runs", run, "--json").standardOutput)
                #expect(record["status"] == "queued", "\(record.text)")
            }
        }
    }

    @Test("A server that is about to stop says that it is not ready")
    func notReady() async throws {
        let project = ServedProject.make(rows: 40, service: ServedProject.slowService)
        let (statuses, outcome) = try await project.serving("--grace", "60s", answering: ServedProject.slowly()) {
            served in
            let run = try await served.start("share")
            _ = try await served.run(run) { $0["status"] == "running" }
            let before = try await served.get("/health/ready").status
            served.stop.ask()
            var after = 200
            for _ in 0..<100 where after == 200 {
                after = try await served.get("/health/ready").status
                try await Task.sleep(for: .milliseconds(10))
            }
            // Its end is told to those who watch.
            let ended = try await served.end(of: run)
            #expect(ended["status"] == "succeeded")
            return [before, after]
        }
        #expect(statuses == [200, 503])
        #expect(outcome.exitCode == 0, "\(outcome.said)")
    }
}
