import GRDB
import QuireModel
import QuireTesting
import Testing

@testable import QuireRun

@Suite("Records of runs")
struct RunRecordsTests {
    private let fixture = StateFixture()

    private func record(
        _ run: String, report: String = "contracts", status: RunSummary.Status = .running
    ) -> RunRecord {
        var summary = RunSummary(run: run, report: report)
        summary.status = status
        summary.startedAt = "2026-01-31T16:30:00.25+08:00"
        var counts = EnrichmentCounts(name: "tether")
        counts.calls = 3
        counts.latency.p50 = .milliseconds(500)
        summary.enrichments = [counts]
        return RunRecord(
            run: run, report: report, status: status, summary: summary.json,
            instructions: RunInstructions(report: report, parameters: [], in: "/srv"), definition: .init([1, 2]))
    }

    @Test("a run is found whole, the latest run is listed first, and one report's runs alone")
    func list() async throws {
        let records = RunRecords(try fixture.open())
        for (run, report) in [("20260102", "a"), ("20260103", "b"), ("20260101", "a")] {
            try await records.begin(record(run, report: report, status: .succeeded))
        }
        #expect(try await records.list(report: nil, limit: 10).map(\.run) == ["20260103", "20260102", "20260101"])
        #expect(try await records.list(report: "a", limit: 1).map(\.run) == ["20260102"])
        let found = try #require(try await records.record("20260103"))
        #expect(found.summary.text == record("20260103", report: "b", status: .succeeded).summary.text)
        #expect(found.instructions == RunInstructions(report: "b", parameters: [], in: "/srv"))
        #expect(found.startedAt == LocalDateTime.parse("2026-01-31 08:30:00.25")?.moment)
        #expect(try await records.record("20260104") == nil)
    }

    @Test("a run whose process is gone has failed; one that is under way has not")
    func abandoned() async throws {
        let state = try fixture.open()
        let records = RunRecords(state)
        try await records.begin(record("gone"))
        try await records.begin(record("going"))
        let lock = try #require(try FileLock.take(state.folder.lock(of: "going")))
        defer { lock.release() }
        let found = try await records.list(report: nil, limit: 10)
        #expect(found.map(\.status) == [.failed, .running])
        #expect(found[0].summary["error"] == "the program ended before the run did")
        #expect(found[0].summary["status"] == "failed")
    }

    @Test("what is known of deliveries stays when a run begins again, and each is noted by itself")
    func deliveries() async throws {
        let records = RunRecords(try fixture.open())
        var first = RunSummary.Delivery(n: 1, item: 1, to: "shelf", file: "/srv/a.csv", size: 7, sha256: "ab")
        var second = RunSummary.Delivery(n: 2, item: 2, to: "hook", file: "/srv/a.csv", size: 7, sha256: "ab")
        var summary = RunSummary(run: "20260101", report: "contracts")
        summary.status = .succeeded
        summary.deliveries = [first, second]
        var begun = record("20260101")
        #expect(try await records.begin(begun).deliveries == [])
        try await records.end("20260101", .succeeded, summary.json)
        first.status = .delivered
        first.attempts = 1
        first.location = "shelf 7"
        second.status = .failed
        second.attempts = 3
        second.error = "the webhook answered 404: s3cret"
        try await records.note(second, of: "20260101", hiding: ["s3cret"])
        try await records.note(first, of: "20260101", hiding: [])
        second.error = "the webhook answered 404: ***"
        #expect(try await records.record("20260101")?.deliveries == [first, second])
        #expect(try await records.record("20260101")?.undelivered == [second])
        #expect(try await records.undelivered().isEmpty)
        begun.summary = record("20260101").summary
        #expect(try await records.begin(begun).deliveries == [first, second])
        #expect(try await records.record("20260101")?.deliveries == [first, second])
    }

    @Test("a server's run whose process is gone has deliveries to make; one that is under way has not")
    func pendingDeliveries() async throws {
        let state = try fixture.open()
        let records = RunRecords(state)
        for (run, status) in [
            ("20260101", RunSummary.Status.succeeded), ("20260102", .failed), ("20260103", .partial),
        ] {
            var waiting = record(run, status: .queued)
            waiting.origin.isServed = run != "20260103"
            try await records.enqueue(waiting)
            try await records.begin(waiting)
            var summary = RunSummary(run: run, report: "contracts")
            summary.status = status
            summary.deliveries = [
                RunSummary.Delivery(n: 1, item: 1, to: "shelf", file: "/srv/a.csv", size: 7, sha256: "ab")
            ]
            try await state.queue.write { database in
                try database.execute(sql: "UPDATE run SET status = 'running' WHERE id = ?", arguments: [run])
            }
            try await records.end(run, status, summary.json)
        }
        let lock = try state.folder.takeLock(of: "20260102")
        #expect(try await records.undelivered().map(\.run) == ["20260101"])
        lock.release()
        #expect(try await records.undelivered().map(\.run) == ["20260102", "20260101"])
    }

    @Test("a run that ends while others look is not taken for one whose process is gone")
    func endedMeanwhile() async throws {
        let records = RunRecords(try fixture.open())
        let running = record("20260101")
        try await records.begin(running)
        try await records.end("20260101", .succeeded, record("20260101", status: .succeeded).summary)
        try await records.settle([running])
        #expect(try await records.record("20260101")?.status == .succeeded)
    }

    @Test("runs that somebody asked for wait before those of schedules, and one that cannot be read holds up none")
    func waiting() async throws {
        let state = try fixture.open()
        let records = RunRecords(state)
        for (run, schedule) in [("1", "daily"), ("2", nil), ("3", nil), ("4", nil), ("5", "daily")] {
            var waiting = record(run, status: .queued)
            waiting.origin.schedule = schedule
            try await records.enqueue(waiting)
        }
        try await state.queue.write { database in
            try database.execute(sql: "UPDATE run SET instructions = '{' WHERE id = '2'")
            try database.execute(sql: "UPDATE run SET status = 'running' WHERE id = '4'")
        }
        let lock = try state.folder.takeLock(of: "4")
        defer { lock.release() }
        #expect(try await records.waiting(limit: 2).map(\.run) == ["3", "1"])
        #expect(try await records.waiting().map(\.run) == ["3", "1", "5"])
    }

    @Test("a record that cannot be read hides no other, and what the database refuses is told in one block")
    func damaged() async throws {
        let state = try fixture.open()
        let records = RunRecords(state)
        for run in ["20260101", "20260102"] { try await records.begin(record(run, status: .failed)) }
        try await state.queue.write { try $0.execute(sql: "UPDATE run SET summary = '{' WHERE id = '20260102'") }
        #expect(try await records.list(report: nil, limit: 10).map(\.run) == ["20260101"])
        try await state.queue.write { try $0.execute(sql: "DROP TABLE run") }
        let refused = await #expect(throws: DiagnosticError.self) { try await records.list(report: nil, limit: 10) }
        #expect(refused?.description.contains("cannot be used: no such table: run") == true)
    }

    @Test("how long lookups took is known from the latest run that asked")
    func latencies() async throws {
        let records = RunRecords(try fixture.open())
        #expect(try await records.latencies(of: "contracts") == [:])
        try await records.begin(record("20260101", status: .succeeded))
        #expect(try await records.latencies(of: "contracts") == ["tether": .milliseconds(500)])
        #expect(try await records.latencies(of: "others") == [:])
    }

    @Test("runs of long ago are forgotten with their journals")
    func forget() async throws {
        let state = try fixture.open()
        let records = RunRecords(state)
        let moment = try #require(LocalDateTime.parse("2026-06-01 00:00:00")?.moment)
        for run in ["20260101T000000000Z-000000", "20260302T000000000Z-000000", "20260304T000000000Z-000000"] {
            try await records.begin(record(run, status: .failed))
            fixture.folder.write("journal", to: "state/journals/\(run).db")
        }
        try await records.forget(before: moment)
        #expect(try await records.list(report: nil, limit: 10).map(\.run) == ["20260304T000000000Z-000000"])
        #expect(try TemporaryFolder.names(in: fixture.statePath + "/journals") == ["20260304T000000000Z-000000.db"])
    }

    @Test("the state is closed to others and git, and is opened again as it was left")
    func folder() throws {
        let first = try fixture.open()
        #expect(TemporaryFolder.permissions(of: fixture.statePath) == 0o700)
        #expect(try fixture.folder.text("state/.gitignore") == "*\n")
        #expect(try fixture.open().fingerprint("a") == first.fingerprint("a"))
        #expect(try StateFixture().open().fingerprint("a") != first.fingerprint("a"))
    }

    @Test("a folder that holds something else stays as it is, and the database in it is closed to others")
    func foreignFolder() throws {
        fixture.folder.write("build/\n", to: "state/.gitignore")
        fixture.folder.write("mine", to: "state/notes.txt")
        let before = TemporaryFolder.permissions(of: fixture.statePath)
        _ = try fixture.open()
        #expect(try fixture.folder.text("state/.gitignore") == "build/\n")
        #expect(TemporaryFolder.permissions(of: fixture.statePath) == before)
        for name in ["state.db", "state.db-wal", "journals"] {
            let permissions = TemporaryFolder.permissions(of: fixture.statePath + "/" + name) ?? 0
            #expect(permissions & 0o077 == 0, "\(name)")
        }
    }

    @Test("a state that is no database, or of a later version, is refused with its place")
    func refused() async throws {
        _ = try fixture.open()
        try await fixture.open().queue.write { database in
            try database.execute(sql: "INSERT INTO grdb_migrations VALUES ('later')")
        }
        let later = #expect(throws: DiagnosticError.self) { try fixture.open() }
        #expect(later?.description.contains("made by a later version of the program") == true)
        let other = StateFixture()
        other.folder.write("", to: "state/journals/x")
        other.folder.write("this is no database at all, it is a plain text", to: "state/state.db")
        let broken = #expect(throws: DiagnosticError.self) { try other.open() }
        #expect(broken?.description.contains("file is not a database") == true)
        #expect(broken?.description.contains("remove its files state.db*") == true)
        #expect(broken?.description.contains(other.statePath) == true)
    }
}
