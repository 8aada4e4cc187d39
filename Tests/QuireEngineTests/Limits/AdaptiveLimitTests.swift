import Testing

@testable import QuireEngine

@Suite("Adaptive limit")
struct AdaptiveLimitTests {
    /// Feeds attempts one after the other.
    ///
    /// - Parameter attempts: `20.` is twenty that were answered, `1x` one that failed, `5-` five that were answered while
    ///   fewer calls were in work than may be.
    static func limit(_ attempts: String, most: Int = 64) -> AdaptiveLimit {
        var limit = AdaptiveLimit(most: most)
        var number = 0
        for stretch in attempts.split(separator: " ") {
            for _ in 0..<(Int(stretch.dropLast()) ?? 0) {
                number += 1
                if stretch.last == "x" {
                    limit.failed(attempt: number, latest: number)
                } else {
                    limit.answered(attempt: number, isFull: stretch.last == ".")
                }
            }
        }
        return limit
    }

    @Test("It starts with 8, or the most", arguments: [(1, 1), (7, 7), (8, 8), (64, 8)])
    func start(most: Int, calls: Int) {
        #expect(AdaptiveLimit(most: most).calls == calls)
    }

    @Test(
        "A full window of answers, at least 20, adds one",
        arguments: [
            ("19.", 8), ("20.", 9), ("39.", 9), ("40.", 10), ("260.", 21), ("280.", 21), ("281.", 22), ("303.", 23),
        ])
    func grows(attempts: String, calls: Int) {
        #expect(Self.limit(attempts).calls == calls)
    }

    @Test(
        "A failure takes a tenth, rounded down, but the last, and a new window begins",
        arguments: [
            ("1x", 7), ("2x", 6), ("7x", 1), ("20x", 1), ("7x 20.", 2), ("240. 1x", 18), ("19. 1x", 7),
            ("19. 1x 19.", 7), ("19. 1x 20.", 8),
        ])
    func falls(attempts: String, calls: Int) {
        #expect(Self.limit(attempts).calls == calls)
    }

    @Test("It grows up to the most and no further", arguments: [1, 2, 8, 10, 64])
    func most(most: Int) {
        #expect(Self.limit("10000.", most: most).calls == most)
    }

    @Test("A limit that calls do not reach stays", arguments: [("1000-", 8), ("19. 1000-", 8), ("19. 1000- 1.", 9)])
    func unused(attempts: String, calls: Int) {
        #expect(Self.limit(attempts).calls == calls)
    }

    @Test("Attempts that were under way at a cut neither cut again nor add; those that begin later do")
    func together() {
        var limit = Self.limit("10000.")
        for attempt in 20_001...20_064 { limit.failed(attempt: attempt, latest: 20_064) }
        #expect(limit.calls == 57)
        for attempt in 19_001...20_064 { limit.answered(attempt: attempt, isFull: true) }
        #expect(limit.calls == 57)
        limit.failed(attempt: 20_065, latest: 20_100)
        #expect(limit.calls == 51)
        for attempt in 20_101...20_151 { limit.answered(attempt: attempt, isFull: true) }
        #expect(limit.calls == 52)
    }
}
