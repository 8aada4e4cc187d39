import GRDBSQLite
import QuireExpression
import QuireModel
import QuirePlugin
import QuireWorkbook

#if canImport(Glibc)
import Glibc
#endif

/// The database of a `RowTable`, all of whose calls after the making run on a thread of its own.
///
/// It is not checked by the compiler: the statements and the handle are touched by that thread alone, but for the
/// interruption of a query, which SQLite allows from any thread.
final class RowTableFile: @unchecked Sendable {
    let thread = DedicatedThread(name: "rows")
    private let handle: OpaquePointer
    private let folder: String
    private var insertion: OpaquePointer?
    private var columnCount = 0
    private let binder = ValueBinder(room: 4096)

    init(in folder: String) throws {
        self.folder = folder
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
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX
        var code = sqlite3_open_v2(file.path, &opened, flags, nil)
        if code == SQLITE_OK {
            // SQLite opens the file with the first statement; the name can go once it has.
            code = sqlite3_exec(
                opened,
                """
                PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
                PRAGMA temp_store = FILE; PRAGMA cache_size = -16000; CREATE TABLE made (at); DROP TABLE made
                """, nil, nil, nil)
        }
        guard code == SQLITE_OK, let opened else {
            let reason = String(cString: sqlite3_errmsg(opened))
            sqlite3_close_v2(opened)
            throw RunFailure("no work file can be made in \(folder): \(reason)", hint: hint)
        }
        handle = opened
    }

    deinit {
        sqlite3_finalize(insertion)
        sqlite3_close_v2(handle)
    }

    /// Prepares the queries over an empty table with all columns.
    ///
    /// - Returns: the fields of each, and the names of the columns that they read, in lower case.
    /// - Throws: what is wrong with them.
    func learn(_ columns: [RowTable.Column], _ queries: [BoundSQL]) throws -> ([[FieldShape]], Set<String>) {
        try create(columns)
        defer { sqlite3_exec(handle, "DROP TABLE rows", nil, nil, nil) }
        let guarding = RowTableGuard()
        var fields: [[FieldShape]] = []
        var diagnostics: [Diagnostic] = []
        for query in queries {
            do throws(DiagnosticError) {
                let reading = try guarding.watching(handle) { () throws(DiagnosticError) in
                    try RowTableReading(query, on: handle, columns.map(\.name))
                }
                fields.append(reading.fields)
            } catch {
                diagnostics += error.diagnostics
            }
        }
        guard diagnostics.isEmpty else { throw DiagnosticError(diagnostics) }
        return (fields, guarding.columnsRead)
    }

    /// Makes the table that rows go into.
    func make(_ columns: [RowTable.Column]) throws {
        // There is no table without columns.
        try create(columns.isEmpty ? [RowTable.Column(name: " ", type: nil)] : columns)
        columnCount = columns.count
        let markers = [String](repeating: "?", count: max(1, columns.count)).joined(separator: ",")
        try check(sqlite3_prepare_v3(handle, "INSERT INTO rows VALUES (\(markers))", -1, 0, &insertion, nil))
        try check(sqlite3_exec(handle, "BEGIN", nil, nil, nil))
    }

    private func create(_ columns: [RowTable.Column]) throws {
        guard columns.count <= 2000 else {
            throw RunFailure("a query over rows sees 2,000 columns at most, not \(columns.count)")
        }
        let list = columns.map { column in
            "\"\(column.name.replacing("\"", with: "\"\""))\" \(DeclaredType.name(of: column.type))"
        }
        try check(sqlite3_exec(handle, "CREATE TABLE rows (\(list.joined(separator: ", ")))", nil, nil, nil))
    }

    func insert(_ values: [Value], rowCount: Int) throws {
        guard let insertion else { return }
        var index = 0
        for _ in 0..<rowCount {
            binder.beginRow()
            for column in 0..<columnCount {
                try check(binder.bind(values[index], to: insertion, at: Int32(column + 1)))
                index += 1
            }
            let code = sqlite3_step(insertion)
            sqlite3_reset(insertion)
            if code != SQLITE_DONE { try check(code) }
        }
    }

    func end() throws {
        sqlite3_finalize(insertion)
        insertion = nil
        try check(sqlite3_exec(handle, "COMMIT", nil, nil, nil))
    }

    private func check(_ code: Int32) throws {
        guard code != SQLITE_OK else { return }
        let reason = String(cString: sqlite3_errmsg(handle))
        guard code & 0xFF != SQLITE_FULL else {
            throw RunFailure(
                "the disk is full: the rows that a query needs could not be kept in the folder '\(folder)'",
                hint: "make room there, or set 'tmp' in quire.yaml to a folder with more room")
        }
        throw RunFailure("the rows that a query needs could not be kept in the folder '\(folder)': \(reason)")
    }

    /// Begins a query over the rows.
    func begin(_ query: BoundSQL, _ fields: [FieldShape]) async throws -> RowTableReading {
        try await running { file in
            try RowTableGuard().watching(file.handle) { () throws(DiagnosticError) in
                try RowTableReading(query, on: file.handle, [])
            }
        }
    }

    /// - Returns: nil after the last row.
    func next(_ reading: RowTableReading, _ count: Int, firstRow: Int) async throws -> RowBatch? {
        try await running { _ in try reading.next(count, firstRow: firstRow) }
    }

    /// Runs work on the thread; a query in it is interrupted when the task is cancelled.
    private func running<Result: Sendable>(
        _ work: @escaping @Sendable (RowTableFile) throws -> Result
    ) async throws -> Result {
        try await withTaskCancellationHandler {
            try Task.checkCancellation()
            do {
                return try await withCheckedThrowingContinuation { continuation in
                    thread.run { continuation.resume(with: Swift.Result { try work(self) }) }
                }
            } catch {
                try Task.checkCancellation()
                throw error
            }
        } onCancel: {
            sqlite3_interrupt(handle)
        }
    }
}

/// The declared type of a column, by which its type is known again in what a query gives.
enum DeclaredType {
    private static let names: [FieldType: String] = [
        .date: "DATE", .datetime: "DATETIME", .boolean: "BOOLEAN", .time: "TIME", .interval: "DAYS",
    ]

    static func name(of type: FieldType?) -> String { type.flatMap { names[$0] } ?? "" }

    static func type(named name: String) -> FieldType? { names.first { $0.value == name }?.key }
}
