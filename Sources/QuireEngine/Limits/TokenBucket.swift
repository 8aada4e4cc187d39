import QuireModel

/// A moment, as the time since the desk was opened.
typealias Moment = Duration

/// Lets attempts through at a rate, with some in one go after a quiet time.
///
/// The generic cell rate algorithm (ITU-T I.371): instead of counting tokens it keeps the moment at which the bucket
/// would be full, so nothing is rounded away.
struct TokenBucket {
    private let interval: Duration
    private let tolerance: Duration
    private var full: Moment = .zero

    init(rate: Rate, burst: Int?) {
        interval = rate.interval / rate.count
        let burst = burst ?? Int(rate.perSecond.rounded(.up))
        tolerance = interval * (max(1, burst) - 1)
    }

    /// When the next token is there; in the past where it is already.
    var nextToken: Moment { full - tolerance }

    /// Takes a token, which must be there.
    mutating func take(now: Moment) {
        full = max(full, now) + interval
    }
}
