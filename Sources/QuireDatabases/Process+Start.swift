package import Foundation
import Synchronization

extension Process {
    private static let turn = Mutex(())

    /// Starts it while no other is being started: Foundation does not bear several starts at once.
    package func start() throws { try Self.turn.withLock { _ in try run() } }
}
