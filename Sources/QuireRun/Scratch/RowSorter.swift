import FoundationEssentials
import GRDB
import QuireModel

/// Keeps the rows of a sheet on disk and gives them back in order. Nulls come last, rows that compare equal stay in
/// the order in which they came.
struct RowSorter {
    private let scratch: ScratchDatabase
    /// Places of the columns to sort by, and whether descending.
    private let keys: [(column: Int, isDescending: Bool)]
    /// Columns given back; those behind them are only sorted by.
    private let shownCount: Int

    /// The values of the split in order of appearance, and the number of rows of each.
    var splits: [(value: Value, rowCount: Int)] { [] }

    init(
        by keys: [(column: Int, isDescending: Bool)], split: Int? = nil, shownCount: Int, in folder: String
    ) throws {
        self.keys = keys
        self.shownCount = shownCount
        scratch = try ScratchDatabase(in: folder)
        let columns = keys.indices.map { "k\($0)" }.joined(separator: ", ")
        try scratch.queue.writeWithoutTransaction {
            try $0.execute(sql: "CREATE TABLE sorted (id INTEGER PRIMARY KEY, \(columns), content BLOB)")
        }
    }

    /// - Parameter failures: by row of the batch, indices of the failures that belong to it.
    func add(_ batch: RenderBatch, failures: [Int: [Int]]) async throws {
        let keys = keys
        var problems: [Int: [Int]] = [:]
        for cell in batch.problemCells {
            problems[cell / batch.columnCount, default: []].append(cell % batch.columnCount)
        }
        let markers = [String](repeating: "?", count: keys.count + 1).joined(separator: ", ")
        let problemsByRow = problems
        try await scratch.queue.write { database in
            let statement = try database.cachedStatement(sql: "INSERT INTO sorted VALUES (NULL, \(markers))")
            for row in 0..<batch.rowCount {
                let start = row * batch.columnCount
                let values = Array(batch.values[start..<start + batch.columnCount])
                var encoder = ValueEncoder()
                encoder.append(values)
                encoder.append(problemsByRow[row] ?? [])
                encoder.append(failures[row] ?? [])
                let links = values.indices.filter { batch.links[start + $0] != nil }
                encoder.append(links.count)
                for column in links {
                    encoder.append(column)
                    encoder.append(batch.links[start + column] ?? "")
                }
                let sortValues = keys.map { values[$0.column].databaseValue }
                try statement.execute(
                    arguments: StatementArguments(sortValues + [Data(encoder.bytes).databaseValue]))
            }
        }
    }

    /// Puts the rows in order; none may come after that.
    func sort() async throws {
        let order = keys.indices.map { "k\($0) IS NULL, k\($0)" + (keys[$0].isDescending ? " DESC" : "") }
        try await scratch.queue.write { database in
            try database.execute(
                sql: """
                    CREATE TEMP TABLE ordered AS SELECT id AS row FROM sorted ORDER BY \(order.joined(separator: ", ")), id
                    """)
        }
    }

    /// Rows in order, with the failures of each row of the batch.
    ///
    /// - Returns: nil after the last row.
    func batch(after first: Int, count: Int) async throws -> (RenderBatch, failures: [Int: [Int]])? {
        let contents = try await scratch.queue.read { database in
            try Data.fetchAll(
                database,
                sql: """
                    SELECT content FROM ordered JOIN sorted ON sorted.id = ordered.row
                     WHERE ordered.rowid > ? AND ordered.rowid <= ? ORDER BY ordered.rowid
                    """, arguments: [first, first + count])
        }
        return contents.isEmpty ? nil : decode(contents)
    }

    private func decode(_ contents: [Data]) -> (RenderBatch, failures: [Int: [Int]]) {
        var batch = RenderBatch(columnCount: shownCount, rowCount: contents.count, values: [])
        var failures: [Int: [Int]] = [:]
        for (row, content) in contents.enumerated() {
            var decoder = ValueDecoder(Array(content))
            batch.values += decoder.values().prefix(shownCount)
            batch.problemCells += decoder.indices().filter { $0 < shownCount }.map { row * shownCount + $0 }
            let failed = decoder.indices()
            if !failed.isEmpty { failures[row] = failed }
            for _ in 0..<decoder.count() {
                let column = decoder.count()
                let url = decoder.text()
                if column < shownCount { batch.links[row * shownCount + column] = url }
            }
        }
        return (batch, failures)
    }
}

extension ValueEncoder {
    fileprivate mutating func append(_ indices: [Int]) {
        append(indices.count)
        for index in indices { append(index) }
    }
}

extension ValueDecoder {
    fileprivate mutating func indices() -> [Int] { (0..<count()).map { _ in count() } }
}

extension Value {
    /// As SQLite sorts it: numbers by size, text byte by byte, dates and times by their ISO text.
    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .boolean(let flag): (flag ? 1 : 0).databaseValue
        case .integer(let integer): integer.databaseValue
        case .number(let number), .interval(let number): number.databaseValue
        case .decimal(let digits): (Double(digits) ?? 0).databaseValue
        case .text(let text): text.databaseValue
        case .date, .datetime, .time: (text ?? "").databaseValue
        }
    }
}
