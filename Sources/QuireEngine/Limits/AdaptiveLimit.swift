/// How many calls may be in work at once, found out from what the service answers: one more for every window of answers
/// in which it was full, a tenth less for a sign of overload.
///
/// Additive increase, multiplicative decrease, as in TCP (RFC 5681) and in `AIMDLimit` of Netflix's concurrency-limits. A
/// sign of overload is an attempt that failed in a way that is retried: a timeout, 429, 5xx, a lost connection. Any
/// other answer is one of health. What was under way at a cut counts no more, so that attempts that fail together cut
/// once (RFC 6582), and a limit that calls do not reach stays (RFC 7661).
struct AdaptiveLimit {
    static let start = 8
    /// Answers that there must be in a window however few calls may be in work: feeling for more fails a call now and
    /// then, which must cost far less than the retries that a run may make.
    static let leastAnswers = 20

    private(set) var calls: Int
    private let most: Int
    /// Since `calls` last changed.
    private var answers = 0
    private var lastBeforeCut = 0

    init(most: Int) {
        self.most = most
        calls = min(AdaptiveLimit.start, most)
    }

    /// - Parameter attempt: its number; attempts are numbered as they begin.
    /// - Parameter isFull: as many calls were in work as may be.
    mutating func answered(attempt: Int, isFull: Bool) {
        guard isFull, calls < most, attempt > lastBeforeCut else { return }
        answers += 1
        if answers >= max(AdaptiveLimit.leastAnswers, calls) { change(to: calls + 1) }
    }

    /// - Parameter latest: the attempt that began last.
    mutating func failed(attempt: Int, latest: Int) {
        guard attempt > lastBeforeCut else { return }
        lastBeforeCut = latest
        change(to: max(1, calls * 9 / 10))
    }

    private mutating func change(to calls: Int) {
        self.calls = calls
        answers = 0
    }
}
