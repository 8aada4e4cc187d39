import GRDB
import QuireModel

#if canImport(Glibc)
import Glibc
#endif

/// A SQLite database for the work of one run. Its file has no name from the moment it is open, so that it is gone
/// with the process, however that ends.
struct ScratchDatabase {
    let queue: DatabaseQueue

    /// - Parameter folder: where there is room.
    init(in folder: String) throws {
        var configuration = Configuration()
        configuration.prepareDatabase { database in
            try database.execute(
                sql: """
                    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
                    PRAGMA temp_store = FILE; PRAGMA cache_size = -2000
                    """)
        }
        let hint = "set 'tmp' in quire.yaml to another folder"
        guard let file = HiddenFile(in: folder, ending: ".db") else {
            throw RunFailure(
                "no work file can be made in \(folder): \(String(cString: strerror(errno)))", hint: hint)
        }
        // SQLite's own locks go with it, but nobody else can open the file by then.
        defer {
            unlink(file.path)
            close(file.descriptor)
        }
        do {
            queue = try DatabaseQueue(path: file.path, configuration: configuration)
            // SQLite opens the file with the first statement; the name can go once it has.
            try queue.writeWithoutTransaction { try $0.execute(sql: "CREATE TABLE made (at)") }
        } catch {
            throw RunFailure("no work file can be made in \(folder): \(error)", hint: hint)
        }
    }
}
