import FoundationEssentials
import QuireModel
import QuireStandIn
import QuireTesting
import Testing

@testable import QuireRun

@Suite("Deliveries of a run") struct RecordedDeliveryTests {
    private static func both(_ url: String) -> String {
        """
          - { to: file, directory: ../exports }
          - { to: webhook, url: "\(url)/hook", secret: wh00k-secret }
        """
    }

    @Test("each is noted with its number, its file and what became of it")
    func noted() async throws {
        let hook = Hook()
        hook.answers(404)
        try await StandIn.with(handler: hook.handler) { standIn in
            let fixture = DeliveryFixture(Self.both(standIn.url))
            let summary = try await fixture.execute(publicURL: "https://reports.example.com/")
            #expect(summary.status == .succeeded)
            #expect(summary.deliveries.map(\.n) == [1, 2])
            #expect(summary.deliveries.map(\.to) == ["file", "webhook"])
            #expect(summary.deliveries.map(\.status) == [.delivered, .failed])
            #expect(summary.deliveries.map(\.attempts) == [1, 1])
            #expect(summary.deliveries[0].location == fixture.folder.file("reports/../exports/share.csv"))
            #expect(summary.deliveries[1].error == "the webhook answered 404 Not Found: no")
            #expect(summary.deliveries[0].size == 12)
            #expect(
                summary.deliveries[0].sha256 == "6dda8d34fc197ebd81dd1544f0c2c3301e641706a4465a70c2c0f7c2e75bc4fc")
            let record = try #require(try await fixture.record())
            #expect(record.status == .succeeded)
            #expect(record.deliveries == summary.deliveries)
            #expect(try fixture.folder.text("exports/share.csv") == "Sn\r\nC1\r\nC2\r\n")
            let told = try #require(hook.bodies.first)
            #expect(told["event"] == "run.succeeded")
            #expect(told["run"]?["finished_at"] != .null)
            #expect(told["run"]?["rows"] == .integer(2))
            #expect(told["run"]?["deliveries"] == nil)
            #expect(
                told["file"]?["url"]
                    == .string("https://reports.example.com/api/v1/runs/\(fixture.run)/files/share.csv"))
            #expect(told["file"]?["sha256"] == .string(summary.deliveries[0].sha256))
        }
    }

    @Test("one that fails for now is tried for ten minutes")
    func patience() async throws {
        let hook = Hook()
        hook.answers(503)
        try await StandIn.with(handler: hook.handler) { standIn in
            let fixture = DeliveryFixture(Self.both(standIn.url))
            let summary = try await fixture.execute()
            #expect(summary.deliveries.map(\.status) == [.delivered, .failed])
            #expect(summary.deliveries[1].attempts == 15)
            #expect(hook.bodies.count == 15)
            #expect(
                summary.deliveries[1].error
                    == "the webhook answered 503 Service Unavailable: no (given up after 15 tries)")
        }
    }

    @Test("one is made again by hand, its attempts added up, whether it failed or arrived")
    func again() async throws {
        let hook = Hook()
        hook.answers(404)
        try await StandIn.with(handler: hook.handler) { standIn in
            let fixture = DeliveryFixture(Self.both(standIn.url))
            _ = try await fixture.execute()
            let failed = try await fixture.retry().send(2)
            #expect(failed.status == .failed)
            #expect(failed.attempts == 2)
            hook.answers(200)
            let sent = try await fixture.retry().send(2)
            #expect(sent.status == .delivered)
            #expect(sent.attempts == 3)
            #expect(sent.error == nil)
            let told = try #require(hook.bodies.last)
            #expect(told["event"] == "run.succeeded")
            #expect(told["run"]?["run"] == .string(fixture.run))
            #expect(told["run"]?["deliveries"] == nil)
            let folder = try await fixture.retry().send(1)
            #expect(folder.attempts == 2)
            let record = try #require(try await fixture.record())
            #expect(record.deliveries == [folder, sent])
            #expect(record.status == .succeeded)
            #expect(try await fixture.retry().sendUndelivered() == [])
        }
    }

    @Test("one is refused whose file is gone or another, whose place the report no longer has, and that never was")
    func refused() async throws {
        let fixture = DeliveryFixture("  - { to: file, directory: ../exports }")
        _ = try await fixture.execute()
        func refusal(_ n: Int) async throws -> String? {
            let retry = try await fixture.retry()
            return await #expect(throws: DiagnosticError.self) { try await retry.send(n) }?.description
        }
        #expect(
            try await refusal(2) == """
                error: the run '\(fixture.run)' has no delivery 2 [unknown-delivery]
                  hint: they are numbered 1 to 1
                """)
        fixture.folder.write("Sn\nC1\nC3\n", to: "share.csv")
        #expect(
            try await refusal(1) == """
                error: '\(fixture.folder.file("share.csv"))' is not the file that the run '\(fixture.run)' made [not-deliverable]
                  hint: run the report again
                """)
        try FileManager.default.removeItem(atPath: fixture.folder.file("share.csv"))
        #expect(try await refusal(1)?.contains("cannot be read: No such file or directory") == true)
        fixture.report("  - { to: webhook, url: \"http://127.0.0.1:1\", secret: abc }")
        #expect(
            try await refusal(1)?.contains("no longer delivers to 'file' as its delivery 1 [not-deliverable]") == true)
        #expect(try await fixture.record()?.deliveries.map(\.status) == [.delivered])
    }

    @Test("one of a run that another process has in hand is refused")
    func underWay() async throws {
        let fixture = DeliveryFixture("  - { to: file, directory: ../exports }")
        _ = try await fixture.execute()
        let retry = try await fixture.retry()
        let lock = try fixture.state().folder.takeLock(of: fixture.run)
        defer { lock.release() }
        let refused = await #expect(throws: DiagnosticError.self) { try await retry.send(1) }
        #expect(refused?.description.contains("under way") == true)
    }

    @Test(
        "one that is cancelled has failed, or is still to be made where the process only makes room",
        arguments: [true, false])
    func cancelled(isInterrupted: Bool) async throws {
        let (reached, reach) = AsyncStream<Void>.makeStream()
        let handler: StandIn.Handler = { _ in
            reach.yield()
            return StandInAnswer("", manner: .hang)
        }
        try await StandIn.with(handler: handler) { standIn in
            let fixture = DeliveryFixture(
                "  - { to: webhook, url: \"\(standIn.url)/hook\", secret: wh00k-secret }")
            let running = Task { try await fixture.execute(isInterrupted: { isInterrupted }) }
            for await _ in reached { break }
            running.cancel()
            let summary = try await running.value
            #expect(summary.status == .succeeded)
            #expect(summary.deliveries.map(\.status) == [isInterrupted ? .pending : .failed])
            #expect(summary.deliveries.map(\.error) == [isInterrupted ? nil : "cancelled"])
            #expect(try await fixture.record()?.deliveries == summary.deliveries)
        }
    }

    @Test("a run that is done again does not make those again that brought the very file")
    func notTwice() async throws {
        let hook = Hook()
        try await StandIn.with(handler: hook.handler) { standIn in
            let fixture = DeliveryFixture(Self.both(standIn.url))
            let first = try await fixture.execute()
            let again = try await fixture.execute()
            #expect(again.deliveries == first.deliveries)
            #expect(hook.bodies.count == 1)
            // Another file is another delivery.
            fixture.report(Self.both(standIn.url), title: "Contract")
            let changed = try await fixture.execute()
            #expect(changed.deliveries.map(\.status) == [.delivered, .delivered])
            #expect(changed.deliveries.map(\.attempts) == [1, 1])
            #expect(hook.bodies.count == 2)
            #expect(try fixture.folder.text("exports/share.csv") == "Contract\r\nC1\r\nC2\r\n")
        }
    }
}
