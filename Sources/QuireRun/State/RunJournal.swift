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

    /// Adds answers that have just come; those that failed are asked for again. They are one row, which costs a run less
    /// than a row each.
    func append(_ answers: [KeptAnswer], of scope: AnswerScope) async throws {
        var encoder = ValueEncoder()
        encoder.append(answers.count)
        for answer in answers {
            encoder.append(answer.key.values)
            encoder.append(answer.known.answer)
        }
        let content = SealedContent.seal(encoder.bytes)
        let known = scopes[scope]
        let place = known ?? scopes.count + 1
        scopes[scope] = place
        try await opened().write { database in
            if known == nil {
                try database.execute(
                    sql: "INSERT INTO scope VALUES (?, ?, ?, ?)",
                    arguments: [place, scope.lookup.service, scope.lookup.lookup, scope.definition])
            }
            try database.cachedStatement(sql: "INSERT INTO answers VALUES (NULL, ?, ?)")
                .execute(arguments: [place, content])
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
        for (index, scope) in found.enumerated() { scopes[scope] = index + 1 }
        var last = 0
        while true {
            let next = try await queue.read { [last] database -> (id: Int, scope: Int, content: Data)? in
                try Row.fetchOne(
                    database, sql: "SELECT * FROM answers WHERE id > ? ORDER BY id LIMIT 1", arguments: [last]
                ).map { ($0["id"], $0["scope"], $0["content"]) }
            }
            guard let next else { break }
            last = next.id
            // What is damaged is asked for again.
            guard let bytes = SealedContent.open(next.content), found.indices.contains(next.scope - 1) else { continue }
            try await take(found[next.scope - 1], Self.answers(bytes))
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
