import FoundationEssentials
import GRDB
import QuireEngine
import QuireModel

/// The answers of one run as they come, in a file of its own: what is in it outlives the process, however that ends,
/// and goes with the run when it succeeds.
///
/// It is only ever appended to while the run goes on. What the system has not written to the disk when its power fails
/// may be lost, and is then asked for again.
actor RunJournal {
    private let path: String
    private var queue: DatabaseQueue?
    private var scopes: [AnswerScope: Int] = [:]

    init(path: String) { self.path = path }

    /// Adds answers that have just come; those that failed are asked for again.
    func append(_ answers: [KeptAnswer], of scope: AnswerScope) async throws {
        let rows = answers.map { answer in
            var key = ValueEncoder()
            key.append(answer.key.values)
            var content = ValueEncoder()
            content.append(answer.known.answer)
            return (Data(key.bytes), Data(content.bytes))
        }
        let known = scopes[scope]
        let place = known ?? scopes.count + 1
        scopes[scope] = place
        try await opened().write { database in
            if known == nil {
                try database.execute(
                    sql: "INSERT INTO scope VALUES (?, ?, ?, ?)",
                    arguments: [place, scope.lookup.service, scope.lookup.lookup, scope.definition])
            }
            let statement = try database.cachedStatement(sql: "INSERT INTO answer VALUES (NULL, ?, ?, ?)")
            for (key, content) in rows { try statement.execute(arguments: [place, key, content]) }
        }
    }

    /// Hands over what is in it, some answers at a time.
    func read(_ take: @Sendable (AnswerScope, [KeptAnswer]) async throws -> Void) async throws {
        guard FileManager.default.fileExists(atPath: path) else { return }
        let queue = try opened()
        let found = try await queue.read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM scope ORDER BY id").map { row in
                AnswerScope(
                    lookup: LookupReference(service: row["service"], lookup: row["lookup"]),
                    definition: row["definition"])
            }
        }
        for (index, scope) in found.enumerated() {
            scopes[scope] = index + 1
            var last = 0
            while true {
                let (answers, end) = try await queue.read { [last] database in
                    try Self.answers(after: last, scope: index + 1, database)
                }
                if answers.isEmpty { break }
                try await take(scope, answers)
                last = end
            }
        }
    }

    private static func answers(after last: Int, scope: Int, _ database: Database) throws -> ([KeptAnswer], Int) {
        var end = last
        let rows = try Row.fetchCursor(
            database, sql: "SELECT id, key, content FROM answer WHERE scope = ? AND id > ? ORDER BY id LIMIT 5000",
            arguments: [scope, last])
        var answers: [KeptAnswer] = []
        while let row = try rows.next() {
            var key = ValueDecoder([UInt8](row["key"] as Data))
            var content = ValueDecoder([UInt8](row["content"] as Data))
            let known = KnownAnswer(answer: content.answer(), isFromBefore: true)
            answers.append(KeptAnswer(key: LookupKey(key.values()), known: known, isNew: false))
            end = row["id"]
        }
        return (answers, end)
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
                    CREATE TABLE IF NOT EXISTS answer (
                        id INTEGER PRIMARY KEY, scope INTEGER NOT NULL, key BLOB NOT NULL, content BLOB NOT NULL);
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
