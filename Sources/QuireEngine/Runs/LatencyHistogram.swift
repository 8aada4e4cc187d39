import QuireModel

/// Durations in buckets of a thirty-second, from a microsecond to hours, in memory that does not grow.
struct LatencyHistogram {
    private static let stepBits = 5
    /// Buckets for each doubling.
    private static let steps = 1 << stepBits
    private var buckets: [Int] = []
    private var count = 0
    private var longest: Duration = .zero

    mutating func add(_ duration: Duration) {
        let bucket = LatencyHistogram.bucket(duration)
        while buckets.count <= bucket { buckets.append(0) }
        buckets[bucket] += 1
        count += 1
        longest = max(longest, duration)
    }

    var latency: Latency {
        var latency = Latency()
        latency.p50 = quantile(0.5)
        latency.p95 = quantile(0.95)
        latency.max = longest
        return latency
    }

    /// The upper end of the bucket that holds the quantile, at most a thirty-second too long.
    func quantile(_ share: Double) -> Duration {
        let rank = max(1, Int((share * Double(count)).rounded(.up)))
        var seen = 0
        for (bucket, held) in buckets.enumerated() {
            seen += held
            if seen >= rank { return min(longest, LatencyHistogram.end(of: bucket)) }
        }
        return longest
    }

    /// Below 32 µs a bucket a microsecond; above, 32 for each doubling.
    private static func bucket(_ duration: Duration) -> Int {
        let microseconds = max(0, Int(duration.inSeconds * 1e6))
        guard microseconds >= steps else { return microseconds }
        let exponent = Int.bitWidth - 1 - microseconds.leadingZeroBitCount
        return (exponent - stepBits) * steps + (microseconds >> (exponent - stepBits))
    }

    private static func end(of bucket: Int) -> Duration {
        guard bucket >= 2 * steps else { return .microseconds(bucket + 1) }
        let exponent = bucket / steps - 1
        return .microseconds((bucket % steps + steps + 1) << exponent)
    }
}
