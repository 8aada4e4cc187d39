import QuireModel
import Testing

@testable import QuirePages

@Suite struct LatencyChartTests {
    private static func hour(_ clock: String, _ p50: Int?, _ p95: Int = 0, errors: Int = 0) -> ServiceHour {
        var latency = Latency()
        latency.p50 = .milliseconds(p50 ?? 0)
        latency.p95 = .milliseconds(p95)
        return ServiceHour(
            from: "2026-11-29T\(clock):00+08:00", calls: p50 == nil ? 0 : 9, errors: errors,
            latency: p50 == nil ? nil : latency)
    }

    @Test("says in words what it shows", arguments: Language.allCases)
    func summary(language: Language) throws {
        let chart = try #require(
            LatencyChart(
                hours: [
                    Self.hour("07:00", 100, 300), Self.hour("08:00", nil), Self.hour("09:00", 200, 450, errors: 2),
                ],
                language: language))
        let expected =
            language == .english
            ? "Latency by hour: median 200 ms; in the slowest hour, from 09:00, 95% of the calls took at most 450 ms. Hours with errors: 1."
            : "按小时的响应时间：中位数 200 毫秒；最慢的一小时（09:00 起）95% 的调用不超过 450 毫秒。有错误的小时数：1。"
        #expect(chart.summary == expected)
        #expect(chart.markup.contains("role=\"img\" aria-label=\"\(expected)\""))
    }

    @Test("an hour without calls is a gap, and a lone hour a dot")
    func gaps() throws {
        let chart = try #require(
            LatencyChart(
                hours: [Self.hour("07:00", 100, 500), Self.hour("08:00", nil), Self.hour("09:00", 0, 500)],
                language: .english))
        #expect(
            RenderedPage(chart.markup).first("path", where: ["class": "line p95"])?.attributes["d"]
                == "M147.3 4M440.7 4M147.3 4h.01M440.7 4h.01")
    }

    @Test("there is none where nothing was called")
    func none() {
        #expect(LatencyChart(hours: [], language: .english) == nil)
        #expect(LatencyChart(hours: [Self.hour("07:00", nil)], language: .english) == nil)
    }
}
