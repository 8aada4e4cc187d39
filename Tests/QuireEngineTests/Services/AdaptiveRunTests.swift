import QuireEngine
import QuireModel
import QuirePlugin
import QuireTesting
import Synchronization
import Testing

/// A service that bears so many calls at once and refuses what is more.
final class BearingService: LookupService {
    let lookups = [
        "share": LookupShape(inputs: [.init("key", .text)], fields: [.init("value", .text)], keysPerCall: 1)
    ]
    private let clock: TestClock
    /// By the time since the clock was made.
    private let bears: @Sendable (Duration) -> Int
    private let state = Mutex(State())

    private struct State {
        var underWay = 0
        var calls: [Call] = []
    }

    struct Call: Sendable {
        var at: Duration
        /// Calls under way, this one among them.
        var underWay: Int
        var isRefused: Bool
    }

    init(clock: TestClock, bears: @escaping @Sendable (Duration) -> Int) {
        self.clock = clock
        self.bears = bears
    }

    var calls: [Call] { state.withLock { $0.calls } }

    func ask(_ keys: [LookupKey], of lookup: String) async throws(AttemptFailure) -> LookupReply {
        let at = clock.elapsed
        let isRefused = state.withLock { state in
            state.underWay += 1
            let isRefused = state.underWay > bears(at)
            state.calls.append(Call(at: at, underWay: state.underWay, isRefused: isRefused))
            return isRefused
        }
        defer { state.withLock { $0.underWay -= 1 } }
        // No two calls take quite the same time.
        let time = Duration.milliseconds(100) + .microseconds(state.withLock { $0.calls.count * 7919 % 1_000 })
        do { try await clock.sleep(until: clock.now.advanced(by: isRefused ? time / 10 : time), tolerance: nil) } catch
        {
            throw AttemptFailure("cancelled", mayRetry: false)
        }
        if isRefused { throw AttemptFailure("HTTP 503", mayRetry: true) }
        return LookupReply(replies: keys.map { .found([$0.values[0]]) })
    }

    func close() async {}
}

@Suite("Runs under an adaptive limit")
struct AdaptiveRunTests {
    /// Ten thousand keys, 64 calls at once at most.
    static func run(
        rate: Rate? = nil, bears: @escaping @Sendable (Duration) -> Int
    ) async throws -> (EnrichmentCounts, [BearingService.Call]) {
        var setup = EngineCase([.byKey()], concurrency: 64)
        setup.limits.adaptive = true
        setup.limits.rate = rate
        let reader = StubReader(["key"], count: 10_000) { [.text("k\($0)")] }
        return try await withSimulatedTime { [setup] clock in
            let service = BearingService(clock: clock, bears: bears)
            return try await ServiceDesk.open(clock: clock, random: { 0.5 }) { desk in
                await desk.add("tether", limits: setup.limits) { service }
                let result = try await setup.run(reader, on: desk, clock: clock)
                return (result.report.enrichments[0], service.calls)
            }
        }
    }

    /// Where it bears 2, the 8 calls of the start are more than the retries of a small run make good.
    @Test(
        "It settles around what the service bears, with few failures", arguments: [(2, 10), (5, 0), (16, 0), (40, 0)])
    func settles(bears: Int, failed: Int) async throws {
        let (counts, calls) = try await Self.run { _ in bears }
        #expect(counts.failed <= failed)
        #expect(counts.found == 10_000 - counts.failed)
        let settled = calls.dropFirst(2_000).dropLast(100)
        #expect(settled.map(\.underWay).max() == bears + 1)
        #expect(settled.reduce(0) { $0 + $1.underWay } >= settled.count * bears * 3 / 4)
        #expect(settled.count(where: \.isRefused) * (bears + 1) <= settled.count)
    }

    @Test("It reaches the maximum, never more, where the service never complains")
    func reachesMaximum() async throws {
        let (counts, calls) = try await Self.run { _ in .max }
        #expect(counts.found == 10_000)
        #expect(counts.retries == 0)
        #expect(calls.prefix(8).map(\.underWay) == Array(1...8))
        #expect(calls.prefix(100).allSatisfy { $0.underWay <= 16 })
        #expect(calls.map(\.underWay).max() == 64)
    }

    @Test("It follows a service that comes to bear less, and more again")
    func follows() async throws {
        let (counts, calls) = try await Self.run { time in (20..<40).contains(time.inSeconds) ? 10 : 40 }
        #expect(counts.failed <= 50)
        func most(_ seconds: Range<Double>) -> Int? {
            calls.filter { seconds.contains($0.at.inSeconds) }.map(\.underWay).max()
        }
        #expect(most(10..<20) == 41)
        #expect(most(30..<40) == 11)
        #expect(most(0..<1_000) == 41)
    }

    @Test("It stays where the rate lets fewer calls go")
    func rate() async throws {
        let (counts, calls) = try await Self.run(rate: Rate(count: 50, interval: .seconds(1))) { _ in .max }
        #expect(counts.found == 10_000)
        // The burst of a second fills the first windows.
        #expect((calls.map(\.underWay).max() ?? 0) <= 16)
    }
}
