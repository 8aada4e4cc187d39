import QuireModel
import QuireTesting
import Testing

@testable import QuireRun

@Suite struct SortedRecordsTests {
    private let folder = TemporaryFolder()

    private func records(_ keys: [String], memory: Int) throws -> SortedRecords {
        let records = try SortedRecords(in: folder.path, memory: memory)
        for (number, key) in keys.enumerated() {
            try records.add {
                for byte in key.utf8 { $0.append(byte) }
            } content: {
                $0.append(count: number)
            }
        }
        try records.finish()
        return records
    }

    private func read(_ records: SortedRecords) throws -> [Int] {
        var numbers: [Int] = []
        while let content = try records.next() {
            var reader = ByteReader(content)
            numbers.append(reader.count())
        }
        return numbers
    }

    @Test(
        "records come by their keys, those of equal keys as they were added, whether they fit into memory or not",
        arguments: [200, 3_000, 1 << 20])
    func order(memory: Int) throws {
        var dice = Dice(7)
        let keys = (0..<2_000).map { _ in
            String(repeating: "a", count: .random(in: 0...20, using: &dice)) + "\(Int.random(in: 0...9, using: &dice))"
        }
        let records = try records(keys, memory: memory)
        let sorted = keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
        #expect(try read(records) == sorted)
        try records.rewind()
        #expect(try read(records) == sorted)
        #expect(try records.next() == nil)
    }

    @Test("a key comes before all that begin with it, and one that is empty before all", arguments: [100, 1 << 20])
    func prefixes(memory: Int) throws {
        let keys = ["ab", "", "a", "abcdefghij", "abcdefgh", "", "b", "abcdefghi"]
        #expect(try read(records(keys, memory: memory)) == [1, 5, 2, 0, 4, 7, 3, 6])
    }

    @Test("a record may be larger than what is read at once")
    func largeRecords() throws {
        let records = try SortedRecords(in: folder.path, memory: 40_000)
        for number in 0..<5 {
            try records.add {
                $0.append(UInt8(9 - number))
            } content: {
                $0.append(String(repeating: "\(number)", count: 50_000 * number))
            }
        }
        try records.finish()
        for number in (0..<5).reversed() {
            var reader = ByteReader(try #require(try records.next()))
            #expect(reader.text() == String(repeating: "\(number)", count: 50_000 * number))
        }
        #expect(try records.next() == nil)
    }

    @Test("there may be none")
    func none() throws {
        #expect(try read(records([], memory: 100)) == [])
    }
}
