import QuireModel
import QuireWorkbook

/// Keeps the rows of a sheet that must wait on disk, and gives them back in order: by the values that they are split
/// by, in the order in which these appeared, then by the keys. Nulls come last, rows that compare equal stay in the
/// order in which they came.
actor RowSorter {
    /// What splits the rows.
    struct Split: Sendable {
        /// Its place among the columns of the rows that are added.
        var column: Int
        /// For messages.
        var position: FilePosition?
    }

    /// Consecutive rows that have one value to be split by.
    struct Part: Sendable, Equatable {
        var value: Value
        var rowCount: Int
    }

    /// Places of the columns to sort by, and whether descending.
    private let keys: [(column: Int, isDescending: Bool)]
    private let split: Split?
    /// Columns given back; those behind them only put rows in order.
    private let shownCount: Int
    private let thread = DedicatedThread(name: "rows")
    private let handover: Handover
    private let records: SortedRecords
    private let coding = SortableCoding()
    private var values: SplitValues
    private var readCount = 0

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// - Parameters:
    ///   - keys: none keep the rows as they come.
    ///   - folder: where there is room.
    ///   - memory: bytes that are sorted at once.
    /// - Throws: `RunFailure` where nothing can be written there.
    init(
        by keys: [(column: Int, isDescending: Bool)] = [], splitBy split: Split? = nil, shownCount: Int,
        in folder: String, memory: Int = 24 << 20
    ) throws {
        self.keys = keys
        self.split = split
        self.shownCount = shownCount
        handover = Handover(to: thread)
        records = try SortedRecords(in: folder, memory: memory)
        values = SplitValues(at: split?.position)
    }

    /// Returns once the batch is handed over; what goes wrong with it is thrown by a later call.
    ///
    /// - Parameter failures: by row of the batch, indices of the failures that belong to it.
    nonisolated func add(_ batch: RenderBatch, failures: [Int: [Int]]) async throws {
        try await handover.submit { try self.assumeIsolated { try $0.keep(batch, failures) } }
    }

    private func keep(_ batch: RenderBatch, _ failures: [Int: [Int]]) throws {
        let companions = companions(of: batch, failures)
        let width = batch.columnCount
        for row in 0..<batch.rowCount {
            let start = row * width
            let part = try split.map { try values.add(batch.values[start + $0.column]) }
            try records.add { buffer in
                if let part { buffer.append(word: UInt16(part).bigEndian) }
                for key in keys {
                    coding.append(batch.values[start + key.column], isDescending: key.isDescending, to: &buffer)
                }
            } content: { buffer in
                for column in 0..<shownCount { buffer.append(batch.values[start + column]) }
                buffer.append(companions[row])
            }
        }
    }

    private func companions(of batch: RenderBatch, _ failures: [Int: [Int]]) -> [Int: RowCompanions] {
        var companions: [Int: RowCompanions] = [:]
        let width = batch.columnCount
        for cell in batch.problemCells where cell % width < shownCount {
            companions[cell / width, default: RowCompanions()].problems.append(cell % width)
        }
        for (row, indices) in failures { companions[row, default: RowCompanions()].failures = indices }
        for (cell, url) in batch.links where cell % width < shownCount {
            companions[cell / width, default: RowCompanions()].links.append((cell % width, url))
        }
        return companions
    }

    /// Puts the rows in order; none may come after that.
    func sort() async throws {
        try await handover.drain()
        try records.finish()
    }

    /// The values that the rows are split by, with the number of rows of each, in the order of the rows. Complete once
    /// they are sorted; none without a split.
    var parts: [Part] { values.parts.map { Part(value: $0.value, rowCount: $0.rowCount) } }

    /// Rows in order, with the failures of each row of the batch.
    ///
    /// - Parameter first: how many rows stand before them; quick where that many have been read.
    /// - Returns: nil after the last row.
    func batch(after first: Int, count: Int) throws -> (RenderBatch, failures: [Int: [Int]])? {
        if first < readCount {
            try records.rewind()
            readCount = 0
        }
        while readCount < first, try records.next() != nil { readCount += 1 }
        var batch = RenderBatch(columnCount: shownCount, rowCount: 0, values: [])
        batch.values.reserveCapacity(count * shownCount)
        var failures: [Int: [Int]] = [:]
        while batch.rowCount < count, let content = try records.next() {
            var reader = ByteReader(content)
            for _ in 0..<shownCount { batch.values.append(reader.value()) }
            if let companions = reader.companions() {
                batch.add(companions)
                if !companions.failures.isEmpty { failures[batch.rowCount] = companions.failures }
            }
            batch.rowCount += 1
        }
        readCount += batch.rowCount
        return batch.rowCount == 0 ? nil : (batch, failures)
    }
}

extension RenderBatch {
    /// Of the row that comes next.
    fileprivate mutating func add(_ companions: RowCompanions) {
        let start = rowCount * columnCount
        problemCells += companions.problems.map { start + $0 }
        for (column, url) in companions.links { links[start + column] = url }
    }
}
