/// Counts what was not written as it came, and keeps the first places of each kind.
package struct OddityLog: Sendable {
    private static let placesKept = 3
    private var counts: [CellOddity: (count: Int, places: [String])] = [:]

    package init() {}

    /// - Parameter place: such as `Contracts!B5`.
    package mutating func add(_ oddity: CellOddity, at place: @autoclosure () -> String) {
        var entry = counts[oddity] ?? (0, [])
        entry.count += 1
        if entry.places.count < OddityLog.placesKept { entry.places.append(place()) }
        counts[oddity] = entry
    }

    /// Those of several sheets together.
    package static func warnings(of logs: [OddityLog]) -> [String] {
        var all = OddityLog()
        for log in logs {
            for (oddity, more) in log.counts {
                let entry = all.counts[oddity] ?? (0, [])
                all.counts[oddity] = (
                    entry.count + more.count, Array((entry.places + more.places).prefix(placesKept))
                )
            }
        }
        return all.warnings
    }

    package var warnings: [String] {
        CellOddity.allCases.compactMap { oddity in
            guard let (count, places) = counts[oddity] else { return nil }
            let more = count > places.count ? ", …" : ""
            return
                "\(count == 1 ? "1 cell" : "\(count) cells") \(oddity.sentence): \(places.joined(separator: ", "))\(more)"
        }
    }
}

extension CellOddity {
    fileprivate var sentence: String {
        switch self {
        case .notFinite: "left blank, their number being infinite or none"
        case .cut: "cut to the 32,767 characters that a cell holds"
        case .cleaned: "freed of control characters, which a sheet cannot hold"
        case .replaced: "with '\(CellText.replacement)', which stands for bytes that are no Unicode text"
        case .badLink: "without their link, which is not an http, https or mailto address of at most 2,079 characters"
        case .linkPastLimit: "without their link, a sheet holding at most 65,530"
        }
    }
}
