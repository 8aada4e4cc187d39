import FoundationEssentials
import GRDB
import QuireModel

/// Remembers which keys have been seen: the first ones in memory, and once there are many, the rest on disk.
actor SeenKeys {
    private let memoryLimit: Int
    private let folder: String
    private var memory: Set<LookupKey> = []
    private var scratch: ScratchDatabase?

    init(memoryLimit: Int = 20_000, folder: String) {
        self.memoryLimit = memoryLimit
        self.folder = folder
    }

    /// - Returns: for each key whether it is seen for the first time.
    func add(_ keys: [LookupKey]) async throws -> [Bool] {
        var isNew = [Bool](repeating: false, count: keys.count)
        var open: [Int] = []
        for (index, key) in keys.enumerated() where !memory.contains(key) {
            if memory.count < memoryLimit {
                memory.insert(key)
                isNew[index] = true
            } else {
                open.append(index)
            }
        }
        guard !open.isEmpty else { return isNew }
        let contents = open.map { index in
            var encoder = ValueEncoder()
            encoder.append(keys[index].values)
            return Data(encoder.bytes)
        }
        let added = try await openScratch().queue.write { database in
            let statement = try database.cachedStatement(sql: "INSERT OR IGNORE INTO seen VALUES (?)")
            return try contents.map { content in
                try statement.execute(arguments: [content])
                return database.changesCount > 0
            }
        }
        for (index, wasAdded) in zip(open, added) { isNew[index] = wasAdded }
        return isNew
    }

    private func openScratch() throws -> ScratchDatabase {
        if let scratch { return scratch }
        let opened = try ScratchDatabase(in: folder)
        try opened.queue.writeWithoutTransaction {
            try $0.execute(sql: "CREATE TABLE seen (key BLOB PRIMARY KEY) WITHOUT ROWID")
        }
        scratch = opened
        return opened
    }
}
