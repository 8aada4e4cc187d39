import QuireTesting
import Testing

@Suite("Clock for tests")
struct TestClockTests {
    @Test("Sleepers wake in the order of their deadlines, and time is theirs when they do")
    func order() async throws {
        let woken = try await withSimulatedTime { clock in
            try await withThrowingTaskGroup(of: Duration.self) { group in
                for seconds in [3, 1, 2, 1] {
                    group.addTask {
                        try await clock.sleep(for: .seconds(seconds))
                        return clock.elapsed
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }
        #expect(woken == [1, 1, 2, 3].map { .seconds($0) })
    }

    @Test("A cancelled sleep ends at once")
    func cancelled() async throws {
        let elapsed = try await withSimulatedTime { clock in
            await withThrowingTaskGroup { group in
                group.addTask { try await clock.sleep(for: .seconds(100)) }
                try? await clock.sleep(for: .seconds(1))
                group.cancelAll()
                await #expect(throws: CancellationError.self) { try await group.next() }
            }
            return clock.elapsed
        }
        #expect(elapsed == .seconds(1))
    }
}
