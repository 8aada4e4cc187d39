import FoundationEssentials
import GRDB
import QuireEngine
import QuireModel

/// Answers that later runs may use, kept in the state database for as long as their service says.
struct AnswerCache: Sendable {
    /// What one lookup's answers are kept under.
    struct Shelf: Sendable, Hashable {
        /// Its row in the database.
        var id: Int64
        var service: String
        var policy: CachePolicy
    }

    private let queue: DatabaseQueue
    /// Milliseconds since 1970.
    private let now: @Sendable () -> Int64

    init(_ state: StateDatabase, now: @escaping @Sendable () -> Int64) {
        queue = state.queue
        self.now = now
    }

    /// Finds or makes the shelf of a lookup as it is defined now. Clears away what has become too old there, what was kept
    /// while the clock was wrong, and what the service has no room for any more.
    func shelf(of scope: AnswerScope, policy: CachePolicy) async throws -> Shelf {
        let now = now()
        let oldest = now - policy.timeToLive.inMilliseconds
        return try await queue.write { database in
            let names: StatementArguments = [scope.lookup.service, scope.lookup.lookup, scope.definition]
            try database.execute(
                sql: "INSERT OR IGNORE INTO cache_scope (service, lookup, definition) VALUES (?, ?, ?)",
                arguments: names)
            let id = try Int64.fetchOne(
                database, sql: "SELECT id FROM cache_scope WHERE service = ? AND lookup = ? AND definition = ?",
                arguments: names)
            let freed = try Int.fetchAll(
                database,
                sql: """
                    DELETE FROM cache WHERE scope = ? AND (kept_at <= ? OR kept_at > ?)
                    RETURNING length(key) + length(answer)
                    """, arguments: [id, oldest, now]
            ).reduce(0, +)
            let shelf = Shelf(id: id ?? 0, service: scope.lookup.service, policy: policy)
            try Self.grow(shelf.id, by: -freed, database)
            try Self.makeRoom(in: shelf, database)
            return shelf
        }
    }

    /// - Returns: one for each key, in their order; nil for those not kept, damaged or too old.
    func answers(for keys: [LookupKey], on shelf: Shelf) async throws -> [LookupAnswer?] {
        let encoded = keys.map(Self.encode)
        let oldest = now() - shelf.policy.timeToLive.inMilliseconds
        let contents = try await queue.read { database in
            let statement = try database.cachedStatement(
                sql: "SELECT answer FROM cache WHERE scope = ? AND key = ? AND kept_at > ?")
            return try encoded.map { try Data.fetchOne(statement, arguments: [shelf.id, $0, oldest]) }
        }
        return contents.map { content in
            guard let bytes = content.flatMap(SealedContent.open) else { return nil }
            var decoder = ValueDecoder(bytes)
            return decoder.answer()
        }
    }

    /// Keeps answers that have just come, and makes room for them.
    ///
    /// - Parameter answers: found or missing; one that failed must not be kept.
    func keep(_ answers: [(key: LookupKey, answer: LookupAnswer)], on shelf: Shelf) async throws {
        let rows = answers.map { entry in
            var content = ValueEncoder()
            content.append(entry.answer)
            return (Self.encode(entry.key), SealedContent.seal(content.bytes))
        }
        let moment = now()
        try await queue.write { database in
            let remove = try database.cachedStatement(
                sql: "DELETE FROM cache WHERE scope = ? AND key = ? RETURNING length(key) + length(answer)")
            let insert = try database.cachedStatement(sql: "INSERT INTO cache VALUES (?, ?, ?, ?)")
            var growth = 0
            for (key, content) in rows {
                growth += key.count + content.count
                growth -= try Int.fetchOne(remove, arguments: [shelf.id, key]) ?? 0
                try insert.execute(arguments: [shelf.id, key, content, moment])
            }
            try Self.grow(shelf.id, by: growth, database)
            try Self.makeRoom(in: shelf, database)
        }
    }

    /// Takes the oldest answers of the service away, whatever their lookup, until a tenth of its room is free again.
    private static func makeRoom(in shelf: Shelf, _ database: Database) throws {
        func bytes() throws -> Int {
            try Int.fetchOne(
                database, sql: "SELECT sum(bytes) FROM cache_scope WHERE service = ?", arguments: [shelf.service]) ?? 0
        }
        guard try bytes() > shelf.policy.size else { return }
        // In small steps where there are few: what has just come is not to go with what is old.
        let count = try Int.fetchOne(
            database,
            sql: "SELECT count(*) FROM cache WHERE scope IN (SELECT id FROM cache_scope WHERE service = ?)",
            arguments: [shelf.service])
        let step = min(max((count ?? 0) / 20, 1), 1000)
        while try bytes() > shelf.policy.size / 10 * 9 {
            let removed = try Row.fetchAll(
                database,
                sql: """
                    DELETE FROM cache WHERE (scope, key) IN (
                        SELECT cache.scope, cache.key FROM cache JOIN cache_scope ON cache_scope.id = cache.scope
                         WHERE cache_scope.service = ? ORDER BY cache.kept_at LIMIT ?)
                    RETURNING scope, length(key) + length(answer) AS bytes
                    """, arguments: [shelf.service, step])
            if removed.isEmpty { return }
            var freed: [Int64: Int] = [:]
            for row in removed { freed[row["scope"], default: 0] += row["bytes"] }
            for (scope, bytes) in freed { try grow(scope, by: -bytes, database) }
        }
    }

    private static func grow(_ scope: Int64, by bytes: Int, _ database: Database) throws {
        guard bytes != 0 else { return }
        try database.execute(
            sql: "UPDATE cache_scope SET bytes = max(0, bytes + ?) WHERE id = ?", arguments: [bytes, scope])
    }

    private static func encode(_ key: LookupKey) -> Data {
        var encoder = ValueEncoder()
        encoder.append(key.values)
        return Data(encoder.bytes)
    }
}

extension Duration {
    fileprivate var inMilliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
