import FoundationEssentials
import GRDB
import QuireEngine
import QuireModel

/// Keeps the answers of a run: the first ones in memory, and once there are many, the rest on disk.
actor AnswersOnDisk: AnswerStore {
    /// Answers kept in memory.
    private let memoryLimit: Int
    private let folder: String
    private var memory = PackedAnswers()
    private var scratch: ScratchDatabase?

    init(memoryLimit: Int = 100_000, folder: String) {
        self.memoryLimit = memoryLimit
        self.folder = folder
    }

    func answers(for keys: [LookupKey], of lookup: LookupReference) async throws -> [KnownAnswer?] {
        let encoded = keys.map { Self.encode($0, of: lookup) }
        var known = encoded.map { memory.content(of: $0).map(Self.decode) }
        guard let scratch else { return known }
        let open = known.indices.filter { known[$0] == nil }
        let found = try await scratch.queue.read { database in
            let statement = try database.cachedStatement(sql: "SELECT content FROM answer WHERE key = ?")
            return try open.map { index in
                try Data.fetchOne(statement, arguments: [Data(encoded[index])])
            }
        }
        for (index, content) in zip(open, found) { known[index] = content.map { Self.decode(Array($0)) } }
        return known
    }

    func keep(_ answers: [(key: LookupKey, known: KnownAnswer)], of lookup: LookupReference) async throws {
        var rest: [(key: [UInt8], content: [UInt8])] = []
        for (key, known) in answers {
            let key = Self.encode(key, of: lookup)
            let content = Self.encode(known)
            // An answer in memory is replaced there: it is looked for there first.
            if (scratch == nil && memory.count < memoryLimit) || memory.content(of: key) != nil {
                memory.set(content, of: key)
            } else {
                rest.append((key, content))
            }
        }
        guard !rest.isEmpty else { return }
        try await open().queue.write { [rest] database in
            let statement = try database.cachedStatement(sql: "INSERT OR REPLACE INTO answer VALUES (?, ?)")
            for (key, content) in rest { try statement.execute(arguments: [Data(key), Data(content)]) }
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

    private static func encode(_ key: LookupKey, of lookup: LookupReference) -> [UInt8] {
        var encoder = ValueEncoder()
        encoder.append(lookup.description)
        encoder.append(key.values)
        return encoder.bytes
    }

    private static func encode(_ known: KnownAnswer) -> [UInt8] {
        var encoder = ValueEncoder()
        encoder.append(Int(bitPattern: UInt(known.countedBy)))
        switch known.answer {
        case .found(let values):
            encoder.append(0)
            encoder.append(values)
        case .missing: encoder.append(1)
        case .failed(let failure):
            encoder.append(2)
            encoder.append(failure.attempts)
            encoder.append(failure.message)
        }
        return encoder.bytes
    }

    private static func decode(_ content: [UInt8]) -> KnownAnswer {
        var decoder = ValueDecoder(content)
        let countedBy = UInt64(UInt(bitPattern: decoder.count()))
        let answer: LookupAnswer
        switch decoder.count() {
        case 0: answer = .found(decoder.values())
        case 1: answer = .missing
        default:
            let attempts = decoder.count()
            answer = .failed(LookupFailure(message: decoder.text(), attempts: attempts))
        }
        return KnownAnswer(answer: answer, countedBy: countedBy)
    }
}
