import Crypto
import FoundationEssentials
package import GRDB
import Glibc
package import QuireModel

/// The state database, which several processes may have open at once.
package struct StateDatabase: Sendable {
    package let folder: StateFolder
    package let queue: DatabaseQueue
    /// Goes into every fingerprint, so that none can be compared with one made elsewhere.
    private let salt: Data

    /// Opens it, making or migrating it first.
    ///
    /// - Throws: where it is no database, or one of a later version of the program.
    package init(in folder: StateFolder) throws(DiagnosticError) {
        self.folder = folder
        var configuration = Configuration()
        configuration.journalMode = .wal
        configuration.busyMode = .timeout(10)
        configuration.label = "state"
        do {
            let lock = try? FileLock.take(folder.openingLock, waits: true)
            defer { lock?.release() }
            // What SQLite makes beside it is closed to others as it is.
            let created = open(folder.database, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            if created >= 0 { close(created) }
            queue = try DatabaseQueue(path: folder.database, configuration: configuration)
            let migrator = Self.migrator
            let isLater = try queue.read { try migrator.hasBeenSuperseded($0) }
            guard !isLater else {
                throw StateFolder.problem(folder.path, "it was made by a later version of the program")
            }
            try migrator.migrate(queue)
            salt = try queue.read {
                try Data.fetchOne($0, sql: "SELECT value FROM setting WHERE name = 'salt'") ?? Data()
            }
        } catch let error as DiagnosticError {
            throw error
        } catch let error as DatabaseError where [.SQLITE_NOTADB, .SQLITE_CORRUPT].contains(error.resultCode) {
            throw StateFolder.problem(
                folder.path, Self.reason(error),
                hint: "remove its files state.db*: what is known of runs, and the cache, are lost with them")
        } catch {
            throw StateFolder.problem(folder.path, Self.reason(error))
        }
    }

    /// What SQLite says, without the statement.
    package static func reason(_ error: any Error) -> String {
        (error as? DatabaseError).map { $0.message ?? $0.resultCode.description } ?? "\(error)"
    }

    /// Tells definitions apart without saying what is in them.
    func fingerprint(_ text: String) -> Data {
        Data(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: SymmetricKey(data: salt)))
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("runs and cache") { database in
            try database.execute(
                sql: """
                    CREATE TABLE setting (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
                    INSERT INTO setting VALUES ('salt', randomblob(32));
                    CREATE TABLE run (
                        id TEXT PRIMARY KEY, report TEXT NOT NULL, status TEXT NOT NULL, summary TEXT NOT NULL,
                        instructions TEXT NOT NULL, definition BLOB NOT NULL) WITHOUT ROWID;
                    CREATE INDEX run_by_report ON run (report, id);
                    CREATE INDEX run_under_way ON run (id) WHERE status = 'running';
                    CREATE TABLE cache_scope (
                        id INTEGER PRIMARY KEY, service TEXT NOT NULL, lookup TEXT NOT NULL, definition BLOB NOT NULL,
                        bytes INTEGER NOT NULL DEFAULT 0, UNIQUE (service, lookup, definition));
                    CREATE TABLE cache (
                        scope INTEGER NOT NULL REFERENCES cache_scope, key BLOB NOT NULL, answer BLOB NOT NULL,
                        kept_at INTEGER NOT NULL, PRIMARY KEY (scope, key)) WITHOUT ROWID;
                    CREATE INDEX cache_by_age ON cache (scope, kept_at);
                    """)
        }
        migrator.registerMigration("queue") { database in
            try database.execute(
                sql: """
                    ALTER TABLE run ADD COLUMN schedule TEXT;
                    ALTER TABLE run ADD COLUMN scheduled_at INTEGER;
                    ALTER TABLE run ADD COLUMN requester TEXT;
                    ALTER TABLE run ADD COLUMN served INTEGER NOT NULL DEFAULT FALSE;
                    CREATE INDEX run_waiting ON run (id) WHERE status = 'queued';
                    CREATE TABLE idempotency (
                        who TEXT NOT NULL, key TEXT NOT NULL, request BLOB NOT NULL, run TEXT NOT NULL,
                        at INTEGER NOT NULL, PRIMARY KEY (who, key)) WITHOUT ROWID;
                    CREATE TABLE service_calls (
                        at INTEGER NOT NULL, service TEXT NOT NULL, calls INTEGER NOT NULL, errors INTEGER NOT NULL,
                        p50 REAL NOT NULL, p95 REAL NOT NULL, longest REAL NOT NULL,
                        PRIMARY KEY (at, service)) WITHOUT ROWID;
                    CREATE INDEX idempotency_by_age ON idempotency (at);
                    """)
        }
        AccessTables.add(to: &migrator)
        migrator.registerMigration("schedules") { database in
            try database.execute(
                sql: """
                    CREATE TABLE schedule_state (
                        id TEXT PRIMARY KEY, report TEXT NOT NULL, schedule TEXT NOT NULL, plan TEXT NOT NULL,
                        paused INTEGER NOT NULL, failures INTEGER NOT NULL, considered INTEGER NOT NULL,
                        late_run TEXT, ended INTEGER) WITHOUT ROWID;
                    CREATE TABLE fire (
                        key TEXT PRIMARY KEY, report TEXT NOT NULL, schedule TEXT NOT NULL, at INTEGER NOT NULL,
                        status TEXT NOT NULL, reason TEXT, run TEXT, attempts INTEGER NOT NULL, retry_at INTEGER,
                        is_open INTEGER NOT NULL) WITHOUT ROWID;
                    CREATE INDEX fire_by_schedule ON fire (report, schedule, at);
                    CREATE INDEX fire_open ON fire (report, schedule) WHERE is_open;
                    """)
        }
        migrator.registerMigration("pauses after failures") { database in
            try database.execute(sql: "ALTER TABLE schedule_state ADD COLUMN paused_after INTEGER")
        }
        return migrator
    }
}
