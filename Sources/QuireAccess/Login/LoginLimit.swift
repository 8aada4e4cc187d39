package import QuireModel

/// How many logins may fail within a time before no more are looked at.
package struct LoginLimit: Sendable, Hashable {
    package var failures: Int
    package var window = Duration.seconds(15 * 60)

    package static let ofName = LoginLimit(failures: 5)
    package static let ofAddress = LoginLimit(failures: 20)

    /// - Parameter failed: when logins failed, in any order.
    /// - Returns: in how many seconds the next one is looked at, nil where that is now.
    package func secondsToWait(_ failed: [LocalDateTime], at now: LocalDateTime) -> Int? {
        let length = window.components.seconds * 1_000_000
        // Those after now are from before the clock was set right.
        let counted = failed.map(\.microseconds).filter { $0 > now.microseconds - length && $0 <= now.microseconds }
        guard counted.count >= failures else { return nil }
        // Once this one is too old, there are too few.
        let last = counted.sorted(by: >)[failures - 1]
        let wait = last + length - now.microseconds
        return Int((wait + 999_999) / 1_000_000)
    }
}
