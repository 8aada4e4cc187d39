import QuireModel
import QuireRun
import QuireTesting
import Synchronization

@testable import QuireAccess

/// A state of its own, with time that a test moves and passwords that are quick to hash.
struct AccessFixture: Sendable {
    static let author = Author(who: "root", from: "command line")
    static let address = "192.0.2.7"

    let folder = TemporaryFolder()
    let state: StateDatabase
    let clock = MovedClock()
    let hasher = PasswordHasher(cost: .least)

    init() throws { state = try StateDatabase(in: try StateFolder(folder.file("state"))) }

    var now: @Sendable () -> LocalDateTime { { [clock] in clock.now } }
    var users: Users { Users(state, hasher: hasher, now: now) }
    var tokens: Tokens { Tokens(state, now: now) }
    var visitors: Visitors { Visitors(state, now: now) }
    var logins: Logins { Logins(state, hasher: hasher, now: now) }
    var audit: AuditLog { AuditLog(state, now: now) }

    func add(_ name: String, password: String = "correct horse", roles: String = "analyst") async throws {
        try await users.add(name, password: password, roles: try Roles(roles), by: Self.author)
    }

    /// - Returns: the session's cookie.
    func signIn(_ name: String, password: String = "correct horse") async throws -> RandomSecret? {
        guard case .signedIn(_, let cookie) = try await logins.signIn(name, password: password, from: Self.address)
        else {
            return nil
        }
        return cookie
    }

    /// What the audit log says, without times.
    var said: [String] {
        get async throws {
            try await audit.entries(limit: 100).map { "\($0.who) \($0.what) \($0.detail) \($0.origin)" }
        }
    }
}

/// A clock that a test moves.
final class MovedClock: Sendable {
    private let moment = Mutex(LocalDateTime.parse("2026-01-31 12:00:00")?.moment ?? .now)

    var now: LocalDateTime { moment.withLock { $0 } }

    func pass(_ duration: Duration) {
        moment.withLock { $0.microseconds += duration.components.seconds * 1_000_000 }
    }
}
