import QuireModel
import QuireRun
import Testing

@Suite struct RunIDTests {
    @Test("a run's id is its time in UTC and six hexadecimal digits, and sorts by time")
    func form() throws {
        let moment = try #require(LocalDateTime.parse("2026-01-31T08:30:05.9")?.moment)
        #expect(RunID.make(at: moment) { _ in 0xF9A1C } == "20260131T083005900Z-0f9a1c")
        let later = LocalDateTime(microseconds: moment.microseconds + 1000)
        #expect(RunID.make(at: moment) { $0 - 1 } < RunID.make(at: later) { _ in 0 })
    }
}
