import QuireTesting
import Testing

@Suite("A program with a component of its own") struct WorkdayTests {
    private func run(_ arguments: String..., service: String) async throws -> Program.Outcome {
        let folder = TemporaryFolder()
        folder.write(service, to: "reports/services/office.yaml")
        folder.write(
            """
            title: Orders
            source: { file: data/orders.csv, fields: { placed: date, delivered: date } }
            enrich:
              office: { lookup: office.between, input: { first: placed, last: delivered } }
            columns: [order, { id: days, value: office.days }]
            """, to: "reports/orders.yaml")
        folder.write(
            """
            order,placed,delivered
            1001,2026-04-30,2026-05-04
            1002,2026-05-02,2026-05-03
            1003,2026-05-09,2026-05-01
            """, to: "reports/data/orders.csv")
        return try await Program("quire-with-workdays").run(Program.Start(Array(arguments), in: folder.path))
    }

    @Test("answers its lookups")
    func answers() async throws {
        let outcome = try await run(
            "run", "orders", "-o", "-", "--format", "csv", service: "kind: workdays\nholidays: [2026-05-01]\n")
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(outcome.lines == ["Order,Office days", "1001,2", "1002,0", "1003,"], "\(outcome.said)")
    }

    @Test("has its keys checked with their places")
    func checked() async throws {
        let outcome = try await run("check", service: "kind: workdays\nholidays: [May Day]\nholiday: []\n")
        #expect(outcome.exitCode == 1)
        #expect(
            outcome.standardOutput == """
                reports/services/office.yaml:2:11: error: 'May Day' is no day [invalid-value]
                  hint: write it as 2026-05-01
                reports/services/office.yaml:3:1: error: unknown key 'holiday' [unknown-key]
                  hint: did you mean 'holidays'?

                """)
    }
}
