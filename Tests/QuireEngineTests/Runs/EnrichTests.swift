import QuireEngine
import QuireModel
import QuirePlugin
import QuireTesting
import Testing

@Suite struct EnrichTests {
    @Test func aThousandRowsWithOneKeyAskOnce() async throws {
        let service = StubService()
        let reader = StubReader(["key"], count: 1_000) { _ in [.text("a")] }
        let result = try await EngineCase([.byKey()]).run(reader) { _ in ["tether": service] }
        #expect(service.callCount == 1)
        #expect(result.rows == Array(repeating: [.text("a"), .text("a")], count: 1_000))
        #expect(result.report.enrichments[0].keys == 1)
    }
    @Test func twoEnrichmentsOneOnTheOther() async throws {
        var setup = EngineCase([.byKey("first", ["a.share"]), .byKey("second", ["b.share"], after: 0)])
        setup.limits.maxConcurrency = 1000
        let reader = StubReader(["key"], count: 1_000) { [.integer(Int64($0))] }
        let result = try await setup.run(reader) { clock in
            ["a": StubService(clock: clock, delay: { _ in .milliseconds(200) }),
            "b": StubService(clock: clock, delay: { _ in .milliseconds(200) })]
        }
        #expect(result.elapsed == .milliseconds(400))
        #expect(result.report.enrichments[0].keys == 1000)
        #expect(result.report.enrichments[1].keys == 1000)
    }
}
