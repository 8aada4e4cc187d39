import GRDBSQLite
import Glibc
import QuireModel

/// A connection that can only read. Used by one thread at a time.
final class SQLiteConnection {
    let handle: OpaquePointer
    let file: String
    /// How long a statement waits for a lock to go.
    var lockWait = Duration.seconds(5)
    private var isOpen = true

    init(path: String, file: String) throws {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw DiagnosticError(
                Diagnostic(
                    .error, "database",
                    errno == EACCES
                        ? "the database '\(file)' may not be read by this user" : "there is no database '\(file)'",
                    at: nil, hint: "it was looked for at \(path)"))
        }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            throw DiagnosticError(
                Diagnostic(.error, "database", "the database '\(file)' is a folder, not a file", at: nil))
        }
        var handle: OpaquePointer?
        let code = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nil)
        guard code == SQLITE_OK, let handle else {
            let message = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "no memory"
            sqlite3_close_v2(handle)
            throw DiagnosticError(
                Diagnostic(.error, "database", "the database '\(file)' cannot be opened: \(message)", at: nil))
        }
        self.handle = handle
        self.file = file
        sqlite3_extended_result_codes(handle, 1)
        // A query may read no other file.
        sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0)
        // The callbacks run inside `sqlite3_step`, and so in the task that reads.
        sqlite3_progress_handler(handle, 10_000, { _ in Task.isCancelled ? 1 : 0 }, nil)
        sqlite3_busy_handler(
            handle,
            { connection, waits in
                guard let connection, !Task.isCancelled else { return 0 }
                let own = Unmanaged<SQLiteConnection>.fromOpaque(connection).takeUnretainedValue()
                guard SQLiteConnection.lockPause * Int(waits) < own.lockWait else { return 0 }
                usleep(useconds_t(SQLiteConnection.lockPause / .microseconds(1)))
                return 1
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    private static let lockPause = Duration.milliseconds(10)

    func close() {
        if isOpen { sqlite3_close_v2(handle) }
        isOpen = false
    }

    deinit { close() }

    /// The last error was another program's lock.
    var isLocked: Bool { [SQLITE_BUSY, SQLITE_LOCKED].contains(sqlite3_errcode(handle) & 0xFF) }

    /// What SQLite says of its last error.
    var message: String { String(cString: sqlite3_errmsg(handle)) }

    func failure() -> any Error {
        switch sqlite3_errcode(handle) & 0xFF {
        case SQLITE_INTERRUPT where Task.isCancelled: CancellationError()
        case SQLITE_BUSY, SQLITE_LOCKED:
            RunFailure("the database '\(file)' is locked by another program", hint: "try again when it is done")
        case SQLITE_NOTADB:
            RunFailure("'\(file)' is no SQLite database", hint: "check the connection's 'file'")
        case SQLITE_CORRUPT: RunFailure("the database '\(file)' is damaged: \(message)")
        case SQLITE_READONLY, SQLITE_CANTOPEN:
            RunFailure(
                "the database '\(file)' cannot be read: \(message)",
                hint: "one in WAL mode needs a folder that this user may write to, or a copy made with VACUUM INTO")
        default: RunFailure("the query on '\(file)' failed: \(message)")
        }
    }
}
