import QuireTesting
import Testing

@Suite struct ScheduleTests {
    private static let report = "source: { file: data/rows.csv }\ncolumns: [sn]\n"

    private func project(_ schedule: String, zone: String = "Asia/Shanghai") -> Project {
        Project([
            "quire.yaml": "timezone: \(zone)\n", "data/rows.csv": "sn\nC1\n",
            "contracts.yaml": Self.report + schedule, "plain.yaml": Self.report,
        ])
    }

    @Test("schedule next shows the coming fires in words, with their zone")
    func text() async throws {
        let project = project(
            """
            schedule:
              - { name: monthly, cron: "0 7 1 * *", jitter: 5m }
              - { name: nightly, cron: "30 2 * * *", timezone: Europe/Berlin }
              - { name: never, cron: "@daily", enabled: false }
            """)
        let outcome = try await project.quire("schedule", "next", "-n", "2", "--from", "2026-03-28")
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(
            outcome.standardOutput == """
                contracts/monthly: at 07:00 on the 1st of each month, Asia/Shanghai
                  Wed 2026-04-01 07:00 +08:00
                  Fri 2026-05-01 07:00 +08:00

                contracts/nightly: at 02:30 every day, Europe/Berlin
                  Sat 2026-03-28 02:30 +01:00
                  Sun 2026-03-29 03:00 +02:00

                contracts/never: at 00:00 every day, Asia/Shanghai
                  disabled

                """)
    }

    @Test("schedule next --json has report, schedule, cron, timezone, words and fires, strictly after --from")
    func json() async throws {
        let project = project("schedule: { cron: '0 7 1 * *' }")
        let outcome = try await project.quire(
            "schedule", "next", "contracts", "-n", "1", "--from", "2026-11-30T23:00:00Z", "--json")
        #expect(
            outcome.standardOutput == """
                [{"report":"contracts","schedule":"default","cron":"0 7 1 * *","timezone":"Asia/Shanghai",\
                "words":"at 07:00 on the 1st of each month","fires":[\
                {"at":"2027-01-01T07:00:00+08:00","utc":"2026-12-31T23:00:00+00:00"}]}]

                """)
        let all = try await project.quire("schedule", "next", "--json", "--from", "2026-12-01T06:59")
        #expect(all.standardOutput.contains(#"{"at":"2026-12-01T07:00:00+08:00","utc":"2026-11-30T23:00:00+00:00"}"#))
        #expect(all.standardOutput.split(separator: #""at""#).count == 6)
    }

    @Test(
        "schedule next refuses what it cannot use",
        arguments: [
            (["--from", "soon"], "--from is a time, not 'soon'"), (["-n", "0"], "--number is from 1 to 10000, not 0"),
            (["contract"], "there is no report 'contract' in reports"),
        ])
    func refusals(arguments: [String], message: String) async throws {
        let outcome = try await project("schedule: { cron: '@daily' }").quire(["schedule", "next"] + arguments)
        #expect(outcome.exitCode == 2)
        #expect(outcome.standardError.contains(message), "\(outcome.said)")
    }

    @Test("schedule next is about the reports that can be read, and says which cannot; one that is named has to")
    func errors() async throws {
        let project = project("schedule: { cron: '0 7 32 * *' }")
        project.folder.write(Self.report + "schedule: { cron: '@yearly' }", to: "reports/good.yaml")
        let all = try await project.quire("schedule", "next", "-n", "1", "--from", "2026-06-01")
        #expect(all.exitCode == 0)
        #expect(all.lines.first == "good/default: at 00:00 on 1 January, Asia/Shanghai")
        #expect(all.standardError.contains("the report 'contracts' has errors: see `quire check contracts`"))
        let named = try await project.quire("schedule", "next", "contracts")
        #expect(named.exitCode == 2)
        #expect(named.standardError.contains("reports/contracts.yaml:3:24: error: '32' is no day of the month"))
        let none = try await project.quire("schedule", "next", "plain")
        #expect(none.exitCode == 0)
        #expect(none.standardOutput.isEmpty)
        #expect(none.standardError.contains("no schedules in plain"))
    }

    @Test("list and show have the next run")
    func listing() async throws {
        // A day that stays long enough ahead.
        let project = project(
            """
            schedule:
              - { name: later, cron: "30 6 29 2 *", timezone: UTC }
              - { name: off, cron: "@hourly", enabled: false }
            """)
        let next = try await project.quire("schedule", "next", "contracts", "-n", "1", "--json").standardOutput
        let at = String(try #require(next.firstMatch(of: /"at":"([^"]+)"/)).1)
        let list = try await project.quire("list", "--json")
        #expect(
            list.standardOutput == """
                [{"name":"contracts","title":"Contracts","description":null,"next_run":"\(at)"},\
                {"name":"plain","title":"Plain","description":null,"next_run":null}]

                """)
        let lines = try await project.quire("list").lines
        #expect(lines.first?.contains("next run ") == true)
        #expect(lines.first?.hasSuffix("\(at.prefix(10)) 06:30 +00:00") == true)
        #expect(lines.last == "plain      Plain")
        let shown = try await project.quire("show", "contracts")
        #expect(shown.lines.suffix(3).first == "Schedules")
        #expect(shown.lines.suffix(2).first?.hasPrefix("  later: at 06:30 on 29 February, UTC, next run ") == true)
        #expect(shown.lines.last == "  off: every hour, Asia/Shanghai, disabled")
        let json = try await project.quire("show", "contracts", "--json").standardOutput
        #expect(
            json.contains(
                """
                "schedules":[{"id":"contracts/later","name":"later","cron":"30 6 29 2 *","timezone":"UTC",\
                "words":"at 06:30 on 29 February","enabled":true,"next":["\(at)",
                """))
        #expect(json.contains(#""enabled":false,"next":[]}]"#))
    }
}
