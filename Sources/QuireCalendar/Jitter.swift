package import QuireModel

/// A delay that keeps schedules of one time from beginning all at once.
package struct Jitter: Sendable, Hashable {
    /// Seconds at most.
    package let limit: Int
    /// From 0 to 1, out of the schedule's id.
    private let share: Double

    /// - Parameter id: the schedule's; the same gives the same delay every time and in every process.
    package init(_ limit: Duration, of id: String) {
        self.limit = Int(limit.components.seconds)
        share = Double(Self.hash(id) >> 11) / Double(1 << 53)
    }

    /// - Parameter next: the fire that follows, which the delay ends before.
    /// - Returns: when a fire's run begins.
    package func moment(of fire: LocalDateTime, before next: LocalDateTime?) -> LocalDateTime {
        var seconds = Double(limit)
        if let next { seconds = min(seconds, Double(next.microseconds - fire.microseconds) / 1e6 - 1) }
        let delay = Int64((max(0, seconds) * share).rounded(.down))
        return LocalDateTime(microseconds: fire.microseconds + delay * 1_000_000)
    }

    /// FNV-1a, its bits then spread by the finaliser of SplitMix64 (Steele, Lea and Flood 2014): ids that differ in their last
    /// letter must not give delays that lie side by side.
    private static func hash(_ text: String) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        hash = (hash ^ (hash >> 30)) &* 0xbf58_476d_1ce4_e5b9
        hash = (hash ^ (hash >> 27)) &* 0x94d0_49bb_1331_11eb
        return hash ^ (hash >> 31)
    }
}
