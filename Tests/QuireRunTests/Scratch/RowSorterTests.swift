import QuireModel
import QuireTesting
import Testing

@testable import QuireRun

@Suite struct RowSorterTests {
    private let folder = TemporaryFolder()

    private func sort(
        _ rows: [[Value]], by keys: [(column: Int, isDescending: Bool)], shown: Int? = nil
    ) async throws -> [[Value]] {
        let width = rows.first?.count ?? 0
        let sorter = try RowSorter(by: keys, shownCount: shown ?? width, in: folder.path)
        try await sorter.add(
            RenderBatch(columnCount: width, rowCount: rows.count, values: rows.flatMap(\.self)), failures: [:])
        try await sorter.sort()
        var sorted: [[Value]] = []
        while let (batch, _) = try await sorter.batch(after: sorted.count, count: 2) {
            for row in 0..<batch.rowCount {
                sorted.append(Array(batch.values[row * batch.columnCount..<(row + 1) * batch.columnCount]))
            }
        }
        return sorted
    }

    @Test("nulls come last, ascending and descending", arguments: [false, true])
    func nulls(isDescending: Bool) async throws {
        let sorted = try await sort([[.null], [.integer(1)], [.integer(2)]], by: [(0, isDescending)])
        #expect(sorted.last == [.null])
        #expect(sorted.first == [.integer(isDescending ? 2 : 1)])
    }

    @Test("rows that compare equal stay in their order, and later keys decide between equals")
    func stability() async throws {
        let rows: [[Value]] = [
            [.text("b"), .integer(1)], [.text("a"), .integer(1)], [.text("b"), .integer(2)], [.text("a"), .integer(1)],
        ]
        let sorted = try await sort(rows, by: [(0, false), (1, true)])
        #expect(sorted == [rows[1], rows[3], rows[2], rows[0]])
    }

    @Test("every kind of value comes back as it was")
    func values() async throws {
        let row: [Value] = [
            .integer(1), .null, .boolean(true), .boolean(false), .integer(.min), .number(-0.5),
            .decimal("0.12345678901234567890"),
            .text("汉字 & 🙂"), .date(CalendarDate(daysSinceEpoch: -1)), .datetime(LocalDateTime(microseconds: -1)),
            .time(TimeOfDay(microseconds: 1)), .interval(1.5),
        ]
        #expect(try await sort([row], by: [(0, false)]) == [row])
    }

    @Test("numbers sort by size whatever their kind, text byte by byte, dates by the calendar")
    func orders() async throws {
        let numbers: [[Value]] = [[.decimal("100.00000000000000001")], [.number(2.5)], [.integer(10)]]
        #expect(try await sort(numbers, by: [(0, false)]) == [numbers[1], numbers[2], numbers[0]])
        let texts: [[Value]] = [[.text("é")], [.text("a")], [.text("Z")]]
        #expect(try await sort(texts, by: [(0, false)]) == [texts[2], texts[1], texts[0]])
        let dates = ["2026-10-01", "2026-09-30"].compactMap { CalendarDate($0) }.map { [Value.date($0)] }
        #expect(try await sort(dates, by: [(0, false)]) == [dates[1], dates[0]])
    }

    @Test("columns that are only sorted by are left out, links, problems and failures go with their rows")
    func companions() async throws {
        let sorter = try RowSorter(by: [(1, true)], shownCount: 1, in: folder.path)
        let batch = RenderBatch(
            columnCount: 2, rowCount: 2, values: [.text("first"), .integer(1), .text("second"), .integer(2)],
            problemCells: [0, 1], links: [2: "https://example.com/2", 3: "https://example.com/hidden"])
        try await sorter.add(batch, failures: [0: [7, 9]])
        try await sorter.sort()
        let (sorted, failures) = try #require(try await sorter.batch(after: 0, count: 10))
        #expect(sorted.values == [.text("second"), .text("first")])
        #expect(sorted.links == [0: "https://example.com/2"])
        #expect(sorted.problemCells == [1])
        #expect(failures == [1: [7, 9]])
    }

    @Test("its work file has no name while it is in use")
    func namelessFile() async throws {
        let sorter = try RowSorter(by: [(0, false)], shownCount: 1, in: folder.path)
        try await sorter.add(RenderBatch(columnCount: 1, rowCount: 1, values: [.integer(1)]), failures: [:])
        #expect(try folder.names == [])
    }

    @Test("a folder that cannot be written is named")
    func noFolder() {
        let error = #expect(throws: RunFailure.self) {
            try RowSorter(by: [(0, false)], shownCount: 1, in: folder.path + "/nowhere")
        }
        #expect(error?.message.contains(folder.path + "/nowhere") == true)
    }
}
