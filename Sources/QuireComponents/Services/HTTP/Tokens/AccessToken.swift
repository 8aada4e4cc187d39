/// What a service takes in place of a password, for a while.
struct AccessToken: Sendable, Hashable {
    let text: String
    /// Seconds since 1970 from which on another is asked for; nil: once the service refuses this one.
    let renewal: Double?

    /// - Parameters:
    ///   - lifetime: seconds, where the server says.
    ///   - began: when it was asked for, so that its life ends a little early rather than late.
    init(_ text: String, lifetime: Double?, began: Int64) {
        self.text = text
        renewal = lifetime.map { Double(began) + $0 - min(30, $0 / 10) }
    }

    func isFresh(now: Int64) -> Bool { renewal.map { Double(now) < $0 } ?? true }
}
