import FoundationEssentials
import GRDB
import QuireEngine
import QuireModel

/// Keeps the answers of a run: the first ones in memory, and once there are many, the rest on disk.
actor AnswersOnDisk: AnswerStore {
    /// Answers kept in memory.
    private let memoryLimit: Int
    private let folder: String
    private let memory = AnswersInMemory()
    private var memoryCount = 0
    private var scratch: ScratchDatabase?

    init(memoryLimit: Int = 20_000, folder: String) {
        self.memoryLimit = memoryLimit
        self.folder = folder
    }

    func answers(for keys: [LookupKey], of lookup: LookupReference) async throws -> [KnownAnswer?] {
        var known = await memory.answers(for: keys, of: lookup)
        guard let scratch else { return known }
        let open = known.indices.filter { known[$0] == nil }
        let found = try await scratch.queue.read { database in
            let statement = try database.cachedStatement(sql: "SELECT content FROM answer WHERE key = ?")
            return try open.map { index in
                try Data.fetchOne(statement, arguments: [Self.encode(keys[index], of: lookup)])
            }
        }
        for (index, content) in zip(open, found) { known[index] = content.map(Self.decode) }
        return known
    }

    func keep(_ answers: [KeptAnswer], of lookup: LookupReference) async throws {
        if scratch == nil, memoryCount + answers.count <= memoryLimit {
            memoryCount += answers.count
            await memory.keep(answers, of: lookup)
            return
        }
        // An answer in memory is replaced there: it is looked for there first.
        let inMemory = await memory.answers(for: answers.map(\.key), of: lookup)
        let replaced = zip(answers, inMemory).filter { $0.1 != nil }.map(\.0)
        if !replaced.isEmpty { await memory.keep(replaced, of: lookup) }
        let scratch = try open()
        let added = zip(answers, inMemory).filter { $0.1 == nil }.map {
            (Self.encode($0.0.key, of: lookup), Self.encode($0.0.known))
        }
        try await scratch.queue.write { database in
            let statement = try database.cachedStatement(sql: "INSERT OR REPLACE INTO answer VALUES (?, ?)")
            for (key, content) in added { try statement.execute(arguments: [key, content]) }
        }
    }

    private func open() throws -> ScratchDatabase {
        if let scratch { return scratch }
        let opened = try ScratchDatabase(in: folder)
        try opened.queue.writeWithoutTransaction {
            try $0.execute(sql: "CREATE TABLE answer (key BLOB PRIMARY KEY, content BLOB) WITHOUT ROWID")
        }
        scratch = opened
        return opened
    }

    private static func encode(_ key: LookupKey, of lookup: LookupReference) -> Data {
        var encoder = ValueEncoder()
        encoder.append(lookup.description)
        encoder.append(key.values)
        return Data(encoder.bytes)
    }

    private static func encode(_ known: KnownAnswer) -> Data {
        var encoder = ValueEncoder()
        encoder.append(Int(bitPattern: UInt(known.countedBy)))
        encoder.append(known.isFromBefore ? 1 : 0)
        encoder.append(known.answer)
        return Data(encoder.bytes)
    }

    private static func decode(_ content: Data) -> KnownAnswer {
        var decoder = ValueDecoder(Array(content))
        let countedBy = UInt64(UInt(bitPattern: decoder.count()))
        let isFromBefore = decoder.count() == 1
        return KnownAnswer(answer: decoder.answer(), countedBy: countedBy, isFromBefore: isFromBefore)
    }
}
