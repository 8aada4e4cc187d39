import Synchronization

/// Hands out sessions by their index: each time one that has the least to do.
final class IdlestFirst: Sendable {
    /// Queries under way in each session.
    private let underWay: Mutex<[Int]>

    init(count: Int) { underWay = Mutex([Int](repeating: 0, count: count)) }

    func take() -> Int {
        underWay.withLock { underWay in
            let idlest = underWay.indices.min { underWay[$0] < underWay[$1] } ?? 0
            underWay[idlest] += 1
            return idlest
        }
    }

    func giveBack(_ session: Int) { underWay.withLock { $0[session] -= 1 } }
}
