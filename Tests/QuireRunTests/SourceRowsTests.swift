import QuireExpression
import QuireModel
import QuireTesting
import Testing

@testable import QuireRun

@Suite struct SourceRowsTests {
    private let folder = TemporaryFolder()

    private func rows(
        _ count: Int, filter: String? = nil, distinct: [Int] = [], allowed: Int = 1_000_000, taken: Int? = nil
    ) throws -> SourceRows {
        let reader = StubReader(["number", "third"], count: count) { row in
            [.integer(Int64(row)), row % 3 == 0 ? .null : .integer(Int64(row % 3))]
        }
        let scope = ExpressionScope(fields: reader.fields)
        return SourceRows(
            reader, filter: try filter.map { try CompiledExpression(ExpressionSyntax(ExpressionText($0)), in: scope) },
            distinctFields: distinct, seen: SeenKeys(folder: folder.path),
            limits: RowLimits(allowed: allowed, taken: taken))
    }

    private func numbers(_ rows: SourceRows, batch: Int = 4) async throws -> [Int64] {
        var numbers: [Int64] = []
        while let read = try await rows.next(batch) {
            #expect(read.firstRow == numbers.count)
            for row in 0..<read.rowCount {
                if case .integer(let number) = read.value(row: row, field: 0) { numbers.append(number) }
            }
        }
        return numbers
    }

    @Test("where drops rows, and batches without any left are passed over")
    func filter() async throws {
        #expect(try await numbers(rows(20, filter: "number >= 17")) == [17, 18, 19])
    }

    @Test("distinct_by keeps the first row of each key, nulls being equal")
    func distinct() async throws {
        #expect(try await numbers(rows(20, distinct: [1])) == [0, 1, 2])
    }

    @Test("no more rows are read than are taken")
    func taken() async throws {
        #expect(try await numbers(rows(20, taken: 6)) == [0, 1, 2, 3, 4, 5])
    }

    @Test("more rows than a report may have fail it, as many do not")
    func limit() async throws {
        #expect(try await numbers(rows(20, allowed: 20)).count == 20)
        let error = await #expect(throws: RunFailure.self) { try await numbers(rows(21, allowed: 20)) }
        #expect(error?.message == "the report has more than 20 rows")
    }

    @Test("rows end when they are told to")
    func end() async throws {
        let rows = try rows(20)
        _ = try await rows.next(4)
        rows.end()
        #expect(try await rows.next(4)?.rowCount == nil)
    }
}
