import GRDBSQLite
import QuireModel

/// A prepared expression with its connection. Used by one thread at a time.
final class Statement {
    private let connection: Connection
    private let handle: OpaquePointer
    private let slots: [RowSlot]
    private let indices: [Int32]
    private let row: ValueBinding

    init(_ query: ParameterizedSQL) throws(SQLiteProblem) {
        let connection = try Connection.restricted()
        handle = try connection.prepare(query.sql)
        self.connection = connection
        slots = query.slots
        indices = query.slotIndices
        row = ValueBinding(to: handle, room: slots.isEmpty ? 0 : 1024)
        // Constants stay bound, so SQLite copies them: there is no room for them here.
        let constants = ValueBinding(to: handle, room: 0)
        for (index, value) in query.constants { try check(constants.bind(value, at: index)) }
    }

    private func check(_ code: Int32) throws(SQLiteProblem) {
        guard code == SQLITE_OK else { throw connection.problem(code) }
    }

    deinit {
        sqlite3_finalize(handle)
    }

    func evaluate(_ batch: EnrichedBatch, row: Int) throws(SQLiteProblem) -> Value {
        self.row.removeAll()
        for place in slots.indices {
            try check(self.row.bind(batch.value(slots[place], row: row), at: indices[place]))
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
        return SQLiteCell.value(handle, 0)
    }
}
