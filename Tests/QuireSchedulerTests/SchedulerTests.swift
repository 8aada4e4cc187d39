import QuireCalendar
import QuireDefinition
import QuireModel
import QuireRun
import QuireScheduler
import QuireTesting
import Synchronization
import Testing

@Suite("The scheduler")
struct SchedulerTests {
    private static let start = moment("2026-06-01 11:30")

    /// A scheduler at work by a clock that the test moves.
    private struct Stage: Sendable {
        let project: ScheduledProject
        let clock = TestClock()
        let launcher = WatchedLauncher()
        let scheduler: Scheduler
        let state: StateDatabase
        private let said: Said

        final class Said: Sendable {
            let lines = Mutex<[String]>([])
        }

        init(_ project: ScheduledProject) throws {
            self.project = project
            let said = Said()
            self.said = said
            state = try project.state()
            scheduler = Scheduler(
                state, launcher: launcher, clock: clock,
                now: { [clock] in SchedulerTests.start.advanced(by: clock.elapsed) },
                log: { line in said.lines.withLock { $0.append(line) } })
        }

        var notes: [String] { said.lines.withLock { $0 } }

        /// Follows the project's report `a` while `body` runs.
        func working(_ body: @escaping @Sendable () async throws -> Void) async throws {
            try await scheduler.follow(["a": project.report()], broken: [])
            try await withThrowingTaskGroup { group in
                group.addTask { await scheduler.run() }
                group.addTask {
                    try await settled()
                    try await body()
                }
                _ = try await group.next()
                group.cancelAll()
            }
        }

        /// It has done what there was to do, and waits.
        func settled() async throws {
            while clock.sleeperCount == 0 { try await Task.sleep(for: .milliseconds(2)) }
        }

        func pass(_ duration: Duration) async throws {
            let end = clock.elapsed + duration
            while clock.elapsed < end {
                try await settled()
                clock.advance(by: min(.seconds(2), end - clock.elapsed))
            }
            try await settled()
        }

        /// Waits for what is on its way.
        func until(_ condition: @Sendable () async throws -> Bool) async throws {
            for _ in 0..<5000 {
                if try await condition() { return }
                try await Task.sleep(for: .milliseconds(2))
            }
            Issue.record("it does not come to that")
        }
    }

    @Test("has a run wait at the time of each fire, and wakes those who do runs")
    func fires() async throws {
        let stage = try Stage(ScheduledProject("schedule: { cron: '0,10 * * * *', timezone: UTC }"))
        try await stage.working {
            #expect(stage.launcher.wakes == 0)
            try await stage.pass(.seconds(1800))
            try await stage.until { stage.launcher.wakes == 1 }
            #expect(try await stage.state.scheduledRuns == ["12:00 queued"])
            try await stage.state.endRuns(.succeeded)
            try await stage.pass(.seconds(600))
            try await stage.until { stage.launcher.wakes == 2 }
            #expect(try await stage.state.scheduledRuns == ["12:00 succeeded", "12:10 queued"])
            let status = try #require(try await stage.scheduler.status(of: "a/default"))
            #expect(status.result == .queued)
            #expect(status.last?.at == moment("2026-06-01 12:10"))
        }
    }

    @Test("cancels the run under way where the schedule says so")
    func cancels() async throws {
        let stage = try Stage(ScheduledProject("schedule: { cron: '0,10 * * * *', overlap: cancel_other }"))
        try await stage.working {
            try await stage.pass(.seconds(2400))
            try await stage.until { stage.launcher.wakes == 2 }
            let first = try #require(try await stage.scheduler.fires(of: "a/default", limit: 10).last?.run)
            #expect(Set(stage.launcher.cancelled) == [first])
            #expect(try await stage.state.scheduledRuns == ["12:00 queued", "12:10 queued"])
        }
    }

    @Test("follows a report that has changed, and leaves one that is gone")
    func follows() async throws {
        let stage = try Stage(ScheduledProject("schedule: { cron: '0 12 * * *', timezone: UTC }"))
        try await stage.working {
            stage.project.write("a", "schedule: { cron: '0 13 * * *', timezone: UTC }")
            try await stage.scheduler.follow(["a": stage.project.report()], broken: [])
            try await stage.pass(.seconds(3600))
            #expect(try await stage.state.scheduledRuns.isEmpty)
            try await stage.pass(.seconds(1800))
            try await stage.until { stage.launcher.wakes == 1 }
            #expect(try await stage.state.scheduledRuns == ["13:00 queued"])
            await stage.scheduler.follow([:], broken: [])
            try await stage.until { try await stage.scheduler.list().isEmpty }
            try await stage.pass(.seconds(86_400))
            #expect(try await stage.state.scheduledRuns == ["13:00 queued"])
        }
    }

    @Test("lists schedules with their words, coming fires and last fire")
    func list() async throws {
        let stage = try Stage(
            ScheduledProject(
                """
                schedule:
                  - { name: daily, cron: '0 20 * * *' }
                  - { name: never, cron: '0 21 * * *', enabled: false }
                """))
        try await stage.working {
            try await stage.pass(.seconds(1800))
            try await stage.until { stage.launcher.wakes == 1 }
            let run = try #require(try await stage.scheduler.fires(of: "a/daily", limit: 1).first?.run)
            #expect(
                try await stage.scheduler.list().map { $0.json().text } == [
                    #"{"id":"a/daily","report":"a","name":"daily","cron":"0 20 * * *","timezone":"Asia/Shanghai","#
                        + #""words":"at 20:00 every day","enabled":true,"paused":false,"#
                        + #""next":["2026-06-02T20:00:00+08:00","2026-06-03T20:00:00+08:00","2026-06-04T20:00:00+08:00","#
                        + #""2026-06-05T20:00:00+08:00","2026-06-06T20:00:00+08:00"],"#
                        + #""last":{"at":"2026-06-01T20:00:00+08:00","utc":"2026-06-01T12:00:00+00:00","#
                        + #""status":"run","reason":null,"run":"\#(run)","result":"queued"},"warning":null}"#,
                    #"{"id":"a/never","report":"a","name":"never","cron":"0 21 * * *","timezone":"Asia/Shanghai","#
                        + #""words":"at 21:00 every day","enabled":false,"paused":false,"next":[],"last":null,"warning":null}"#,
                ])
            #expect(try await stage.scheduler.list().first?.json(in: .chinese)["words"] == "每天 20:00")
        }
    }

    @Test("pauses, resumes, and runs now what is asked for, also while paused and beside another")
    func changes() async throws {
        let stage = try Stage(ScheduledProject("schedule: { cron: '0 * * * *', timezone: UTC }"))
        try await stage.working {
            let scheduler = stage.scheduler
            #expect(try await scheduler.pause("a/default")?.isPaused == true)
            try await stage.pass(.seconds(1800))
            try await stage.until { try await scheduler.fires(of: "a/default", limit: 9).count == 1 }
            #expect(try await scheduler.fires(of: "a/default", limit: 9).map(\.reason) == [.paused])
            let run = try #require(try await scheduler.runNow("a/default"))
            #expect(try await RunRecords(stage.state).waiting().map(\.run) == [run])
            #expect(stage.launcher.wakes == 1)
            #expect(try await scheduler.resume("a/default")?.isPaused == false)
            for unknown in ["a/other", "b/default", "a", ""] {
                #expect(try await scheduler.pause(unknown) == nil)
                #expect(try await scheduler.resume(unknown) == nil)
                #expect(try await scheduler.runNow(unknown) == nil)
                #expect(try await scheduler.fires(of: unknown, limit: 9).isEmpty)
            }
        }
    }

    @Test("shows the schedules of a report that has become unreadable as they were, and does not run them")
    func broken() async throws {
        let project = ScheduledProject("schedule: { cron: '0 * * * *', timezone: UTC }")
        try await Stage(project).working {}
        let stage = try Stage(project)
        await stage.scheduler.follow([:], broken: ["a"])
        let status = try #require(try await stage.scheduler.status(of: "a/default"))
        #expect(status.words() == "every hour")
        #expect(status.warning == .broken && status.warning?.description == "the report has errors")
        #expect(try await stage.scheduler.runNow("a/default") == nil)
        #expect(try await stage.scheduler.pause("a/default")?.isPaused == true)
        // One that has had a version without errors goes on with that.
        try await stage.scheduler.follow(["a": project.report()], broken: ["a"])
        #expect(try await stage.scheduler.status(of: "a/default")?.warning == nil)
    }

    @Test("pages through fires, the latest first")
    func pages() async throws {
        let stage = try Stage(ScheduledProject("schedule: { cron: '*/10 * * * *', timezone: UTC }"))
        try await stage.working {
            try await stage.pass(.seconds(3600))
            let scheduler = stage.scheduler
            try await stage.until { try await scheduler.fires(of: "a/default", limit: 9).count == 6 }
            let first = try await scheduler.fires(of: "a/default", limit: 4)
            #expect(first.map(\.at.clock) == ["12:30", "12:20", "12:10", "12:00"])
            let next = try await scheduler.fires(of: "a/default", before: first.last?.at, limit: 4)
            #expect(next.map(\.at.clock) == ["11:50", "11:40"])
            #expect(next.map(\.status) == [.skipped, .run])
            #expect(
                first.first?.json(in: .utc).text
                    == #"{"at":"2026-06-01T12:30:00+00:00","utc":"2026-06-01T12:30:00+00:00","status":"skipped","reason":"overlap","run":null}"#
            )
            #expect(stage.notes.count == 1)
            #expect(try await scheduler.list().first?.warning?.description.hasPrefix("its runs take longer") == true)
        }
    }

    @Test("two on one state make each fire once")
    func two() async throws {
        let project = ScheduledProject("schedule: { cron: '0,30 * * * *', timezone: UTC, overlap: allow_all }")
        let (one, other) = (try Stage(project), try Stage(project))
        try await one.working {
            try await other.working {
                for _ in 1...4 {
                    try await withThrowingTaskGroup { group in
                        group.addTask { try await one.pass(.seconds(1800)) }
                        group.addTask { try await other.pass(.seconds(1800)) }
                        try await group.waitForAll()
                    }
                }
                try await one.until { try await one.state.scheduledRuns.count >= 4 }
                #expect(
                    try await one.state.scheduledRuns
                        == ["12:00 queued", "12:30 queued", "13:00 queued", "13:30 queued"])
            }
        }
    }

    @Test("waits for nothing when it is cancelled")
    func ends() async throws {
        let stage = try Stage(ScheduledProject(""))
        try await stage.working {}
        #expect(stage.clock.sleeperCount == 0)
    }
}
