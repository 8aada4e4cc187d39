import GRDBSQLite
import QuireModel

/// A prepared expression with its connection. Used by one thread at a time.
final class Statement {
    private let connection: Connection
    private let handle: OpaquePointer
    private let slots: [RowSlot]
    private let indices: [Int32]
    /// Holds the text bound for one row, so that binding allocates nothing.
    private let scratch: UnsafeMutableRawBufferPointer

    init(_ query: ParameterizedSQL) throws(SQLiteProblem) {
        let connection = try Connection.restricted()
        handle = try connection.prepare(query.sql)
        self.connection = connection
        slots = query.slots
        indices = query.slotIndices
        scratch = .allocate(byteCount: slots.isEmpty ? 0 : 1024, alignment: 1)
        for (index, value) in query.constants {
            var space = scratch[0..<0]
            try bind(value, at: index, space: &space)
        }
    }

    deinit {
        sqlite3_finalize(handle)
        scratch.deallocate()
    }

    func evaluate(_ batch: EnrichedBatch, row: Int) throws(SQLiteProblem) -> Value {
        var space = scratch[...]
        for place in slots.indices {
            try bind(batch.value(slots[place], row: row), at: indices[place], space: &space)
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
        switch sqlite3_column_type(handle, 0) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, 0))
        case SQLITE_FLOAT: return .number(sqlite3_column_double(handle, 0))
        case SQLITE_TEXT:
            let characters = sqlite3_column_text(handle, 0)
            let count = Int(sqlite3_column_bytes(handle, 0))
            return .text(String(decoding: UnsafeBufferPointer(start: characters, count: count), as: UTF8.self))
        case SQLITE_BLOB:
            let bytes = sqlite3_column_blob(handle, 0)
            let count = Int(sqlite3_column_bytes(handle, 0))
            return .text(Self.hex(UnsafeRawBufferPointer(start: bytes, count: count)))
        default: return .null
        }
    }

    private static func hex(_ bytes: UnsafeRawBufferPointer) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    private func bind(
        _ value: borrowing Value, at index: Int32, space: inout Slice<UnsafeMutableRawBufferPointer>
    ) throws(SQLiteProblem) {
        let code: Int32 =
            switch copy value {
            case .null: sqlite3_bind_null(handle, index)
            case .boolean(let value): sqlite3_bind_int64(handle, index, value ? 1 : 0)
            case .integer(let value): sqlite3_bind_int64(handle, index, value)
            case .number(let value), .interval(let value): sqlite3_bind_double(handle, index, value)
            case .decimal(let digits):
                if let integer = Int64(digits) {
                    sqlite3_bind_int64(handle, index, integer)
                } else {
                    sqlite3_bind_double(handle, index, Double(digits) ?? .nan)
                }
            case .text(let text): bind(text, at: index, space: &space)
            case .date(let date): bind(date.description, at: index, space: &space)
            case .datetime(let moment): bind(moment.description, at: index, space: &space)
            case .time(let time): bind(time.description, at: index, space: &space)
            }
        guard code == SQLITE_OK else { throw connection.problem(code) }
    }

    private func bind(_ text: String, at index: Int32, space: inout Slice<UnsafeMutableRawBufferPointer>) -> Int32 {
        var text = text
        return text.withUTF8 { bytes in
            guard bytes.count <= space.count, bytes.count > 0 else { return bindCopy(of: bytes, at: index) }
            let target = UnsafeMutableRawBufferPointer(rebasing: space.prefix(bytes.count))
            target.copyMemory(from: UnsafeRawBufferPointer(bytes))
            space = space.dropFirst(bytes.count)
            return sqlite3_bind_text64(
                handle, index, target.baseAddress?.assumingMemoryBound(to: CChar.self), UInt64(bytes.count), nil,
                UInt8(SQLITE_UTF8))
        }
    }

    /// Where the scratch space does not do, SQLite keeps a copy. An empty text has no address of its own.
    private func bindCopy(of bytes: UnsafeBufferPointer<UInt8>, at index: Int32) -> Int32 {
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        guard let start = bytes.baseAddress, !bytes.isEmpty else {
            return sqlite3_bind_text64(handle, index, "", 0, transient, UInt8(SQLITE_UTF8))
        }
        return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
            sqlite3_bind_text64(handle, index, $0, UInt64(bytes.count), transient, UInt8(SQLITE_UTF8))
        }
    }
}
