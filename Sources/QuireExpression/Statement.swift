import GRDBSQLite
import QuireModel

/// A prepared expression with its connection. Used by one thread at a time.
final class Statement {
    private let connection: Connection
    private let handle: OpaquePointer
    private let slots: [RowSlot]
    private let indices: [Int32]
    private let binder: ValueBinder

    init(_ query: ParameterizedSQL) throws(SQLiteProblem) {
        let connection = try Connection.restricted()
        handle = try connection.prepare(query.sql)
        self.connection = connection
        slots = query.slots
        indices = query.slotIndices
        binder = ValueBinder(room: slots.isEmpty ? 0 : 1024)
        // Constants stay bound, so SQLite copies them.
        let copying = ValueBinder(room: 0)
        for (index, value) in query.constants {
            let code = copying.bind(value, to: handle, at: index)
            guard code == SQLITE_OK else { throw connection.problem(code) }
        }
    }

    deinit {
        sqlite3_finalize(handle)
    }

    func evaluate(_ batch: EnrichedBatch, row: Int) throws(SQLiteProblem) -> Value {
        binder.beginRow()
        for place in slots.indices {
            let code = binder.bind(batch.value(slots[place], row: row), to: handle, at: indices[place])
            guard code == SQLITE_OK else { throw connection.problem(code) }
        }
        return try result()
    }

    /// The value where nothing differs by row, or all that was bound last.
    func result() throws(SQLiteProblem) -> Value {
        let code = sqlite3_step(handle)
        guard code == SQLITE_ROW else {
            let problem = connection.problem(code)
            sqlite3_reset(handle)
            throw problem
        }
        defer { sqlite3_reset(handle) }
        return StoredValue.read(handle, column: 0)
    }
}
