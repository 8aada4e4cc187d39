import QuireTesting
import Testing

@Suite struct HighlightReportTests {
    private static let report = """
        title: Share
        parameters:
          limit: { type: number, required: false }
          since: { type: date, default: 2026-01-31 }
        source: { file: data/rows.csv, fields: { amount: number, day: date } }
        columns:
          - { value: sn, choices: [C1, C2, "C3, or more"] }
          - value: amount
            group: 1
            hidden: true
            highlight: [{ when: "> :limit", style: good }, { when: "< 150", style: loud }]
          - { value: day, highlight: [{ when: ">= :since", style: warn }] }
        """

    private static let project = Project([
        "share.yaml": report, "quire.yaml": "styles: { loud: { bold: true } }",
        "data/rows.csv": "sn,amount,day\nC1,100,2026-01-30\nC2,200,2026-01-31\n",
    ])

    @Test("Highlights compare with a run's parameters, and one whose parameter is not given is left out")
    func parameters() async throws {
        for (given, expected) in [("limit=170", ["170", "150", "46053"]), ("since=2026-02-01", ["150", "46054"])] {
            let outcome = try await Self.project.quire("run", "share", given, "-o", "out.xlsx")
            #expect(outcome.exitCode == 0, "\(outcome.said)")
            let parts = WorkbookParts(Self.project.folder.file("out.xlsx"))
            #expect(try parts.elements("formula", ofSheet: 1) == expected.map { "<formula>\($0)</formula>" })
            let lists = try parts.elements("formula1", ofSheet: 1)
            #expect(lists == ["<formula1>'Lists'!$A$1:$A$3</formula1>"])
            let columns = try parts.elements("col", ofSheet: 1)
            #expect(columns[1].contains("hidden=\"1\" customWidth=\"1\" outlineLevel=\"1\""))
            #expect(columns[2].contains("collapsed=\"1\""))
        }
    }

    @Test("In csv there is nothing of highlights, choices and groups")
    func csv() async throws {
        let outcome = try await Self.project.quire("run", "share", "limit=170", "-o", "out.csv")
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(
            try Self.project.lines("out.csv") == ["Sn,Amount,Day", "C1,100,2026-01-30", "C2,200,2026-01-31"])
    }
}
