import Foundation
import QuireModel
import QuireStandIn
import QuireTesting
import Synchronization
import Testing

@Suite("Deliveries") struct DeliveryTests {
    private static let secret = "wh00k/secret+of=mine"

    /// A report that goes to a folder named in place and to the webhook that the project names.
    private static func project(_ deliver: String = both) -> Project {
        var project = Project([
            "quire.yaml": """
            destinations:
              hook: { kind: webhook, url: "${HOOK_URL}/told?token=qu3ry", secret: "${HOOK_SECRET}" }
            """,
            "share.yaml": """
            parameters: { region: { type: text, default: east } }
            source: { file: data/rows.csv }
            columns: [sn]
            output: { file: share.csv }
            deliver:
            \(deliver)
            """,
            "data/rows.csv": Project.rows(2),
        ])
        project.environment["HOOK_SECRET"] = secret
        project.folder.write("", to: "exports/east/empty")
        return project
    }

    private static let both = """
          - { to: file, directory: "../exports/{region}" }
          - { to: hook }
        """

    private static func checkSecrets(_ project: Project, _ outcomes: Program.Outcome...) throws {
        for outcome in outcomes {
            #expect(Secret.forms(of: secret).allSatisfy { !outcome.said.contains($0) }, "\(outcome.said)")
            #expect(!outcome.said.contains("qu3ry"), "\(outcome.said)")
        }
        #expect(try !project.stateHolds(secret))
        #expect(try !project.stateHolds("qu3ry"))
    }

    @Test("A file goes to a folder and a webhook is told of it; the run shows and keeps both")
    func delivered() async throws {
        let project = Self.project()
        let told = Mutex<[StandInRequest]>([])
        let handler: StandIn.Handler = { request in
            told.withLock { $0.append(request) }
            return StandInAnswer("", status: 204)
        }
        let outcome = try await StandIn.with(handler: handler) { standIn in
            try await project.quire(
                "run", "share", "--deliver", "--summary", "json", environment: ["HOOK_URL": standIn.url])
        }
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(try project.text("exports/east/share.csv") == project.text("share.csv"))
        let summary = try JSON.parse(outcome.standardOutput)
        let run = try Summary(outcome.standardOutput).run
        guard case .array(let deliveries)? = summary["deliveries"] else {
            Issue.record("\(outcome.said)")
            return
        }
        #expect(deliveries.map { $0["n"] } == [.integer(1), .integer(2)])
        #expect(deliveries.map { $0["to"] } == ["file", "hook"])
        #expect(deliveries.map { $0["status"] } == ["delivered", "delivered"])
        #expect(deliveries.map { $0["attempts"] } == [.integer(1), .integer(1)])
        let request = try #require(told.withLock { $0.first })
        let body = try JSON.parse(request.body)
        #expect(body["event"] == "run.succeeded")
        #expect(body["run"]?["run"] == .string(run))
        #expect(body["file"]?["name"] == "share.csv")
        #expect(body["file"]?["url"] == .null)
        #expect(body["file"]?["size"] == .integer(Int64(try project.text("share.csv").utf8.count)))
        #expect(request.header("Quire-Signature")?.hasPrefix("t=") == true)
        let shown = try await project.quire("runs", run)
        #expect(shown.standardOutput.contains("  1 file: delivered, share.csv: "), "\(shown.said)")
        #expect(shown.standardOutput.contains("  2 hook: delivered, share.csv"), "\(shown.said)")
        try Self.checkSecrets(project, outcome, shown)
    }

    @Test("What did not arrive is said and noted; resume sends it, and nothing else")
    func resumed() async throws {
        let project = Self.project()
        let said = Self.secret
        let failed = try await StandIn.with(answer: StandInAnswer("not you, \(said)", status: 403)) { standIn in
            try await project.quire("run", "share", "--deliver", environment: ["HOOK_URL": standIn.url])
        }
        #expect(failed.exitCode == 1, "\(failed.said)")
        #expect(failed.standardError.contains("could not be delivered to 'hook': the webhook answered 403 Forbidden"))
        #expect(failed.standardError.contains("`quire resume"), "\(failed.said)")
        #expect(try await project.runs().map(\.status) == ["succeeded"])
        let run = try await project.latestRun()
        project.folder.write("taken back", to: "exports/east/share.csv")
        let asked = Mutex(0)
        let handler: StandIn.Handler = { _ in
            asked.withLock { $0 += 1 }
            return StandInAnswer("{}")
        }
        let resumed = try await StandIn.with(handler: handler) { standIn in
            try await project.quire("resume", run, "--summary", "json", environment: ["HOOK_URL": standIn.url])
        }
        #expect(resumed.exitCode == 0, "\(resumed.said)")
        #expect(asked.withLock { $0 } == 1)
        #expect(try project.text("exports/east/share.csv") == "taken back")
        guard case .array(let deliveries)? = try JSON.parse(resumed.standardOutput)["deliveries"] else {
            Issue.record("\(resumed.said)")
            return
        }
        #expect(deliveries.map { $0["attempts"] } == [.integer(1), .integer(2)])
        #expect(deliveries.map { $0["status"] } == ["delivered", "delivered"])
        let again = try await project.quire("resume", run)
        #expect(again.exitCode == 2)
        #expect(again.standardError.contains("there is nothing to go on with"), "\(again.said)")
        try Self.checkSecrets(project, failed, resumed)
    }

    @Test("A run that is killed while it delivers has its file; what had arrived is not sent again")
    func killed() async throws {
        let project = Self.project(
            """
              - { to: webhook, url: "HOOK/first", secret: abcdef }
              - { to: webhook, url: "HOOK/second", secret: abcdef }
            """)
        let (reached, reach) = AsyncStream<Void>.makeStream()
        let hangs = Mutex(true)
        let told = Mutex<[String]>([])
        let handler: StandIn.Handler = { request in
            told.withLock { $0.append(request.uri) }
            guard request.uri == "/second", hangs.withLock({ $0 }) else { return StandInAnswer("{}") }
            reach.yield()
            return StandInAnswer("", manner: .hang)
        }
        try await StandIn.with(handler: handler) { standIn in
            let report = try project.text("reports/share.yaml").replacing("HOOK", with: standIn.url)
            project.folder.write(report, to: "reports/share.yaml")
            let killed = try await project.quire("run", "share", "--deliver") { running in
                for await _ in reached { break }
                // The first is noted once it is known.
                for _ in 0..<200 {
                    if (try? await project.latestDeliveries())?.first == "delivered" { break }
                }
                running.send(9)
            }
            #expect(killed.exitCode == 128 + 9)
            #expect(try await project.latestDeliveries() == ["delivered", "pending"])
            #expect(try await project.runs().map(\.status) == ["succeeded"])
            hangs.withLock { $0 = false }
            let resumed = try await project.quire("resume", try await project.latestRun())
            #expect(resumed.exitCode == 0, "\(resumed.said)")
            #expect(told.withLock { $0.sorted() } == ["/first", "/second", "/second"])
            #expect(try await project.latestDeliveries() == ["delivered", "delivered"])
        }
    }

    @Test("A folder that is not there is a plain error, and the file stays where it was made")
    func noFolder() async throws {
        let project = Self.project("  - { to: file, directory: /nowhere/at/all }")
        let outcome = try await project.quire("run", "share", "--deliver")
        #expect(outcome.exitCode == 1)
        #expect(
            outcome.standardError.contains(
                "could not be delivered to 'file': there is no folder '/nowhere/at/all' to write to"),
            "\(outcome.said)")
        #expect(try project.files.contains("share.csv"))
    }
}

extension Project {
    /// The states of the latest run's deliveries.
    fileprivate func latestDeliveries() async throws -> [String] {
        let run = try await latestRun()
        let shown = try await quire("runs", run, "--json")
        guard case .array(let deliveries)? = try JSON.parse(shown.standardOutput)["deliveries"] else { return [] }
        return deliveries.map { if case .string(let status)? = $0["status"] { status } else { "" } }
    }
}
