import FoundationEssentials
import GRDB
import QuireEngine
import QuireModel
import Synchronization

/// The answers of one run as they come, in a file of its own: what is in it outlives the process, however that ends,
/// and goes with the run when it succeeds.
///
/// It is only ever appended to while the run goes on, which does not wait for it: answers that come while others are being
/// written are written together next. What the system has not written to the disk when its power fails may be lost,
/// and is then asked for again.
actor RunJournal {
    private struct Noted: Sendable {
        var scope: AnswerScope
        var answers: [KeptAnswer]
    }

    private let path: String
    private let thread = DedicatedThread(name: "journal")
    private let waiting = Mutex<[Noted]>([])
    private var queue: DatabaseQueue?
    private var scopes: [AnswerScope: Int] = [:]
    private var problem: String?

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(path: String) { self.path = path }

    /// Adds answers that have just come; those that failed are asked for again.
    nonisolated func note(_ answers: [KeptAnswer], of scope: AnswerScope) {
        let isFirst = waiting.withLock { waiting in
            waiting.append(Noted(scope: scope, answers: answers))
            return waiting.count == 1
        }
        if isFirst { thread.run { self.assumeIsolated { $0.writeWaiting() } } }
    }

    /// Writes what still waits.
    ///
    /// - Returns: why some of it is lost.
    func finish() -> String? {
        writeWaiting()
        return problem
    }

    private func writeWaiting() {
        let noted = waiting.withLock { waiting in
            defer { waiting.removeAll() }
            return waiting
        }
        guard problem == nil, !noted.isEmpty else { return }
        do { try write(noted) } catch { problem = StateDatabase.reason(error) }
    }

    /// A row for all answers that came together, which costs a run less than a row each.
    private func write(_ noted: [Noted]) throws {
        try opened().write { database in
            let statement = try database.cachedStatement(sql: "INSERT INTO answers VALUES (NULL, ?, ?)")
            for entry in noted {
                var encoder = ValueEncoder()
                encoder.append(entry.answers.count)
                for answer in entry.answers {
                    encoder.append(answer.key.values)
                    encoder.append(answer.known.answer)
                }
                try statement.execute(arguments: [place(of: entry.scope, database), SealedContent.seal(encoder.bytes)])
            }
        }
    }

    private func place(of scope: AnswerScope, _ database: Database) throws -> Int {
        if let known = scopes[scope] { return known }
        let place = scopes.count + 1
        try database.execute(
            sql: "INSERT INTO scope VALUES (?, ?, ?, ?)",
            arguments: [place, scope.lookup.service, scope.lookup.lookup, scope.definition])
        scopes[scope] = place
        return place
    }

    /// Answers that lie in it together; none where they are damaged, and are asked for again.
    struct Page: Sendable {
        var id: Int
        var scope: AnswerScope?
        var answers: [KeptAnswer]
    }

    /// Reads what an earlier attempt at the run left.
    ///
    /// - Returns: the answers behind those of a page; nil where there are none.
    func page(after last: Int) throws -> Page? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        if scopes.isEmpty { try readScopes() }
        return try opened().read { database in
            let row = try Row.fetchOne(
                database, sql: "SELECT * FROM answers WHERE id > ? ORDER BY id LIMIT 1", arguments: [last])
            guard let row else { return nil }
            let place: Int = row["scope"]
            return Page(
                id: row["id"], scope: scopes.first { $0.value == place }?.key,
                answers: SealedContent.open(row["content"]).map(Self.answers) ?? [])
        }
    }

    /// Begins anew.
    func discard() {
        queue = nil
        scopes = [:]
        RunJournal.remove(path)
    }

    static func remove(_ path: String) {
        for file in [path, path + "-wal", path + "-shm"] { try? FileManager.default.removeItem(atPath: file) }
    }

    private func readScopes() throws {
        try opened().read { database in
            for row in try Row.fetchAll(database, sql: "SELECT * FROM scope") {
                let lookup = LookupReference(service: row["service"], lookup: row["lookup"])
                scopes[AnswerScope(lookup: lookup, definition: row["definition"])] = row["id"]
            }
        }
    }

    private static func answers(_ bytes: [UInt8]) -> [KeptAnswer] {
        var decoder = ValueDecoder(bytes)
        return (0..<decoder.count()).map { _ in
            let key = LookupKey(decoder.values())
            let known = KnownAnswer(answer: decoder.answer(), isFromBefore: true)
            return KeptAnswer(key: key, known: known, isNew: false)
        }
    }

    private func opened() throws -> DatabaseQueue {
        if let queue { return queue }
        var configuration = Configuration()
        configuration.label = "journal"
        configuration.journalMode = .wal
        configuration.prepareDatabase { database in
            // The process that holds the run's lock is alone with it.
            try database.execute(sql: "PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = OFF")
        }
        let opened = try DatabaseQueue(path: path, configuration: configuration)
        try opened.inDatabase { database in
            try database.execute(
                sql: """
                    CREATE TABLE IF NOT EXISTS scope (
                        id INTEGER PRIMARY KEY, service TEXT NOT NULL, lookup TEXT NOT NULL, definition BLOB NOT NULL);
                    CREATE TABLE IF NOT EXISTS answers (
                        id INTEGER PRIMARY KEY, scope INTEGER NOT NULL, content BLOB NOT NULL);
                    """)
        }
        queue = opened
        return opened
    }
}

/// A lookup as it was defined when it gave an answer.
struct AnswerScope: Sendable, Hashable {
    var lookup: LookupReference
    /// The fingerprint of what the answer depends on.
    var definition: Data
}
