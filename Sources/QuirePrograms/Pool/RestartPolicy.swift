/// What becomes of a plugin after one of its processes came to a bad end. Knows no process.
struct RestartPolicy {
    /// So many failures of one sort, with no good answer between them, and it is not started again.
    static let mostInARow = 3
    private static let firstRest = Duration.milliseconds(100)
    private static let longestRest = Duration.seconds(5)

    enum Failure {
        /// It did not come as far as a good answer to `initialize`.
        case start
        /// It broke the protocol.
        case violation
        /// It ended by itself, once it was started.
        case death
    }

    private var starts = 0
    private var violations = 0
    private var deaths = 0

    /// How long to wait before it is started again, so that what cannot live is not started without end.
    var rest: Duration {
        let failures = starts + violations + deaths
        guard failures > 1 else { return .zero }
        return min(Self.longestRest, Self.firstRest * (1 << min(failures - 2, 10)))
    }

    mutating func answered() { self = RestartPolicy() }

    /// - Returns: whether it is to be given up.
    mutating func failed(_ failure: Failure) -> Bool {
        switch failure {
        case .start: starts += 1
        case .violation: violations += 1
        case .death: deaths += 1
        }
        return starts >= Self.mostInARow || violations >= Self.mostInARow
    }
}
