/// What one case measured, against what it must reach.
struct Outcome: Sendable, Hashable {
    enum Unit: String, Sendable, Hashable {
        case seconds, bytes
    }

    var name: String
    var title: String
    var unit = Unit.seconds
    /// One a round.
    var measured: [Double]
    /// One a round, or one for all.
    var limits: [Double]
    /// How often the limit may be taken.
    var allowed: Double

    /// Of the medians.
    var ratio: Double { measured.median / limits.median }
    /// Of the least.
    var leastRatio: Double { (measured.min() ?? 0) / (limits.min() ?? 0) }
    var isReached: Bool { ratio <= allowed }
}

extension [Double] {
    /// The middle one; of an even number the mean of the two in the middle. Not a number where there is none.
    var median: Double {
        guard !isEmpty else { return .nan }
        let sorted = sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}
