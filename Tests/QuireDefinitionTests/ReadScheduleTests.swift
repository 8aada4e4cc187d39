import QuireCalendar
import QuireDefinition
import QuireModel
import Testing

@Suite("A schedule is read")
struct ReadScheduleTests {
    private static let source = """
        parameters:
          region: { type: text, choices: [east, west], required: false }
          names: { type: [text], default: [] }
          day: { type: date, default: ":today" }
        source: { connection: crm, query: SELECT 1 }
        columns: [sn]

        """

    private func schedules(_ text: String, zone: String? = nil) throws -> [CheckedSchedule] {
        let project = SampleProject()
        if let zone {
            project.write(
                "timezone: \(zone)\nconnections: { crm: { kind: sqlite, file: crm.db } }", to: "quire.yaml")
        }
        return try project.report(Self.source + text).schedules
    }

    @Test("with every key")
    func whole() throws {
        let schedule = try #require(
            try schedules(
                """
                schedule:
                  - name: monthly
                    cron: "0 7 1 * *"
                    timezone: Asia/Shanghai
                    parameters: { region: east, names: [a, 7], day: 2026-01-01 }
                    overlap: buffer_one
                    catchup_window: 2h
                    jitter: 5m
                    dst: { gap: skip, fold: both }
                    retries: 2
                    pause_after_failures: 5
                    enabled: false
                """
            ).first)
        #expect(schedule.id == "a/monthly")
        #expect(schedule.times.cron.text == "0 7 1 * *")
        #expect(schedule.zone.identifier == "Asia/Shanghai")
        #expect(schedule.times.gap == .skip)
        #expect(schedule.times.fold == .both)
        #expect(schedule.assignments.map(\.name) == ["region", "names", "day"])
        #expect(schedule.assignments.map(\.text) == ["east", #"["a","7"]"#, "2026-01-01"])
        #expect(schedule.jitter == Jitter(.seconds(300), of: "a/monthly"))
        let definition = schedule.definition
        #expect(definition.overlap == .bufferOne)
        #expect(definition.catchUpWindow == .seconds(7200))
        #expect(definition.retries == 2)
        #expect(definition.pauseAfterFailures == 5)
        #expect(!definition.isEnabled)
    }

    @Test("with what is taken where keys are left out")
    func defaults() throws {
        let schedule = try #require(try schedules("schedule: { cron: '@daily' }", zone: "Asia/Tokyo").first)
        #expect(schedule.id == "a/default")
        #expect(schedule.zone.identifier == "Asia/Tokyo")
        #expect(schedule.times.gap == .shift)
        #expect(schedule.times.fold == .first)
        #expect(schedule.assignments.isEmpty)
        let definition = schedule.definition
        #expect(definition.overlap == .skip)
        #expect(definition.catchUpWindow == .seconds(3600))
        #expect(definition.jitter == .zero)
        #expect(definition.retries == 0)
        #expect(definition.pauseAfterFailures == nil)
        #expect(definition.isEnabled)
        #expect(try schedules("schedule: { cron: '@daily' }").first?.zone == .utc)
    }

    @Test("one in a list, several, or none")
    func number() throws {
        #expect(try schedules("schedule: [{ cron: '@daily' }]").map(\.name) == ["default"])
        #expect(
            try schedules("schedule: [{ name: a, cron: '@daily' }, { name: b-2, cron: '@daily' }]").map(\.name)
                == ["a", "b-2"])
        #expect(try schedules("").isEmpty)
    }

    @Test("and what is said of when and for whom does not change what a run is")
    func definitionText() throws {
        let plain = try SampleProject().report(Self.source)
        let scheduled = try SampleProject().report(
            Self.source + "schedule: { cron: '@daily' }\naccess: { roles: [finance] }")
        #expect(plain.definitionText == scheduled.definitionText)
        #expect(plain.definition.access == nil)
        #expect(scheduled.definition.access?.roles == ["finance"])
    }
}
