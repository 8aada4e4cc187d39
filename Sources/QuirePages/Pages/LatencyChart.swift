import QuireModel

/// The latency of a service over the last day, drawn: median and 95th percentile an hour, and which hours had errors.
struct LatencyChart {
    private let hours: [ServiceHour]
    private let language: Language
    /// Seconds at the top.
    private let top: Double

    private static let width = 440.0
    private static let height = 120.0
    /// Room for the labels to the left and below.
    private static let left = 74.0
    private static let bottom = 20.0

    /// - Returns: nil where nothing was called.
    init?(hours: [ServiceHour], language: Language) {
        let longest = hours.compactMap { $0.latency?.p95.inSeconds }.max()
        guard let longest, hours.contains(where: { $0.calls > 0 }) else { return nil }
        self.hours = hours
        self.language = language
        top = Self.roundUp(longest)
    }

    /// The next of 1, 2, 5 times a power of ten.
    private static func roundUp(_ seconds: Double) -> Double {
        var unit = 0.001
        while unit * 10 < seconds { unit *= 10 }
        return [1, 2, 5, 10].map { $0 * unit }.first { $0 >= seconds } ?? unit * 10
    }

    /// An `<svg>` with a sentence that says what it shows; no text of others is in it unescaped.
    var markup: String {
        let right = Self.left + Self.width
        let svg =
            "<svg viewBox=\"0 0 \(Self.text(right + 8)) \(Self.text(Self.height + Self.bottom + 8))\" role=\"img\""
        return svg + " aria-label=\"\(EscapedHTML().escapeText(summary))\">" + scale + errorMarks
            + line("median") { $0.p50.inSeconds } + line("p95") { $0.p95.inSeconds } + hourLabels + "</svg>"
    }

    /// Such as 'Median 120 ms, 95% within 480 ms at most, slowest hour 14:00; 3 hours with errors.'
    var summary: String {
        let slowest = hours.filter { $0.latency != nil }.max { ($0.latency?.p95 ?? .zero) < ($1.latency?.p95 ?? .zero) }
        let medians = hours.compactMap { $0.latency?.p50 }.sorted()
        return language.text(
            .chartSummary,
            [
                "median": medians.isEmpty ? "–" : language.duration(medians[medians.count / 2]),
                "p95": slowest?.latency.map { language.duration($0.p95) } ?? "–",
                "time": slowest.map { language.clock($0.from) } ?? "–",
                "n": language.number(hours.count { $0.errors > 0 }),
            ])
    }

    private func x(_ index: Int) -> Double {
        Self.left + Self.width * (Double(index) + 0.5) / Double(max(hours.count, 1))
    }

    private func y(_ seconds: Double) -> Double { 4 + Self.height * (1 - seconds / top) }

    private var scale: String {
        [0, 0.5, 1].map { share in
            let y = Self.text(y(top * share))
            let label = EscapedHTML().escapeText(share == 0 ? "0" : language.duration(top * share))
            return "<path class=\"grid\" d=\"M\(Self.text(Self.left)) \(y)H\(Self.text(Self.left + Self.width))\"/>"
                + "<text x=\"\(Self.text(Self.left - 6))\" y=\"\(y)\" dy=\"4\" text-anchor=\"end\">\(label)</text>"
        }.joined()
    }

    private var errorMarks: String {
        let width = Self.width / Double(max(hours.count, 1))
        return hours.enumerated().filter { $1.errors > 0 }.map { index, _ in
            let left = Self.text(x(index) - width / 2 + 1)
            return
                "<rect class=\"errors\" x=\"\(left)\" y=\"4\" width=\"\(Self.text(width - 2))\" height=\"\(Self.text(Self.height))\"/>"
        }.joined()
    }

    /// A line with a gap where an hour had no calls; a lone hour is a dot.
    private func line(_ name: String, _ value: (Latency) -> Double) -> String {
        var path = ""
        var dots = ""
        for (index, hour) in hours.enumerated() {
            guard let latency = hour.latency else { continue }
            let place = "\(Self.text(x(index))) \(Self.text(y(min(value(latency), top))))"
            let follows = index > 0 && hours[index - 1].latency != nil
            let isFollowed = index + 1 < hours.count && hours[index + 1].latency != nil
            path += (follows ? "L" : "M") + place
            if !follows, !isFollowed { dots += "M\(place)h.01" }
        }
        return "<path class=\"line \(name)\" d=\"\(path)\(dots)\"/>"
    }

    private var hourLabels: String {
        hours.indices.filter { $0.isMultiple(of: 6) }.map { index in
            let label = EscapedHTML().escapeText(language.clock(hours[index].from))
            return
                "<text x=\"\(Self.text(x(index)))\" y=\"\(Self.text(Self.height + Self.bottom + 2))\" text-anchor=\"middle\">\(label)</text>"
        }.joined()
    }

    private static func text(_ number: Double) -> String { NumberText.shortest((number * 10).rounded() / 10) }
}
