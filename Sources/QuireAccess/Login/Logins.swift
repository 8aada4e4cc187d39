import Crypto
import FoundationEssentials
import GRDB
package import QuireModel
package import QuireRun

/// How a login ended.
package enum LoginOutcome: Sendable, Hashable {
    /// - Parameter cookie: kept nowhere else.
    case signedIn(Session, cookie: RandomSecret)
    case wrongNameOrPassword
    case tooMany(secondsToWait: Int)
}

/// Signs users in and out.
package struct Logins: Sendable {
    private let state: StateDatabase
    private let hasher: PasswordHasher
    private let now: @Sendable () -> LocalDateTime

    package init(
        _ state: StateDatabase, hasher: PasswordHasher = PasswordHasher(),
        now: @escaping @Sendable () -> LocalDateTime = { .now }
    ) {
        self.state = state
        self.hasher = hasher
        self.now = now
    }

    /// Takes the same time for a name that there is not.
    ///
    /// - Parameter address: where the login comes from.
    package func signIn(_ name: String, password: String, from address: String) async throws -> LoginOutcome {
        // Text that no name can be is one unknown name, whatever a database would make of it.
        let name = (try? AccountName.check(name, of: "user")) ?? ""
        switch try await begin(name, address) {
        case .tooMany(let seconds): return .tooMany(secondsToWait: seconds)
        case .begun(let attempt, let hash):
            let isLength = Users.passwordLength.contains(password.count)
            let isRight = try await hasher.isPassword(isLength ? password : "", of: hash)
            return isRight && isLength
                ? try await succeed(attempt, name, hash, address)
                : try await fail(isKnown: hash != nil, name, address)
        }
    }

    package func signOut(_ cookie: String, by author: Author) async throws {
        let digest = RandomSecret(cookie).digest
        let moment = now()
        try await state.write { database in
            try database.execute(sql: "DELETE FROM session WHERE digest = ?", arguments: [digest])
            guard database.changesCount == 1 else { return }
            try AuditLog.record(.logout, "", by: author, at: moment, database)
        }
    }

    private enum Beginning: Sendable {
        case tooMany(seconds: Int)
        case begun(attempt: Int64, PasswordHash?)
    }

    /// Counts the attempt as failed until it is known to be none, so that many at once are no way around the limit.
    private func begin(_ name: String, _ address: String) async throws -> Beginning {
        let moment = now()
        // What is typed for a name may be a password.
        let key = Data(SHA256.hash(data: Data(name.utf8)))
        let network = IPAddress(address)?.network ?? address
        return try await state.write { database in
            let oldest = moment.microseconds - LoginLimit.ofName.window.components.seconds * 1_000_000
            try database.execute(
                sql: "DELETE FROM login_attempt WHERE at <= ? OR at > ?", arguments: [oldest, moment.microseconds])
            func failed(_ column: String, _ value: any DatabaseValueConvertible) throws -> [LocalDateTime] {
                try Int64.fetchAll(
                    database, sql: "SELECT at FROM login_attempt WHERE \(column) = ?", arguments: [value]
                ).map(LocalDateTime.init(microseconds:))
            }
            let waits = [
                LoginLimit.ofName.secondsToWait(try failed("name", key), at: moment),
                LoginLimit.ofAddress.secondsToWait(try failed("address", network), at: moment),
            ]
            if let wait = waits.compactMap(\.self).max() { return .tooMany(seconds: wait) }
            try database.execute(
                sql: "INSERT INTO login_attempt (name, address, at) VALUES (?, ?, ?)",
                arguments: [key, network, moment.microseconds])
            let attempt = database.lastInsertedRowID
            let text = try String.fetchOne(database, sql: "SELECT password FROM user WHERE name = ?", arguments: [name])
            return .begun(attempt: attempt, text.flatMap(PasswordHash.init(text:)))
        }
    }

    private func succeed(
        _ attempt: Int64, _ name: String, _ hash: PasswordHash?, _ address: String
    ) async throws -> LoginOutcome {
        let cookie = RandomSecret.make()
        let moment = now()
        let session = Session(
            user: name, formToken: RandomSecret.make().text,
            expiresAt: LocalDateTime(
                microseconds: moment.microseconds + Session.lifetime.components.seconds * 1_000_000))
        let isOpened = try await state.write { database in
            try database.execute(sql: "DELETE FROM login_attempt WHERE id = ?", arguments: [attempt])
            try database.execute(sql: "DELETE FROM session WHERE expires_at <= ?", arguments: [moment.microseconds])
            // The user may be gone, or have another password, since it was looked at.
            try database.execute(
                sql: """
                    INSERT INTO session (digest, user, form_token, expires_at)
                    SELECT ?, name, ?, ? FROM user WHERE name = ? AND password = ?
                    """,
                arguments: [cookie.digest, session.formToken, session.expiresAt.microseconds, name, hash?.text])
            guard database.changesCount == 1 else { return false }
            try AuditLog.record(.login, "", by: Author(who: name, from: address), at: moment, database)
            return true
        }
        return isOpened ? .signedIn(session, cookie: cookie) : .wrongNameOrPassword
    }

    private func fail(isKnown: Bool, _ name: String, _ address: String) async throws -> LoginOutcome {
        let moment = now()
        let author = Author(who: isKnown ? name : "unknown", from: address)
        try await state.write { try AuditLog.record(.failedLogin, "", by: author, at: moment, $0) }
        return .wrongNameOrPassword
    }
}
