import Foundation
import QuireTesting
import Testing

@Suite struct OddValueTests {
    private static let report = """
        title: Odd
        source:
          connection: crm
          query: SELECT id, number, words, day FROM odd ORDER BY id
        columns: [id, number, words, day]
        """

    private static func project() throws -> Project {
        let project = Project([
            "quire.yaml": "connections: { crm: { kind: sqlite, file: data/crm.db } }", "odd.yaml": Self.report,
        ])
        try project.makeDatabase(
            """
            CREATE TABLE odd (id INTEGER, number, words TEXT, day DATE);
            INSERT INTO odd VALUES (1, 9007199254740993, printf('%.*c', 40000, 'x'), '1900-02-28');
            INSERT INTO odd VALUES (2, 9e999, 'a' || char(1) || char(65534) || 'b', '1900-03-01');
            INSERT INTO odd VALUES (3, -9e999, CAST(x'61ff62' AS TEXT), '9999-12-31');
            INSERT INTO odd VALUES (4, 0.5, 'a' || char(0) || 'b', NULL);
            INSERT INTO odd VALUES (5, x'00ff', CAST(x'eda080' AS TEXT), NULL);
            """)
        return project
    }

    @Test("A database's odd values are in the workbook as far as it holds them, and the run says what was changed")
    func workbook() async throws {
        let project = try Self.project()
        let outcome = try await project.quire("run", "odd", "-o", "odd.xlsx")
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        let warnings = outcome.said.split(separator: "\n").filter { $0.hasPrefix("warning: ") }
        #expect(
            warnings == [
                "warning: 2 cells left blank, their number being infinite or none: Odd!B3, Odd!B4",
                "warning: 1 cell cut to the 32,767 characters that a cell holds: Odd!C2",
                "warning: 2 cells freed of control characters, which a sheet cannot hold: Odd!C3, Odd!C5",
                "warning: 2 cells with '\u{FFFD}', which stands for bytes that are no Unicode text: Odd!C4, Odd!C6",
            ])
        let cells = try WorkbookParts(project.folder.file("odd.xlsx")).elements("c", ofSheet: 1)
        func content(_ name: String) -> String? {
            let cell = cells.first { $0.hasPrefix("<c r=\"\(name)\"") }
            return cell?.firstMatch(of: #/<(?:v|t)>(.*)</(?:v|t)>/#.dotMatchesNewlines()).map { String($0.1) }
        }
        #expect(content("B2") == "9007199254740993")
        #expect(content("C2") == String(repeating: "x", count: 32_767))
        #expect(content("D2") == "1900-02-28")
        #expect(content("B3") == nil)
        #expect(content("C3") == "ab")
        #expect(content("D3") == "61")
        #expect(content("C4") == "a\u{FFFD}b")
        #expect(content("D4") == "2958465")
        #expect(content("C5") == "ab")
        #expect(content("B6") == "00ff")
        #expect(content("C6") == "\u{FFFD}\u{FFFD}\u{FFFD}")
    }

    @Test("In csv they are whole, and only what is no number or no text at all is said")
    func csv() async throws {
        let project = try Self.project()
        let outcome = try await project.quire("run", "odd", "-o", "odd.csv")
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        let warnings = outcome.said.split(separator: "\n").filter { $0.hasPrefix("warning: ") }
        #expect(
            warnings == [
                "warning: 2 cells left blank, their number being infinite or none: Odd!B3, Odd!B4",
                "warning: 2 cells with '\u{FFFD}', which stands for bytes that are no Unicode text: Odd!C4, Odd!C6",
            ])
        let expected = [
            "Id,Number,Words,Day", "1,9007199254740993,\(String(repeating: "x", count: 40_000)),1900-02-28",
            "2,,a\u{1}\u{FFFE}b,1900-03-01", "3,,a\u{FFFD}b,9999-12-31", "4,0.5,a\0b,",
            "5,00ff,\u{FFFD}\u{FFFD}\u{FFFD},", "",
        ]
        let bytes = try Data(contentsOf: URL(filePath: project.folder.file("odd.csv")))
        #expect(Array(bytes) == Array(expected.joined(separator: "\r\n").utf8))
    }

    @Test("More columns than a sheet has are an error before any file")
    func columns() async throws {
        let columns = (1...16_385).map { "{ value: id, id: c\($0) }" }.joined(separator: ", ")
        let project = try Self.project()
        project.folder.write(
            "source: { connection: crm, query: SELECT id FROM odd }\ncolumns: [\(columns)]", to: "reports/odd.yaml")
        let outcome = try await project.quire("run", "odd", "-o", "odd.xlsx")
        #expect(outcome.exitCode != 0)
        #expect(outcome.said.contains("the sheet 'Odd' has 16385 columns; an xlsx sheet holds 16,384"))
        #expect(try project.files == [])
    }
}
