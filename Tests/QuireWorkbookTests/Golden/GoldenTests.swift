import Foundation
import QuireTesting
import Testing

@Suite("A workbook")
struct GoldenTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()

    @Test("has the parts that are kept for it", arguments: GoldenWorkbook.all)
    func parts(book: GoldenWorkbook) async throws {
        let written = TemporaryFolder()
        let path = written.file("out.xlsx")
        try await book.write(to: path)
        let script = Self.folder.appending(path: "parts.py").path
        let parts = String(decoding: try ToolOutput.of("/usr/bin/python3", [script, path]), as: UTF8.self)
        let file = Self.folder.appending(path: "expected/\(book.name).txt")
        if ProcessInfo.processInfo.environment["QUIRE_RENEW"] == "1" {
            try parts.write(to: file, atomically: true, encoding: .utf8)
        }
        let expected = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        #expect(
            parts == expected,
            """
            \(Self.difference(expected, parts))
            renew it, and look at what changed: QUIRE_RENEW=1 swift test --filter GoldenTests
            """)
    }

    @Test("keeps to what Excel is strict about, and opens in openpyxl")
    func isValid() async throws {
        let written = TemporaryFolder()
        for book in GoldenWorkbook.all { try await book.write(to: written.file("\(book.name).xlsx")) }
        let script = Self.folder.appending(path: "check.py").path
        let problems = try ToolOutput.of("/usr/bin/python3", [script, written.path])
        #expect(String(decoding: problems, as: UTF8.self) == "")
    }

    @Test("is kept once, and nothing else is")
    func names() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.appending(path: "expected").path)
        #expect(files.sorted() == GoldenWorkbook.all.map { "\($0.name).txt" }.sorted())
    }

    /// The first line that is not the same, with its part.
    private static func difference(_ expected: String, _ found: String) -> String {
        let wanted = expected.split(separator: "\n", omittingEmptySubsequences: false)
        let got = found.split(separator: "\n", omittingEmptySubsequences: false)
        guard let line = (0..<max(wanted.count, got.count)).first(where: { wanted[safe: $0] != got[safe: $0] }) else {
            return "no difference"
        }
        let part = got.prefix(line + 1).last { $0.hasPrefix("===") } ?? ""
        return """
            line \(line + 1), \(part)
            expected \(wanted[safe: line] ?? "(nothing)")
            found    \(got[safe: line] ?? "(nothing)")
            """
    }
}

extension Array {
    fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
