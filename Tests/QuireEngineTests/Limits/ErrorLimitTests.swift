import Testing

@testable import QuireEngine

@Suite("Error limit")
struct ErrorLimitTests {
    static func limit(_ share: Double, failed: Int, of ended: Int) -> ErrorLimit {
        var limit = ErrorLimit(share: share)
        for number in 0..<ended { limit.end(failed: number < failed) }
        return limit
    }

    @Test(
        "At the end more than the share must have failed",
        arguments: [
            (0.1, 10, 100, false), (0.1, 11, 100, true), (0, 0, 10, false), (0, 1, 10, true), (1, 10, 10, false),
            (0.6, 6, 10, false), (0.6, 7, 10, true), (0.1, 0, 0, false),
        ])
    func atTheEnd(share: Double, failed: Int, ended: Int, isPassed: Bool) {
        #expect(Self.limit(share, failed: failed, of: ended).isPassed(isComplete: true) == isPassed)
    }

    @Test(
        "Before it, over half of at least 20, and more than the share",
        arguments: [
            (0.1, 19, 19, false), (0.1, 10, 20, false), (0.1, 11, 20, true), (0.1, 49, 100, false),
            (0.6, 12, 20, false), (0.6, 13, 20, true), (1, 20, 20, false),
        ])
    func before(share: Double, failed: Int, ended: Int, isPassed: Bool) {
        #expect(Self.limit(share, failed: failed, of: ended).isPassed(isComplete: false) == isPassed)
    }
}
