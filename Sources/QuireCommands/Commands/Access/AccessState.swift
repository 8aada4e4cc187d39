import Foundation
import Glibc
import QuireAccess
import QuireDefinition
import QuireModel
import QuireRun

extension ProjectOptions {
    /// The state, where users and tokens are.
    func accessState() throws -> StateDatabase {
        try state(of: try folder(ProcessInfo.processInfo.environment))
    }
}

extension Console {
    /// Says what it means that nobody is left who could sign in.
    func warnIfOpen(_ state: StateDatabase) async throws {
        guard try await !Visitors(state).haveAccounts() else { return }
        warn("there is no user and no token any more: whoever reaches the server on this machine may do everything")
    }
}

extension Author {
    /// The system's user that runs the program.
    static var commandLine: Author {
        let user = getuid()
        var record = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16_384)
        let name = buffer.withUnsafeMutableBufferPointer { buffer -> String? in
            guard let start = buffer.baseAddress, getpwuid_r(user, &record, start, buffer.count, &found) == 0,
                found != nil
            else { return nil }
            return record.pw_name.map { String(cString: $0) }
        }
        return Author(who: name ?? "user \(user)", from: "command line")
    }
}

extension Zone {
    /// `2026-01-31 12:30`, on the zone's clocks.
    func minute(ofUTC moment: LocalDateTime) -> String { String(second(ofUTC: moment).prefix(16)) }

    /// `2026-01-31 12:30:05`, on the zone's clocks.
    func second(ofUTC moment: LocalDateTime) -> String { String(wallTime(ofUTC: moment).description.prefix(19)) }
}
