import Testing

@testable import QuirePrograms

@Suite struct LineSplitterTests {
    private static func lines(_ chunks: [String], limit: Int = 100) throws -> [String] {
        var splitter = LineSplitter(limit: limit)
        var lines: [String] = []
        for chunk in chunks {
            try Array(chunk.utf8).withUnsafeBytes { bytes in
                try splitter.take(bytes) { lines.append(String(decoding: $0, as: UTF8.self)) }
            }
        }
        return lines
    }

    @Test(
        "Lines are the same however they are cut",
        arguments: [
            (["a\nbc\n"], ["a", "bc"]), (["a", "\n", "b", "c\n"], ["a", "bc"]), (["\n\na\n"], ["", "", "a"]),
            (["a\nrest"], ["a"]), ([], []), (["é", "\n"], ["é"]),
        ])
    func cut(_ chunks: [String], _ lines: [String]) throws {
        #expect(try Self.lines(chunks) == lines)
    }

    @Test("A line over the limit is refused before it has ended, one of the limit is not")
    func limit() throws {
        #expect(try Self.lines(["12345\n", "12", "345\n"], limit: 5) == ["12345", "12345"])
        for chunks in [["123456\n"], ["123", "456"], ["123456"], ["1\n123", "456\n"]] {
            #expect(throws: LineSplitter.TooLong.self) { try Self.lines(chunks, limit: 5) }
        }
    }
}
