import QuireModel
import QuireStandIn
import Synchronization

/// Counts how often a stand-in was asked for each serial number.
final class Asked: Sendable {
    private let counts = Mutex<[String: Int]>([:])

    /// - Returns: how often it has been asked for, this time among them.
    func count(_ sn: String) -> Int {
        counts.withLock {
            $0[sn, default: 0] += 1
            return $0[sn, default: 0]
        }
    }

    var all: [String: Int] { counts.withLock { $0 } }

    /// A stand-in that answers `fault` where that gives an answer for a serial number and how often it was asked for.
    func tether(_ fault: @escaping @Sendable (String, Int) -> StandInAnswer? = { _, _ in nil }) -> StandIn.Handler {
        { request in
            let sn = request.query("sn") ?? "all"
            return fault(sn, self.count(sn)) ?? Project.known(request)
        }
    }
}
