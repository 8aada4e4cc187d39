import GRDBSQLite
import Glibc
import QuireModel

/// A database of one run that is nowhere but in its work folder, without a name, and there only once it is large. Used
/// by one thread at a time.
final class RowDatabase {
    let handle: OpaquePointer
    let folder: String
    /// Outlives the connection.
    private let files: WorkFolderFiles

    /// The most bytes of a text, and of all that is kept of a row.
    static let longestText: Int32 = 16 << 20

    /// - Throws: where nothing can be written in the folder.
    init(in folder: String) throws(RunFailure) {
        guard access(folder, W_OK | X_OK) == 0 else { throw .workFile(errno, in: folder) }
        guard let files = WorkFolderFiles(in: folder) else { throw .workFile(ENOSYS, in: folder) }
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
        guard sqlite3_open_v2("", &opened, flags, files.name) == SQLITE_OK, let opened else {
            sqlite3_close(opened)
            throw .workFile(ENOMEM, in: folder)
        }
        handle = opened
        self.folder = folder
        self.files = files
        sqlite3_extended_result_codes(handle, 1)
        _disableDoubleQuotedStringLiterals(handle)
        sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, Self.longestText)
        sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0)
        sqlite3_limit(handle, SQLITE_LIMIT_WORKER_THREADS, 0)
        try keepModules()
        // The callback runs inside `sqlite3_step`, and so in the task that reads.
        sqlite3_progress_handler(handle, 10_000, { _ in Task.isCancelled ? 1 : 0 }, nil)
        // A sort of a query has as much memory as the cache.
        try execute(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE; PRAGMA cache_size = -8000")
    }

    deinit { sqlite3_close_v2(handle) }

    private func keepModules() throws(RunFailure) {
        let names = QueryGuard.functions.map { strdup($0) }
        defer { for name in names { free(name) } }
        var kept = names.map { UnsafePointer($0) } + [nil]
        kept.withUnsafeMutableBufferPointer { _ = sqlite3_drop_modules(handle, $0.baseAddress) }
        // SQLite declares their tables with the first use, which is more than a query may do.
        for name in QueryGuard.functions { try execute("SELECT 1 FROM \(name)('[]')") }
    }

    func execute(_ sql: String) throws(RunFailure) {
        guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw failure() }
    }

    /// The last error, where it is none of a query's text.
    ///
    /// - Parameter place: of the query that failed, for messages.
    func failure(at place: FilePosition? = nil) -> RunFailure {
        let code = sqlite3_extended_errcode(handle)
        let place = place.map { "\($0): " } ?? ""
        return switch code & 0xFF {
        case SQLITE_FULL: .workFile(ENOSPC, in: folder, needed: fileSize)
        case SQLITE_CANTOPEN: .workFile(sqlite3_system_errno(handle), in: folder)
        case SQLITE_IOERR: .workFile(EIO, in: folder)
        case SQLITE_TOOBIG:
            RunFailure("\(place)a text, or all of a row, gets longer than \(Self.longestText >> 20) MiB in 'rows'")
        case SQLITE_NOMEM: RunFailure("\(place)the query takes too much memory")
        default: RunFailure("\(place)the query failed: \(message)")
        }
    }

    /// What SQLite says of its last error.
    var message: String { String(cString: sqlite3_errmsg(handle)) }

    /// Nil where there is no file yet.
    private var fileSize: Int? {
        var file: UnsafeMutablePointer<sqlite3_file>?
        var size: sqlite3_int64 = 0
        guard sqlite3_file_control(handle, "main", SQLITE_FCNTL_FILE_POINTER, &file) == SQLITE_OK, let file,
            let methods = file.pointee.pMethods, methods.pointee.xFileSize(file, &size) == SQLITE_OK, size > 0
        else { return nil }
        return Int(size)
    }
}
