import QuireModel
import Testing

@testable import QuireEngine

@Suite("Token bucket")
struct TokenBucketTests {
    /// When each of some attempts that want to go as soon as they can gets its token.
    static func times(_ bucket: TokenBucket, _ count: Int, from start: Moment = .zero) -> [Moment] {
        var bucket = bucket
        var now = start
        return (0..<count).map { _ in
            now = max(now, bucket.nextToken)
            bucket.take(now: now)
            return now
        }
    }

    @Test("A burst goes at once, then one an interval")
    func burst() {
        let bucket = TokenBucket(rate: Rate(count: 10, interval: .seconds(1)), burst: 3)
        #expect(Self.times(bucket, 6) == [0, 0, 0, 100, 200, 300].map { .milliseconds($0) })
    }

    @Test(
        "Without a burst it is one second's worth, at least one",
        arguments: [(200.0, 1, 200), (600.0, 60, 10), (1.0, 60, 1)])
    func defaultBurst(count: Double, seconds: Int, burst: Int) {
        let bucket = TokenBucket(rate: Rate(count: count, interval: .seconds(seconds)), burst: nil)
        #expect(Self.times(bucket, burst + 5).filter { $0 == .zero }.count == burst)
    }

    @Test("A quiet time fills it up to the burst, not further")
    func fills() {
        var bucket = TokenBucket(rate: Rate(count: 1, interval: .seconds(1)), burst: 2)
        bucket.take(now: .zero)
        bucket.take(now: .zero)
        #expect(Self.times(bucket, 3, from: .seconds(100)) == [100, 100, 101].map { .seconds($0) })
    }

    @Test("A rate that does not divide a second loses nothing over a day")
    func exact() {
        let bucket = TokenBucket(rate: Rate(count: 7, interval: .seconds(1)), burst: 1)
        let last = Self.times(bucket, 7 * 3_600 + 1).last ?? .zero
        #expect(abs(last.inSeconds - 3_600) < 1e-6)
    }
}
