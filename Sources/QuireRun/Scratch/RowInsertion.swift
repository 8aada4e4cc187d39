import GRDBSQLite
import QuireExpression
import QuireModel

/// Fills the table `rows`, in one transaction. Used by one thread at a time.
final class RowInsertion {
    private let database: RowDatabase
    private let statement: OpaquePointer
    private let binding: ValueBinding
    private let columns: [FieldShape]
    private var kinds: [ValueKinds]
    /// For each column how many of its values lost digits.
    private var roundedCounts: [Int]

    init(of columns: [FieldShape], in database: RowDatabase) throws(RunFailure) {
        let markers = columns.map { _ in "?" }.joined(separator: ", ")
        let sql = "INSERT INTO rows " + (columns.isEmpty ? "DEFAULT VALUES" : "VALUES (\(markers))")
        var prepared: OpaquePointer?
        guard
            sqlite3_prepare_v3(database.handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
                == SQLITE_OK,
            let prepared
        else { throw database.failure() }
        statement = prepared
        binding = ValueBinding(to: prepared, room: 16 << 10)
        self.database = database
        self.columns = columns
        kinds = columns.map { _ in ValueKinds() }
        roundedCounts = columns.map { _ in 0 }
        try database.execute("BEGIN")
    }

    deinit { sqlite3_finalize(statement) }

    /// - Parameter values: one for each column, row after row.
    func add(_ values: [Value], rowCount: Int) throws(RunFailure) {
        var index = 0
        for _ in 0..<rowCount {
            binding.removeAll()
            for column in columns.indices {
                let value = values[index]
                index += 1
                kinds[column].insert(value)
                if case .decimal(let digits) = value, Int64(digits) == nil, NumberText.significantDigits(digits) > 15 {
                    roundedCounts[column] += 1
                }
                if binding.bind(value, at: Int32(truncatingIfNeeded: column + 1)) != SQLITE_OK {
                    throw database.failure()
                }
            }
            let code = sqlite3_step(statement)
            guard code == SQLITE_DONE else { throw database.failure() }
            sqlite3_reset(statement)
        }
    }

    func finish() throws(RunFailure) { try database.execute("COMMIT") }

    var warnings: [String] {
        zip(columns, roundedCounts).filter { $1 > 0 }.map { column, count in
            "rows: \(count) \(count == 1 ? "value" : "values") of '\(column.name)' with more digits than SQL keeps "
                + "\(count == 1 ? "is" : "are") rounded in queries"
        }
    }

    /// Of the columns: as they are declared, otherwise as all their values are.
    var types: [FieldType?] { zip(columns, kinds).map { $0.type ?? $1.only } }
}

/// Of which kinds the values of a column are, as far as SQL does not know it.
private struct ValueKinds {
    private var bits: UInt8 = 0

    @inline(__always)
    mutating func insert(_ value: Value) {
        switch value {
        case .null: break
        case .boolean: bits |= 1
        case .date: bits |= 2
        case .datetime: bits |= 4
        case .time: bits |= 8
        case .interval: bits |= 16
        case .integer, .number, .decimal, .text: bits |= 32
        }
    }

    /// The type where all are of one kind that SQL does not know.
    var only: FieldType? {
        switch bits {
        case 1: .boolean
        case 2: .date
        case 4: .datetime
        case 8: .time
        case 16: .interval
        default: nil
        }
    }
}
