import FoundationEssentials
import GRDB
import QuireModel

/// A SQLite database for the work of one run. Its file has no name from the moment it is open, so that it is gone
/// with the process, however that ends.
struct ScratchDatabase {
    let queue: DatabaseQueue

    /// - Parameter folder: where there is room.
    init(in folder: String) throws {
        let path = folder + "/.quire-\(UInt64.random(in: 0 ... .max)).db"
        var configuration = Configuration()
        configuration.prepareDatabase { database in
            try database.execute(
                sql: """
                    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
                    PRAGMA temp_store = FILE; PRAGMA cache_size = -2000
                    """)
        }
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
            // The first write makes the file; the name can go once it is there.
            try queue.writeWithoutTransaction { try $0.execute(sql: "CREATE TABLE made (at)") }
            try FileManager.default.removeItem(atPath: path)
        } catch {
            throw RunFailure(
                "no work file can be made in \(folder): \(error)", hint: "set 'tmp' in quire.yaml to another folder")
        }
    }
}
