/// Says when too many of a run's distinct keys failed.
struct ErrorLimit {
    /// Keys that must have ended before the run is cut short.
    static let leastKeys = 20

    let share: Double
    private(set) var ended = 0
    private(set) var failed = 0

    init(share: Double) { self.share = share }

    mutating func end(failed isFailed: Bool) {
        ended += 1
        if isFailed { failed += 1 }
    }

    /// Whether the run must fail.
    ///
    /// Before the last key it takes over half of at least 20. A limit of half or more must be passed itself as well, so
    /// that no run is cut short that might still end within it by half its keys; a limit of 100% never is.
    ///
    /// - Parameter isComplete: all the keys there are have ended.
    func isPassed(isComplete: Bool) -> Bool {
        guard ended > 0, isComplete || ended >= ErrorLimit.leastKeys else { return false }
        let passed = Double(failed) > share * Double(ended)
        return passed && (isComplete || failed * 2 > ended)
    }
}
