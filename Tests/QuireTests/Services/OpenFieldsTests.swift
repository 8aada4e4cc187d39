import QuireModel
import QuireTesting
import Testing

/// Lookups whose fields are known only once their service is open, wherever no service is to be asked.
@Suite struct OpenFieldsTests {
    private static let report = """
        title: Share
        source: { file: data/rows.csv, fields: { amount: number } }
        enrich:
          share: { lookup: crm.share, input: { sn: sn } }
        columns:
          - sn
          - { title: Ours, value: share.ours }
          - { title: Since, value: share.since, format: date }
        """
    private static let service = """
        kind: sql
        connection: crm
        lookups:
          share:
            input: { sn: text }
            query: SELECT sn, ours, since FROM share WHERE sn IN (:sn)
        """

    private func project() throws -> Project {
        let project = Project([
            "share.yaml": Self.report, "services/crm.yaml": Self.service, "data/rows.csv": Project.rows(4),
            "quire.yaml": "connections: { crm: { kind: sqlite, file: data/crm.db } }",
        ])
        try project.makeDatabase(
            """
            CREATE TABLE share (sn TEXT, ours REAL, since DATE);
            INSERT INTO share VALUES ('C1', 0.25, '2026-01-02'), ('C2', 0.5, NULL), ('C3', 1, '2026-03-04');
            """)
        return project
    }

    @Test("A test of the report takes the fields that it and the report name")
    func tested() async throws {
        let project = try project()
        project.folder.write(
            """
            tests:
              - name: shares
                rows: [{ sn: C1 }, { sn: C2 }]
                lookups: { share: { C1: { ours: 0.25, since: 2026-01-02 }, C2: missing } }
                expect: [{ ours: 0.25, since: 2026-01-02 }, { ours: null }]
            """, to: "reports/share.test.yaml")
        let outcome = try await project.quire("test", "share")
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(outcome.lines.last == "1 passed, 0 failed")
    }

    @Test("A replay gives the cells of the recording, dates as dates, without the database")
    func replayed() async throws {
        let project = try project()
        let recorded = try await project.quire("run", "share", "-o", "a.xlsx", "--record", "tapes")
        #expect(recorded.exitCode == 0, "\(recorded.said)")
        project.folder.write("", to: "reports/data/crm.db")
        let replayed = try await project.quire("run", "share", "-o", "b.xlsx", "--replay", "tapes")
        #expect(replayed.exitCode == 0, "\(replayed.said)")
        let cells = try ["a.xlsx", "b.xlsx"].map { try project.workbook($0).sheets[0].rows.map { $0.map(\.shown) } }
        #expect(cells[0] == cells[1])
        #expect(cells[0][1][2] != nil && cells[0][4][1] == nil)
    }

    @Test("A plan counts its keys and calls, and knows its fields")
    func planned() async throws {
        let project = try project()
        let plan = try await project.quire("plan", "share", "--json")
        #expect(try Plan(plan.standardOutput).enrichments.map(\.calls) == [1], "\(plan.said)")
        project.folder.write(Self.report.replacing("share.since", with: "share.sinse"), to: "reports/share.yaml")
        let wrong = try await project.quire("plan", "share")
        #expect(wrong.exitCode == 2)
        #expect(wrong.standardError.contains("did you mean 'share.since'?"))
    }

    @Test("What a database told is kept for a run that is resumed, and for later runs where the service has a cache")
    func kept() async throws {
        let project = try project()
        project.folder.write(Self.service + "\ncache: { ttl: 1h }", to: "reports/services/crm.yaml")
        let arguments = ["run", "share", "-o", "a.csv", "--summary", "json"]
        let first = try Summary(try await project.quire(arguments).standardOutput)
        #expect(first.enrichments["share"]?.cached == 0)
        let second = try Summary(try await project.quire(arguments).standardOutput)
        #expect(second.enrichments["share"]?.cached == 4)
        #expect(second.enrichments["share"]?.calls == 0)
        project.folder.write(
            Self.service.replacing("SELECT sn, ours", with: "SELECT sn, 2 * ours AS ours") + "\ncache: { ttl: 1h }",
            to: "reports/services/crm.yaml")
        let changed = try Summary(try await project.quire(arguments).standardOutput)
        #expect(changed.enrichments["share"]?.cached == 0)
    }
}
