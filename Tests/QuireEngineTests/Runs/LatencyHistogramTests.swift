import QuireModel
import Testing

@testable import QuireEngine

@Suite("Latency")
struct LatencyHistogramTests {
    @Test(
        "Quantiles are at most a thirty-second too long",
        arguments: [1, 31, 32, 63, 64, 100, 1_000, 123_456, 60_000_000])
    func quantiles(microseconds: Int) {
        var histogram = LatencyHistogram()
        for _ in 0..<100 { histogram.add(.microseconds(microseconds)) }
        histogram.add(.seconds(10_000))
        let p50 = histogram.latency.p50
        #expect(p50 >= .microseconds(microseconds))
        #expect(p50.inSeconds <= Double(microseconds) * 1.03125e-6 + 1e-6)
        #expect(histogram.latency.max == .seconds(10_000))
    }

    @Test("p95 leaves one in twenty beyond it")
    func p95() {
        var histogram = LatencyHistogram()
        for milliseconds in 1...100 { histogram.add(.milliseconds(milliseconds)) }
        #expect((95.0...98).contains(histogram.latency.p95.inSeconds * 1_000))
        #expect((50.0...51.7).contains(histogram.latency.p50.inSeconds * 1_000))
    }

    @Test("Nothing measured is zero")
    func empty() {
        #expect(LatencyHistogram().latency == Latency())
    }
}
