import Foundation
import QuireStandIn
import QuireTesting
import Testing

/// Sheets that queries over the report's rows make, run by the program.
struct SummaryTests {
    private static let rows = """
        sn,region,amount,day
        C1,east,100,2026-01-02
        C2,west,-50.5,2026-01-03
        C3,east,20,2026-02-02
        C4,,70,2026-02-03
        C5,north,1000,2026-03-01

        """

    private static func project(_ sheets: String) -> Project {
        Project([
            "data/rows.csv": rows, "services/tether.yaml": Project.tether(),
            "sales.yaml": """
            title: Sales
            parameters:
              least: { type: number, default: 0 }
              regions: { type: [text], default: [east, north] }
            source: { file: data/rows.csv, fields: { amount: number, day: date } }
            enrich: { tether: { lookup: tether.discount, input: { sn: sn } } }
            columns:
              - sn
              - region
              - { value: amount, format: money }
              - { title: Twice, value: amount * 2 }
            sheets:
            \(sheets)
            """,
        ])
    }

    @Test("A summary stands where it is listed, of rows that the filter keeps, with totals and dates")
    func summary() async throws {
        let project = Self.project(
            """
            - name: By region
              heading: Least {least}
              query: |
                SELECT region, count(*) AS n, sum(twice) AS twice, min(day) AS first
                  FROM rows WHERE amount >= :least GROUP BY region ORDER BY twice DESC
              columns: [{ value: region, empty: none }, { value: n, total: sum }, { value: twice, format: money }, first]
            - { name: All }
            """)
        try await project.quire("run", "sales", "least=50", "-o", "out.xlsx", "--where", "amount < 1000").expectDone()
        let book = try project.workbook("out.xlsx")
        #expect(book.sheets.map(\.name) == ["By region", "All"])
        #expect(book.sheets[0].rows.map { $0[0].text } == ["Least 50", "Region", "east", "none", "Total"])
        #expect(book.sheets[0].rows[2].map(\.number) == [nil, 1, 200, nil])
        // A plain column keeps its type, and one that is computed of it is what SQL makes of it.
        #expect(book.sheets[0].rows[2][3].text == "2026-01-02")
        #expect(book[0, "B5"].formula == "=SUM(B3:B4)")
        #expect(book.sheets[1].rows.count == 5)
    }

    @Test("Window functions, common tables, lists and all columns are there, in the query's order")
    func anySelect() async throws {
        let project = Self.project(
            """
            - name: Ranked
              query: |
                WITH chosen AS (SELECT * FROM rows WHERE region IN (:regions))
                SELECT *, row_number() OVER (PARTITION BY region ORDER BY amount DESC) AS place FROM chosen ORDER BY sn DESC
            """)
        let (outcome, _) = try await project.quire(
            "run", "sales", "--sheet", "ranked", "-o", "-", answering: Project.known)
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(
            outcome.lines.map { $0.split(separator: ",").first.map(String.init) ?? "" } == ["Sn", "C5", "C3", "C1"])
        #expect(outcome.lines.map { $0.split(separator: ",").last.map(String.init) ?? "" } == ["Place", "1", "2", "1"])
        #expect(outcome.lines[0].contains(",Tether ours,"))
    }

    @Test("An enrichment is asked for by its fields in a query, by columns in it, and otherwise not at all")
    func enrichments() async throws {
        for (query, calls) in [("SELECT sum(tether_ours) AS s", 5), ("SELECT count(*) AS n", 0)] {
            let project = Self.project("- { name: Sum, query: '\(query) FROM rows' }")
            let (outcome, counts) = try await project.quire("run", "sales", "-o", "o.csv", answering: Project.known)
            #expect(outcome.exitCode == 0, "\(outcome.said)")
            #expect(counts.requests == calls)
        }
    }

    @Test(
        "What is wrong with a query is told before anything is asked, at its place",
        arguments: [
            ("SELECT regoin FROM rows", "sales.yaml:13:29: error: there is no column 'regoin' [unknown-column]"),
            ("SELECT 1 AS a FROM row", "sales.yaml:13:41: error: there is no table 'row' [unknown-table]"),
            ("DELETE FROM rows", "sales.yaml:13:22: error: the query does not read rows [query]"),
            ("SELECT :lest AS a", "sales.yaml:13:29: error: the query uses ':lest', which is no parameter"),
        ])
    func mistakes(query: String, says: String) async throws {
        let project = Self.project("- { name: a, query: \"\(query)\" }")
        for command in [["run", "sales", "-o", "out.xlsx"], ["plan", "sales"]] {
            let outcome = try await project.quire(command)
            #expect(outcome.exitCode == 2)
            #expect(outcome.standardError.contains(says), "\(outcome.standardError)")
        }
        #expect(try project.files == [])
    }

    @Test("A query without an end ends with the run that is cancelled")
    func endless() async throws {
        let project = Self.project(
            "- { name: a, query: 'WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT max(n) AS m FROM t' }"
        )
        let outcome = try await project.quire("run", "sales", "-o", "out.xlsx") { program in
            try? await Task.sleep(for: .milliseconds(500))
            program.send(SIGINT)
        }
        #expect(outcome.exitCode == 130)
        #expect(try project.files == [])
    }
}
