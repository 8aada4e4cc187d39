import QuireModel
import QuirePlugin
import QuireTesting
import Testing

@testable import QuireRun

@Suite struct RowSorterTests {
    private let folder = TemporaryFolder()

    private func sorter(
        _ rows: [[Value]], by keys: [(column: Int, isDescending: Bool)] = [], splitBy split: Int? = nil,
        shown: Int? = nil, memory: Int = 1 << 20
    ) async throws -> RowSorter {
        let width = rows.first?.count ?? 0
        let sorter = try RowSorter(
            by: keys, splitBy: split.map { RowSorter.Split(column: $0) }, shownCount: shown ?? width, in: folder.path,
            memory: memory)
        for start in stride(from: 0, to: rows.count, by: 1000) {
            let part = rows[start..<min(start + 1000, rows.count)]
            try await sorter.add(
                RenderBatch(columnCount: width, rowCount: part.count, values: part.flatMap(\.self)), failures: [:])
        }
        try await sorter.sort()
        return sorter
    }

    private func read(_ sorter: RowSorter, count: Int = 2) async throws -> [[Value]] {
        var sorted: [[Value]] = []
        while let (batch, _) = try await sorter.batch(after: sorted.count, count: count) {
            for row in 0..<batch.rowCount {
                sorted.append(Array(batch.values[row * batch.columnCount..<(row + 1) * batch.columnCount]))
            }
        }
        return sorted
    }

    private func sort(_ rows: [[Value]], by keys: [(column: Int, isDescending: Bool)]) async throws -> [[Value]] {
        try await read(sorter(rows, by: keys))
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
            [.text("b"), .integer(1), .integer(0)], [.text("a"), .integer(1), .integer(1)],
            [.text("b"), .integer(2), .integer(2)], [.text("a"), .integer(1), .integer(3)],
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

    /// Ascending; values in one list compare equal.
    private static let orderCases: [[[Value]]] = [
        [
            [.number(-.infinity)], [.integer(.min)], [.integer(-1)], [.number(-0.5)], [.number(0), .number(-0.0)],
            [.boolean(true), .integer(1), .number(1)], [.number(2.5)], [.integer(10)],
            [.decimal("100.00000000000000001")],
            [.integer(9_007_199_254_740_992), .number(9_007_199_254_740_992)], [.integer(9_007_199_254_740_993)],
            [.number(9_007_199_254_740_994)], [.decimal("9007199254740995")], [.integer(.max - 1)], [.integer(.max)],
            [.number(9_223_372_036_854_775_808)], [.number(.infinity)], [.text("-1")], [.null, .number(.nan)],
        ],
        [
            [.text("")], [.text("\0")], [.text("\0a")], [.text("\u{1}")], [.text("10")], [.text("9")], [.text("Z")],
            [.text("a")], [.text("a\0")], [.text("ab")], [.text("é")], [.text("汉")], [.text("🙂")], [.null],
        ],
        ["-0044-03-15", "-0043-01-01", "0000-01-01", "2026-09-30", "2026-10-01", "9999-12-31", "10000-01-01"].map {
            let parts = $0.split(separator: "-").compactMap { Int($0) }
            let year = $0.first == "-" ? -parts[0] : parts[0]
            return [.date(CalendarDate(year: year, month: parts[1], day: parts[2])!)]
        },
        [-62_200_000_000_000_000, -1, 0, 250_000, 1_000_000, 86_400_000_000, 300_000_000_000_000_000].map {
            [.datetime(LocalDateTime(microseconds: $0))]
        },
        [0, 1, 900_000, 1_000_000, 1_000_001, 86_399_999_999].map { [.time(TimeOfDay(microseconds: $0))] },
        [[.interval(-1)], [.interval(0.25)], [.interval(30)], [.null]],
    ]

    @Test(
        "numbers sort by size whatever their kind, text byte by byte, dates and times by the calendar",
        arguments: orderCases)
    func orders(groups: [[Value]]) async throws {
        let rows = groups.enumerated().flatMap { place, values in
            values.enumerated().map { [$1, .integer(Int64(place)), .integer(Int64($0))] }
        }
        let mixed = rows.reversed().sorted { $0[2].number ?? 0 < $1[2].number ?? 0 }
        #expect(try await sort(mixed, by: [(0, false)]) == rows)
        let nulls = rows.filter { $0[0].isNull || $0[0] == .number(.nan) }
        let others = rows.filter { !nulls.contains($0) }
        let descending = others.sorted {
            ($1[1].number ?? 0, $0[2].number ?? 0) < ($0[1].number ?? 0, $1[2].number ?? 0)
        }
        #expect(try await sort(mixed, by: [(0, true)]) == descending + nulls)
    }

    private static func randomValue(_ dice: inout Dice) -> Value {
        let small = Int64.random(in: -3...3, using: &dice)
        return switch Int.random(in: 0...10, using: &dice) {
        case 0: .null
        case 1: .boolean(small > 0)
        case 2: .integer(small)
        case 3: .integer((small > 0 ? 1 << 53 : .max - 3) + small)
        case 4: .number(Double(small) / 2)
        case 5: .number(Double(bitPattern: dice.next()))
        case 6: .number(9_007_199_254_740_992 + Double(small))
        case 7: .decimal(small > 0 ? "900719925474099\(small)" : "1.\(small.magnitude)0000000000000000001")
        case 8:
            .text(String(decoding: (0..<Int.random(in: 0...9, using: &dice)).map { UInt8(97 + $0 % 2) }, as: UTF8.self))
        case 9: .date(CalendarDate(daysSinceEpoch: Int(small)))
        default: .datetime(LocalDateTime(microseconds: small * 40_000_000_000))
        }
    }

    @Test("values of all kinds are in SQLite's order", arguments: 0..<6)
    func asSQLite(seed: Int) async throws {
        var dice = Dice(seed)
        let rows = (0..<500).map { [Self.randomValue(&dice), .integer(Int64($0))] }
        let direction = seed.isMultiple(of: 2) ? "" : "DESC"
        let table = try RowTable(
            columns: [FieldShape("v"), FieldShape("place")],
            queries: [ExpressionText("SELECT place FROM rows ORDER BY v \(direction) NULLS LAST, place")],
            parameters: [:], in: folder.path)
        try await table.add(rows.flatMap(\.self), rowCount: rows.count)
        let ordered = try await table.reader(ofQuery: 0).next(1000)?.values
        #expect(try await sort(rows, by: [(0, direction == "DESC")]).map { $0[1] } == ordered)
    }

    @Test("without keys and values to split by rows stay as they come")
    func unsorted() async throws {
        let rows = (0..<2_500).map { [Value.integer(Int64($0 * 7919 % 2_500))] }
        #expect(try await read(sorter(rows, memory: 5_000), count: 999) == rows)
    }

    @Test("100,000 rows, far more than fit into memory, are in order")
    func manyRows() async throws {
        let rows = (0..<100_000).map { [Value.integer(Int64($0 * 7919 % 100_000 / 10)), .integer(Int64($0))] }
        let sorter = try await sorter(rows, by: [(0, true)], memory: 200_000)
        var last: (Int64, Int64) = (.max, .max)
        var count = 0
        while let (batch, _) = try await sorter.batch(after: count, count: 1000) {
            for row in 0..<batch.rowCount {
                guard case .integer(let key) = batch.values[row * 2],
                    case .integer(let place) = batch.values[row * 2 + 1]
                else { break }
                #expect(key < last.0 || key == last.0 && place > last.1)
                last = (key, place)
            }
            count += batch.rowCount
        }
        #expect(count == 100_000)
    }

    @Test("rows may be read again, and from anywhere", arguments: [2_000, 1 << 20])
    func anywhere(memory: Int) async throws {
        let rows = (0..<1_000).map { [Value.integer(Int64(999 - $0))] }
        let sorter = try await sorter(rows, by: [(0, false)], memory: memory)
        for first in [0, 500, 990, 10, 10] {
            let batch = try #require(try await sorter.batch(after: first, count: 3)).0
            #expect(batch.values == (first..<first + 3).map { .integer(Int64($0)) })
        }
        #expect(try await sorter.batch(after: 1_000, count: 1) == nil)
    }

    @Test(
        "split rows come value by value, as these appeared, sorted in each, with their numbers",
        arguments: [false, true])
    func split(isSorted: Bool) async throws {
        let day = CalendarDate(daysSinceEpoch: 20_000)
        let values: [Value] = [
            .text("west"), .null, .text(""), .date(day), .text("west"), .null, .text("east"), .date(day),
        ]
        let rows = values.enumerated().map { [Value.integer(Int64(10 - $0)), $1] }
        let sorter = try await sorter(rows, by: isSorted ? [(0, false)] : [], splitBy: 1, shown: 1)
        #expect(
            await sorter.parts == [
                RowSorter.Part(value: .text("west"), rowCount: 2), RowSorter.Part(value: .null, rowCount: 2),
                RowSorter.Part(value: .text(""), rowCount: 1), RowSorter.Part(value: .date(day), rowCount: 2),
                RowSorter.Part(value: .text("east"), rowCount: 1),
            ])
        let unsorted: [Int64] = [10, 6, 9, 5, 8, 7, 3, 4]
        let sorted: [Int64] = [6, 10, 5, 9, 8, 3, 7, 4]
        #expect(try await read(sorter) == (isSorted ? sorted : unsorted).map { [.integer($0)] })
    }

    @Test("numbers that are shown alike split as one value, what is no number as null")
    func splitNumbers() async throws {
        let rows: [[Value]] = [
            [.integer(1)], [.number(1)], [.number(-0.0)], [.integer(0)], [.number(.nan)], [.null], [.text("1")],
        ]
        let parts = try await sorter(rows, splitBy: 0).parts
        #expect(parts.map(\.value) == [.integer(1), .integer(0), .null, .text("1")])
        #expect(parts.map(\.rowCount) == [2, 2, 2, 1])
    }

    @Test("1,000 different values split, and no more")
    func mostSplits() async throws {
        let rows = (0..<1_000).map { [Value.integer(Int64($0))] }
        #expect(try await sorter(rows, splitBy: 0).parts.count == 1_000)
        let place = FilePosition(file: "a.yaml", line: 3, column: 5)
        let sorter = try RowSorter(splitBy: RowSorter.Split(column: 0, position: place), shownCount: 1, in: folder.path)
        let error = await #expect(throws: RunFailure.self) {
            let values = (0...1_000).map { Value.integer($0) }
            try await sorter.add(RenderBatch(columnCount: 1, rowCount: 1_001, values: values), failures: [:])
            try await sorter.sort()
        }
        #expect(
            error?.message
                == "a.yaml:3:5: 'split_by' gives more than 1,000 different values, which would be as many sheets")
        #expect(error?.hint != nil)
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

    @Test("a full disk is named with its folder, and what was needed there")
    func fullDisk() async throws {
        let sorter = try RowSorter(shownCount: 1, in: folder.path, memory: 1_000)
        try WorkFiles.fill(folder)
        let error = await #expect(throws: RunFailure.self) {
            let batch = RenderBatch(columnCount: 1, rowCount: 500, values: (0..<500).map { .integer($0) })
            for _ in 0..<10 { try await sorter.add(batch, failures: [:]) }
            try await sorter.sort()
        }
        #expect(
            error?.message.hasPrefix(
                "the disk is full: rows that have to wait could not be kept in the folder '\(folder.path)', where they needed at least "
            ) == true)
        #expect(error?.hint?.contains("'tmp'") == true)
    }
}
